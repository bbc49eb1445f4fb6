import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CpcTable } from '../../src/cpc/ir.js';
import { sizeProblems } from '../../src/lower/sizes.js';
import { CONSTANT, lineOf, resolved } from '../resolve/specs.js';
import { cases } from '../support/cases.js';

const TOO_LARGE = 'lower/processor-too-large at table.max_table_bytes';
const TOO_LATE = 'lower/split-too-late at table.max_table_bytes';
const PAST_64K = 'lower/tables-past-64k at table.max_table_bytes';
const TOO_MANY = 'lower/too-many-initrd-tables at table.max_table_bytes';

// QEMU hw/acpi/core.c; Linux drivers/acpi/tables.c, NR_ACPI_INITRD_TABLES.
cases(
  'lengths of finished tables',
  [
    { name: 'as long as they may be', most: 1000, lengths: [1000], says: [] },
    { name: 'one byte longer', most: 1000, lengths: [10, 1001], says: [TOO_LARGE] },
    { name: 'any length without a limit', most: 0, lengths: [60_000], says: [] },
    { name: 'as long as QEMU takes', most: 0, lengths: [65_535], says: [] },
    { name: 'one byte longer than QEMU takes', most: 0, lengths: [65_536], says: [TOO_LATE] },
    { name: 'a limit past what QEMU takes', most: 65_536, lengths: [65_535], says: [] },
    { name: 'longer than a limit that QEMU takes', most: 65_535, lengths: [65_536], says: [TOO_LARGE] },
    { name: 'as long as such a limit', most: 65_536, lengths: [65_536], says: [TOO_LATE] },
    { name: 'longer than QEMU takes, not for QEMU', machine: 'xen', most: 0, lengths: [65_536], says: [] },
    { name: 'together as long as QEMU likes', most: 65_535, lengths: [65_535, 1], says: [] },
    { name: 'one byte more', most: 65_535, lengths: [65_535, 2], says: [PAST_64K] },
    { name: 'one byte more, not for QEMU', machine: 'xen', most: 65_535, lengths: [65_535, 2], says: [] },
    { name: 'as many as Linux keeps', most: 1000, lengths: Array(64).fill(1000), says: [] },
    { name: 'one more than Linux keeps', most: 1000, lengths: Array(65).fill(1000), says: [TOO_MANY] },
  ] as const,
  async ({ most, lengths, says, ...more }) => {
    const { table } = await resolved(CONSTANT);
    const machine = 'machine' in more ? more.machine : 'qemu';
    const problems = sizeProblems({ ...table, machine, maxTableBytes: most } as CpcTable, lengths, 'spec.toml');
    assert.equal(problems.map(lineOf), [...says]);
  },
);

test.run();
