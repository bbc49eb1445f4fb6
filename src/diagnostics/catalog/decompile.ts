import { count, short, some } from '../words.js';
import { row } from './row.js';

const OVERRIDE = 'Linux: acpi_table_initrd_override in drivers/acpi/tables.c';

/** Ways to load a changed copy of the firmware's table. */
const CHANGED = {
  initrd: 'raise its OEM revision, compile it with `iasl`, and load that from the initrd',
  // GRUB compares no revisions of a DSDT.
  dsdt: "compile it with `iasl`, and load that with GRUB's command `acpi`",
  // GRUB puts each table in front of those before it.
  exclude:
    "compile it with `iasl`, and give GRUB's command `acpi --exclude=SSDT` all SSDTs of the machine, the last one first, and this one in its place",
  twins:
    'raise its OEM revision, compile it with `iasl`, and load that from the initrd, behind copies of the earlier tables with higher revisions',
} as const;

function changedTable(by: keyof typeof CHANGED): string {
  return `disassemble the firmware's table with \`iasl -d\`, write your numbers into its _CPC, ${CHANGED[by]}; \`decompile\` without --override shows its numbers as a spec`;
}

/** Problems of decompiling tables to a spec, and of comparing tables. */
export const DECOMPILE_PROBLEMS = {
  'decompile/changed': row<{ messages: readonly string[] }>({
    severity: 'warning',
    message: (f) =>
      `\`build\` refuses values of the firmware, so the spec has others: ${short(f.messages[0] ?? '', 160)}${f.messages.length > 1 ? `, and ${count(f.messages.length - 1, 'more change')}` : ''}`,
    help: () => 'the first lines of the spec name each change; write the right values there',
  }),
  'decompile/no-processor': row<{ packages: readonly string[] }>({
    severity: 'error',
    message: (f) =>
      f.packages.length === 0
        ? 'there is no _CPC package to decompile'
        : `no processor's _CPC returns the ${count(f.packages.length, 'package')} ${short(some(f.packages), 120)}`,
    help: () =>
      'the _CPC objects may be in another table: name a folder or an acpidump with all tables; `inspect` shows these',
  }),
  'decompile/override-grub': row<{ why: string }>({
    severity: 'note',
    section: 'GRUB: grub-core/commands/acpi.c',
    message: (f) => `GRUB's command \`acpi\` does not help here: ${f.why}`,
    help: () => 'load the table from the initrd',
  }),
  'decompile/override-incomplete': row<object>({
    severity: 'warning',
    message: () => 'there is no DSDT among the tables: others of the machine can keep the new table from taking effect',
    help: () => 'give all tables of the machine: as root, the folder /sys/firmware/acpi/tables',
  }),
  'decompile/override-initrd': row<{ table: string; why: string; afterCopies: boolean }>({
    severity: 'warning',
    section: OVERRIDE,
    message: (f) => `Linux does not replace ${f.table} by a table from the initrd: ${f.why}`,
    help: (f) =>
      f.afterCopies
        ? 'put copies of the earlier tables, with higher OEM revisions, in front of it in the archive: docs/linux.md, "Tables of the same OEM ids"'
        : "load the table with GRUB's command `acpi`",
  }),
  'decompile/override-loses': row<{ table: string; lost: readonly string[]; grub: boolean }>({
    severity: 'warning',
    section: OVERRIDE,
    message: (f) => `${f.table} also has ${some(f.lost)}, which are lost if a table from the initrd replaces it`,
    help: (f) =>
      f.grub
        ? "use GRUB's command `acpi`: it keeps the table of the firmware and puts yours in front of it"
        : changedTable('initrd'),
  }),
  'decompile/override-whole': row<{ table: string; why: string; grub: string; by: keyof typeof CHANGED }>({
    severity: 'error',
    section: OVERRIDE,
    message: (f) =>
      `no other table can take the place of the _CPC of ${f.table}. From the initrd: ${f.why}. By GRUB: ${f.grub}`,
    help: (f) => changedTable(f.by),
  }),
  'decompile/several-machines': row<{ inputs: readonly string[] }>({
    severity: 'error',
    message: (f) => `${some(f.inputs)} are not the tables of one machine`,
    help: () => 'give the files of one machine, or a folder with its tables',
  }),
} as const;
