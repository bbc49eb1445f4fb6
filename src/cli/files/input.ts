import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import type { FileKind } from '../../diagnostics/catalog/cli.js';
import { diagnostic } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';

/** A file, or standard input, read whole. */
export interface Input {
  /** As diagnostics call it. */
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
  /** File name without `.toml`; `ssdt` for standard input. */
  readonly stem: string;
  readonly folder: string;
}

/** No spec of 4,096 cores, no table and no domain comes near it. */
const MOST_BYTES = 16 * 1024 * 1024;

const STANDARD_INPUT = '-';

export async function readInput(path: string, kind: FileKind): Promise<Result<Input>> {
  const fromStandardInput = path === STANDARD_INPUT;
  const name = fromStandardInput ? '<stdin>' : path;
  try {
    const bytes = fromStandardInput ? await readStream(process.stdin) : await readFileAt(path);
    if (!bytes) return fail(diagnostic('cli/too-large', { file: name }, { most: MOST_BYTES, of: kind }));
    const stem = fromStandardInput ? 'ssdt' : basename(path).replace(/\.toml$/, '');
    return ok({ name, kind, bytes, stem, folder: fromStandardInput ? '.' : dirname(path) });
  } catch (error) {
    return fail(diagnostic('cli/cannot-read', { file: name }, { why: reasonOf(error), of: kind }));
  }
}

/** Nothing waits within a system call, which no signal would end: a pipe may have no writer for ever. */
async function readFileAt(path: string): Promise<Uint8Array | undefined> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const what = fstatSync(fd);
  if (what.isDirectory()) {
    closeSync(fd);
    throw new Error('it is a folder');
  }
  return what.isFile() && what.size > 0
    ? readWhole(fd, what.size)
    : readStream(await streamOf(path, fd, what.isFIFO()));
}

function readWhole(fd: number, size: number): Uint8Array | undefined {
  try {
    return size > MOST_BYTES ? undefined : readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A stream that closes the file. What few inputs need is loaded for those. */
async function streamOf(path: string, fd: number, isPipe: boolean): Promise<AsyncIterable<Uint8Array>> {
  if (isPipe) return new (await import('node:net')).Socket({ fd, readable: true, writable: false });
  const { isatty, ReadStream } = await import('node:tty');
  return isatty(fd) ? new ReadStream(fd) : createReadStream(path, { fd });
}

/** What is at a path; undefined where that cannot be known, which reading or writing it will tell. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Devices and pipes may have no end: reading stops where nothing that is read here can be. */
async function readStream(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) return undefined;
  }
  return Buffer.concat(chunks);
}

/** A table begins with a signature and has zeros near its start, in its length of 32 bits; a text has none. */
export function isTable({ bytes }: Input): boolean {
  const head = bytes.subarray(0, 36);
  return head.includes(0) && /^[A-Z][A-Z0-9]{3}$/.test(Buffer.from(head.subarray(0, 4)).toString('latin1'));
}

/** The input as text. */
export function textOf(input: Input): Result<string> {
  if (isTable(input)) return fail(diagnostic('cli/not-a-spec', { file: input.name }, { of: input.kind }));
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input.bytes));
  } catch {
    return fail(diagnostic('cli/not-text', { file: input.name }, { of: input.kind }));
  }
}

/** The words of a failed system call, without its name and path. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    EEXIST: 'a file is in its place',
    ENOENT: 'there is no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'operation not permitted',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is no folder',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EFBIG: 'a file may not be so large here',
    EIO: 'the device has an error',
    ENXIO: 'nobody is at its other end',
    ETXTBSY: 'it is running',
    EMFILE: 'too many files are open',
    EROFS: 'the file system is read-only',
    ELOOP: 'its links run in a circle',
    ENAMETOOLONG: 'the name is too long',
  };
  return known[code ?? ''] ?? message;
}
