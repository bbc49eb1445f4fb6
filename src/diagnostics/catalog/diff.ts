import { short } from '../words.js';
import { row } from './row.js';

/** Problems of comparing two inputs. */
export const DIFF_PROBLEMS = {
  'diff/by-order': row<{ a: string; b: string }>({
    severity: 'note',
    message: (f) => `${short(f.a)} and ${short(f.b)} share no processor path; processors are compared in their order`,
    help: () => 'use tables of the same machine on both sides to compare processors by path',
  }),
  'diff/nothing': row<object>({
    severity: 'error',
    message: () => 'there is no _CPC package to compare',
    help: () => 'the packages may be in another table: name a folder or an acpidump with all tables',
  }),
} as const;
