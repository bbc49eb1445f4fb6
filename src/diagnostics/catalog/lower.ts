import { count, list } from '../words.js';
import { row } from './row.js';

/** Problems of turning a table into bytes. */
export const LOWER_PROBLEMS = {
  'lower/encoding-compact': row<{ encoding: string }>({
    severity: 'warning',
    message: (f) => `encoding "${f.encoding}" writes every register in its place: \`compact\` is not followed`,
    help: () => 'remove the key, or build with the encoding "iasl"',
  }),
  'lower/encoding-revision': row<{ encoding: string; revision: number; revisions: readonly number[] }>({
    severity: 'warning',
    section: 'coreboot: acpigen_write_CPPC_package; edk2: AmlCreateCpcNode',
    message: (f) =>
      `encoding "${f.encoding}" knows _CPC revision ${list(f.revisions.map(String), 'and')}; this table is revision ${f.revision}`,
    help: () => 'no firmware build has these bytes; use another revision, or another encoding',
  }),
  'lower/encoding-width': row<{ encoding: string; key: string; value: bigint; width: string }>({
    severity: 'warning',
    message: (f) => `${f.key} (${f.value}) does not fit the ${f.width} that encoding "${f.encoding}" writes`,
    help: () => 'it is written as wide as it needs, which no firmware build does',
  }),
  'lower/processor-too-large': row<{ bytes: number; maxTableBytes: number }>({
    severity: 'error',
    message: (f) => `a part with one processor has ${f.bytes} bytes; max_table_bytes is ${f.maxTableBytes}`,
    help: (f) => `a table is split between processors, not within: set max_table_bytes to ${f.bytes} or more`,
  }),
  'lower/split-too-late': row<{ bytes: number; maxTableBytes: number; mostBytes: number }>({
    severity: 'warning',
    section: 'QEMU: hw/acpi/core.c',
    message: (f) =>
      `a table has ${f.bytes} bytes, for max_table_bytes is ${f.maxTableBytes || '0 (never split)'}; QEMU takes at most ${f.mostBytes} per -acpitable`,
    help: (f) => `leave the key out to split at ${f.mostBytes}`,
  }),
  'lower/tables-past-64k': row<{ bytes: number; parts: number }>({
    severity: 'warning',
    section: 'QEMU: hw/acpi/core.c, "migration may not work"',
    message: (f) =>
      `${count(f.parts, 'table')} of ${f.bytes} bytes together: QEMU warns above 65536 that migration may not work`,
    help: () => 'compact = true names repeated registers once and makes the tables smaller',
  }),
  'lower/too-many-initrd-tables': row<{ parts: number; most: number }>({
    severity: 'warning',
    section: 'Linux: NR_ACPI_INITRD_TABLES in drivers/acpi/tables.c',
    message: (f) => `the table comes in ${f.parts} parts; Linux takes ${f.most} from an initrd and drops the rest`,
    help: () => 'raise max_table_bytes',
  }),
} as const;
