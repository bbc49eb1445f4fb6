import { count, hex, quotedMessages, short } from '../words.js';
import { temporaryHelp } from './boot/temporary-files.js';
import { row } from './row.js';

/** Problems of the check with iasl. */
export const IASL_PROBLEMS = {
  'iasl/differs': row<{ of: string; offset: number; ours: string; theirs: string; only: boolean }>({
    severity: 'error',
    section: 'iasl',
    message: (f) =>
      `iasl compiles ${f.of} to other bytes; the ${f.only ? 'only' : 'first'} difference is at offset ${hex(f.offset)}: ${f.ours || 'nothing'} in the table, ${f.theirs || 'nothing'} from iasl`,
    help: () => "please report this bug if cppc-acpi made the table; iasl changes the bytes of some vendors' tables",
  }),
  'iasl/failed': row<{ what: string; why: string }>({
    severity: 'error',
    section: 'iasl',
    message: (f) => `iasl failed to ${f.what} the table: ${short(f.why, 120)}`,
    help: () => 'try another release of iasl, or use `--iasl off`',
  }),
  'iasl/missing': row<object>({
    severity: 'error',
    section: 'iasl',
    message: () => 'iasl is not in PATH; this command requires it',
    help: () => 'install it (Debian: acpica-tools), or use `--iasl off`',
  }),
  'iasl/no-temporary-files': row<{ folder: string; why: string; error: string }>({
    severity: 'error',
    section: 'observed: iasl reads files',
    message: (f) => `cannot write temporary files in ${short(f.folder)}: ${short(f.why)}`,
    help: (f) => temporaryHelp(f.error),
  }),
  'iasl/not-compared': row<{ of: string; messages: readonly string[] }>({
    severity: 'warning',
    section: 'iasl',
    message: (f) => `iasl cannot compile ${f.of} of the table, so nothing was compared: ${quotedMessages(f.messages)}`,
    help: () =>
      'run `cppc-acpi inspect FILE`, which reads the table without iasl; the failure says nothing about the table',
  }),
  'iasl/refused': row<{ what: string; messages: readonly string[] }>({
    severity: 'error',
    section: 'iasl',
    message: (f) => `iasl refuses to ${f.what} the table: ${quotedMessages(f.messages)}`,
    help: () => 'please report this bug if cppc-acpi made the table; else try another release of iasl',
  }),
  'iasl/registers-differ': row<{ disassembled: number; decoded: number }>({
    severity: 'error',
    section: 'iasl',
    message: (f) =>
      `iasl disassembles ${count(f.disassembled, 'Register')}; the table has ${f.decoded}: a descriptor is malformed`,
    help: () => 'write a Register descriptor as 82 0C 00, twelve bytes, and 79 00',
  }),
  'iasl/remarked': row<{ messages: readonly string[] }>({
    severity: 'warning',
    section: 'iasl',
    message: (f) => `iasl remarks on our ASL: ${quotedMessages(f.messages)}`,
    help: () => 'please report this bug; the bytes are correct',
  }),
  'iasl/rewrites': row<{ before: number; after: number }>({
    severity: 'note',
    section: 'observed: iasl writes the shortest integers and sizes, and its own External declarations',
    message: ({ before, after }) =>
      before === after
        ? `iasl encodes the same terms in ${after} bytes, of which some differ`
        : `iasl encodes the same terms in ${after} bytes instead of ${before}`,
    help: () => 'compare these tables by their terms, not by their bytes',
  }),
  'iasl/skipped': row<object>({
    severity: 'note',
    section: 'iasl',
    message: () => 'iasl is not in PATH; the check with iasl was skipped',
    help: () => 'install it (Debian: acpica-tools), or use `--iasl off`',
  }),
} as const;
