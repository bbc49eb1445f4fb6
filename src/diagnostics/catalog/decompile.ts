import { count, short, some } from '../words.js';
import { row } from './row.js';

/** Problems of decompiling tables to a spec, and of comparing tables. */
export const DECOMPILE_PROBLEMS = {
  'decompile/no-processor': row<{ packages: readonly string[] }>({
    severity: 'error',
    message: (f) =>
      f.packages.length === 0
        ? 'there is no _CPC package to decompile'
        : `no processor's _CPC returns the ${count(f.packages.length, 'package')} ${short(some(f.packages), 120)}`,
    help: () =>
      'the _CPC objects may be in another table: name a folder or an acpidump with all tables; `inspect` shows these',
  }),
  'decompile/refused': row<{ messages: readonly string[] }>({
    severity: 'warning',
    message: (f) =>
      `\`build\` refuses the numbers of the firmware: ${f.messages
        .slice(0, 3)
        .map((one) => short(one, 160))
        .join('; ')}`,
    help: () => 'correct the numbers in the spec; its first lines name them',
  }),
  'decompile/several-machines': row<{ inputs: readonly string[] }>({
    severity: 'error',
    message: (f) => `${some(f.inputs)} are not the tables of one machine`,
    help: () => 'give the files of one machine, or a folder with its tables',
  }),
} as const;
