import { count, list, short } from '../words.js';
import { row } from './row.js';

/** Problems of turning tables back into a spec, and of comparing them. */
export const DECOMPILE_PROBLEMS = {
  'decompile/no-processor': row<{ packages: readonly string[] }>({
    severity: 'error',
    message: (f) =>
      f.packages.length === 0
        ? 'there is no _CPC package in it, so there is nothing to make a spec of'
        : `no _CPC of a processor returns its ${count(f.packages.length, 'package')}: ${short(list(f.packages, 'and'))}`,
    help: () =>
      'the _CPC objects may stand in another table: give a folder or an acpidump with all of them; `inspect` shows what is here',
  }),
  'decompile/refused': row<{ messages: readonly string[] }>({
    severity: 'warning',
    message: (f) => `\`build\` refuses the spec as the firmware has it: ${f.messages.slice(0, 3).join('; ')}`,
    help: () => 'correct the numbers in the spec; its first lines say which',
  }),
  'diff/by-order': row<{ a: string; b: string }>({
    severity: 'note',
    message: (f) => `no processor has the same path in both (${f.a}, ${f.b}): they are compared in their order`,
    help: () => 'give both sides the paths of the same machine to have them matched by path',
  }),
  'diff/nothing': row<object>({
    severity: 'error',
    message: () => 'there is no _CPC package in it, so there is nothing to compare',
    help: () => 'the packages may stand in another table: give a folder or an acpidump with all of them',
  }),
} as const;
