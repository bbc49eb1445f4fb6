import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** 4,096 vCPUs report about 1 KiB each, and the kernel's log is small. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The report of a guest, read while the guest writes it. */
interface ReportFile {
  /** Reads what was added, with a limit: the guest may be hostile. */
  readonly look: () => { readonly added: string } | { readonly tooLong: string };
  /** The report so far. */
  readonly text: () => string;
  readonly close: () => void;
}

/** Opens the file once it is there, without waiting: QEMU makes it. */
export function reportFile(path: string): ReportFile {
  const chunks: Buffer[] = [];
  let length = 0;
  let file: number | undefined;
  return {
    look: () => {
      file ??= openRegular(path);
      const size = file === undefined ? 0 : fstatSync(file).size;
      if (size > MOST_BYTES) return { tooLong: `its report is longer than ${MOST_BYTES} bytes` };
      const added = Buffer.alloc(Math.max(size - length, 0));
      const read = file === undefined ? 0 : readSync(file, added, 0, added.length, length);
      chunks.push(added.subarray(0, read));
      length += read;
      return { added: added.toString('utf8', 0, read) };
    },
    text: () => Buffer.concat(chunks).toString(),
    close: () => {
      if (file !== undefined) closeSync(file);
    },
  };
}

function openRegular(path: string): number | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    if (fstatSync(file).isFile()) return file;
    closeSync(file);
  } catch {
    // It is not there yet.
  }
  return undefined;
}
