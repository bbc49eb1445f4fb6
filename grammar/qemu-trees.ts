import type { Architecture, MachineName } from './machines.js';

interface TreeRow {
  readonly machine: MachineName;
  readonly architecture: Architecture;
  /** The folders of QEMU's machines that have these processors, in the folder of the architecture. */
  readonly folders: readonly string[];
  /** The same in trees before QEMU 9.1, which have no folders of architectures. */
  readonly formerFolders: readonly string[];
}

/** Where bios-tables-test looks for expected tables. QEMU: `arch` and `machine` in tests/qtest/bios-tables-test.c. */
export const QEMU_TREES = [
  { machine: 'qemu', architecture: 'x86', folders: ['pc', 'q35'], formerFolders: ['pc', 'q35'] },
  { machine: 'qemu-virt-aarch64', architecture: 'aarch64', folders: ['virt'], formerFolders: ['virt'] },
  { machine: 'qemu-virt-riscv64', architecture: 'riscv64', folders: ['virt'], formerFolders: [] },
] as const satisfies readonly TreeRow[];

/** The folder of expected tables in a QEMU tree (data_dir in tests/qtest/bios-tables-test.c). */
export const EXPECTED_TABLES = 'tests/data/acpi';

/** The list of expected tables that may differ, each a C string with a comma behind it. */
export const ALLOWED_DIFFERENCES = 'tests/qtest/bios-tables-test-allowed-diff.h';
