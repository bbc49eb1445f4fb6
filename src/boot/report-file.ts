import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { MOST_PROCESSORS } from '../../grammar/machines.js';
import { count } from '../diagnostics/words.js';
import type { ReportBounds } from './report.js';

// The files of one of 4,096 vCPUs take 927 bytes, and a log has some ten KiB. A kernel that refuses a _CPC logs some lines of
// 100 bytes for it; words such as log_buf_len and dyndbg make the log longer.
const KIB = 1024;
const LIMITS = { log: 4096 * KIB, perVcpu: 3 * KIB, perBusyLine: 40, perBusyVcpu: 5, whole: 16_384 * KIB };

/** The most bytes of a report of a guest with so many vCPUs and busy loops: part N of the loops names N vCPUs. */
function mostReportBytes({ vcpus = MOST_PROCESSORS, busyLoops: loops = 0 }: ReportBounds): number {
  const ofLoops = loops * LIMITS.perBusyLine + ((loops * (loops + 1)) / 2) * LIMITS.perBusyVcpu;
  return Math.min(LIMITS.log + vcpus * LIMITS.perVcpu + ofLoops, LIMITS.whole);
}

/** The report of a guest, read while the guest writes it. */
interface ReportFile {
  /** Reads what was added, with a limit: the guest may be hostile. */
  readonly look: () => { readonly added: string } | { readonly tooLong: string };
  /** The report so far. */
  readonly text: () => string;
  readonly close: () => void;
}

/** Opens the file once it is there, without waiting: QEMU makes it. */
export function reportFile(path: string, bounds: ReportBounds): ReportFile {
  const most = mostReportBytes(bounds);
  const limit = `${most} bytes, the limit for ${count(bounds.vcpus ?? MOST_PROCESSORS, 'vCPU')}`;
  const chunks: Buffer[] = [];
  let length = 0;
  let file: number | undefined;
  return {
    look: () => {
      file ??= openRegular(path);
      const size = file === undefined ? 0 : fstatSync(file).size;
      if (size > most) return { tooLong: `its report is longer than ${limit}` };
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
