import { count, hex, quotedMessages, short } from '../words.js';
import { row } from './row.js';

/** Problems of the round trip through iasl. */
export const IASL_PROBLEMS = {
  'iasl/differs': row<{ of: string; offset: number; ours: string; theirs: string }>({
    severity: 'error',
    section: 'iasl',
    message: (f) =>
      `iasl makes other bytes of ${f.of}: at ${hex(f.offset)} ours are ${f.ours || 'at their end'}, iasl's ${f.theirs || 'at their end'}`,
    help: () => "for a table of ours this is a bug to report; iasl changes the bytes of some vendors' tables",
  }),
  'iasl/failed': row<{ what: string; why: string }>({
    severity: 'error',
    section: 'iasl',
    message: (f) => `iasl could not ${f.what} it: ${short(f.why, 120)}`,
    help: () => 'try another iasl, or `--iasl off`',
  }),
  'iasl/missing': row<object>({
    severity: 'error',
    section: 'iasl',
    message: () => 'iasl is not in PATH, and it is required here',
    help: () => 'install it (Debian: acpica-tools), or use `--iasl off`',
  }),
  'iasl/refused': row<{ what: string; messages: readonly string[] }>({
    severity: 'error',
    section: 'iasl',
    message: (f) => `iasl refuses to ${f.what} it: ${quotedMessages(f.messages)}`,
    help: () =>
      "for a table of ours this is a bug to report; iasl cannot compile what it makes of some vendors' tables",
  }),
  'iasl/registers-differ': row<{ shown: number; held: number }>({
    severity: 'error',
    section: 'iasl',
    message: (f) => `iasl shows ${count(f.shown, 'Register')}; the table holds ${f.held}: a descriptor is malformed`,
    help: () => 'a Register descriptor is 82 0C 00 and twelve bytes, then 79 00',
  }),
  'iasl/remarked': row<{ messages: readonly string[] }>({
    severity: 'warning',
    section: 'iasl',
    message: (f) => `iasl remarks on our ASL: ${quotedMessages(f.messages)}`,
    help: () => 'this is a bug to report; the bytes are right all the same',
  }),
  'iasl/rewrites': row<{ before: number; after: number }>({
    severity: 'note',
    section: 'observed: iasl writes shortest integers, sizes and External declarations of its own',
    message: (f) => `iasl writes the same terms in other bytes: ${f.before} become ${f.after}`,
    help: () => 'compare such tables by their terms, not by their bytes',
  }),
  'iasl/skipped': row<object>({
    severity: 'note',
    section: 'iasl',
    message: () => 'iasl is not in PATH: the round trip through it was skipped',
    help: () => 'install it (Debian: acpica-tools), or say `--iasl off`',
  }),
} as const;
