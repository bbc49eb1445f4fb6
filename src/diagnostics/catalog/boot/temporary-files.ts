/** What to do when temporary files cannot be written, by the error code of the system. */
export function temporaryHelp(error: string): string {
  return OF_PROCESS[error] ?? 'set TMPDIR to a folder that you may write to, on a disk with free space';
}

/** Limits of the process, whatever the folder. */
const OF_PROCESS: Readonly<Record<string, string>> = {
  EFBIG: 'raise the limit of this process for the size of files: `ulimit -f unlimited`',
  EMFILE: 'raise the limit of this process for open files: `ulimit -n 1024`',
};
