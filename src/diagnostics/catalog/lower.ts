import { count, list } from '../words.js';
import { row } from './row.js';

/** Problems of encoding a table. */
export const LOWER_PROBLEMS = {
  'lower/encoding-compact': row<{ encoding: string }>({
    severity: 'warning',
    message: (f) => `encoding "${f.encoding}" writes every register in place and ignores \`compact\``,
    help: () => 'remove the key, or build with the encoding "iasl"',
  }),
  'lower/encoding-revision': row<{ encoding: string; revision: number; revisions: readonly number[] }>({
    severity: 'warning',
    section: 'coreboot: acpigen_write_CPPC_package; edk2: AmlCreateCpcNode',
    message: (f) =>
      `encoding "${f.encoding}" supports _CPC revision ${list(f.revisions.map(String), 'and')}; this table is revision ${f.revision}`,
    help: () => 'use another revision, or another encoding; no firmware build writes these bytes',
  }),
  'lower/encoding-width': row<{ encoding: string; key: string; value: bigint; width: string }>({
    severity: 'warning',
    message: (f) => `${f.key} (${f.value}) does not fit the ${f.width} that encoding "${f.encoding}" writes`,
    help: () => 'use a smaller value; this one is written wider, as no firmware build does',
  }),
  'lower/processor-too-large': row<{ bytes: number; maxTableBytes: number }>({
    severity: 'error',
    message: (f) => `a part with one processor has ${f.bytes} bytes; max_table_bytes is ${f.maxTableBytes}`,
    help: (f) => `set max_table_bytes to ${f.bytes} or more; a table is split only between processors`,
  }),
  'lower/split-too-late': row<{ bytes: number; maxTableBytes: number; mostBytes: number }>({
    severity: 'warning',
    section: 'QEMU: hw/acpi/core.c',
    message: (f) =>
      `a table has ${f.bytes} bytes and max_table_bytes is ${f.maxTableBytes || '0 (never split)'}; QEMU accepts at most ${f.mostBytes} per -acpitable`,
    help: (f) => `remove the key to split at ${f.mostBytes}`,
  }),
  'lower/tables-past-64k': row<{ bytes: number; parts: number }>({
    severity: 'warning',
    section: 'QEMU: hw/acpi/core.c, "migration may not work"',
    message: (f) =>
      `${count(f.parts, 'table')} with ${f.bytes} bytes in total; above 65536 bytes QEMU warns that migration may not work`,
    help: () => 'set compact = true to write repeated registers once',
  }),
  'lower/too-many-initrd-tables': row<{ parts: number; most: number }>({
    severity: 'warning',
    section: 'Linux: NR_ACPI_INITRD_TABLES in drivers/acpi/tables.c',
    message: (f) => `the table has ${f.parts} parts; Linux loads at most ${f.most} from an initrd and ignores the rest`,
    help: () => 'raise max_table_bytes',
  }),
} as const;
