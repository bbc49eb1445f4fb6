import { short, some } from '../words.js';
import { row } from './row.js';

/** Problems of comparing two inputs. */
export const DIFF_PROBLEMS = {
  'diff/by-order': row<{ a: string; b: string }>({
    severity: 'note',
    message: (f) =>
      `${short(f.a)} and ${short(f.b)} do not have the same _UIDs, each once; processors are compared in their order`,
    help: () => 'give all tables of each machine, as a folder or an acpidump, to compare processors by _UID',
  }),
  'diff/not-followed': row<{ paths: readonly string[] }>({
    severity: 'warning',
    message: (f) => `${some(f.paths)}: the code has too many ways or steps to follow all; the rest was not compared`,
    help: () => 'other processors are compared in full; to read the code itself, disassemble the table with `iasl -d`',
  }),
  'diff/nothing': row<object>({
    severity: 'error',
    message: () => 'no processor has a _CPC, _PSD, _PCT or _PSS to compare',
    help: () => 'the objects may be in another table: name a folder or an acpidump with all tables',
  }),
} as const;
