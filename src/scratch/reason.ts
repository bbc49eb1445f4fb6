/** The reason of a failed system call, without the call and the path. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    EEXIST: 'the file exists',
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'operation not permitted',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is exceeded',
    EFBIG: 'the file is too large for the limits of this process',
    EIO: 'input/output error',
    ENXIO: 'no such device, or no reader',
    ETXTBSY: 'the program is running',
    EMFILE: 'too many open files',
    EROFS: 'the file system is read-only',
    ELOOP: 'too many levels of symbolic links',
    ECONNREFUSED: 'no program listens there',
    ECONNRESET: 'it ended the connection',
    EPIPE: 'it ended the connection',
    EPROTOTYPE: 'it is a socket of another type',
    EAGAIN: 'too many programs wait for it',
    ENAMETOOLONG: 'the file name is too long',
  };
  return known[code ?? ''] ?? message;
}
