import { count, short, some } from '../words.js';
import { row } from './row.js';

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
  'decompile/override-loses': row<{ table: string; lost: readonly string[] }>({
    severity: 'warning',
    section: 'Linux: acpi_table_initrd_override in drivers/acpi/tables.c',
    message: (f) => `${f.table} also has ${some(f.lost)}, which are lost if a table from the initrd replaces it`,
    help: () => "use GRUB's command `acpi`: it keeps the table of the firmware and puts yours in front of it",
  }),
  'decompile/override-whole': row<{ table: string }>({
    severity: 'warning',
    section: 'ACPICA: AE_ALREADY_EXISTS; Linux: acpi_table_initrd_override in drivers/acpi/tables.c',
    message: (f) => `${f.table} has both the processors and their _CPC: the table of this spec cannot replace those`,
    help: () =>
      "disassemble the firmware's table with `iasl -d`, write the numbers of this spec into its _CPC, raise its OEM revision, compile it, and load it from the initrd",
  }),
  'decompile/several-machines': row<{ inputs: readonly string[] }>({
    severity: 'error',
    message: (f) => `${some(f.inputs)} are not the tables of one machine`,
    help: () => 'give the files of one machine, or a folder with its tables',
  }),
} as const;
