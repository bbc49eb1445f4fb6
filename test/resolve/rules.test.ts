import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { problems, resolved } from './specs.js';

interface Row {
  readonly name: string;
  readonly text: string;
  /** Every problem, in order. */
  readonly says: readonly string[];
}

/** Two cores: the second is fine, and worse than the first. */
function constant(core: string, registers = 'layout = "constant"', head = ''): string {
  return `${head}[registers]\n${registers}\n[[core]]\n${core}\n[[core]]
highest_perf = 4\nnominal_perf = 3\nlowest_nonlinear_perf = 2\nlowest_perf = 1\n`;
}

const levels = (
  highest: bigint | number,
  nominal: bigint | number,
  nonlinear: bigint | number,
  lowest: bigint | number,
) =>
  `highest_perf = ${highest}\nnominal_perf = ${nominal}\nlowest_nonlinear_perf = ${nonlinear}\nlowest_perf = ${lowest}\n`;

const U32 = 0xffff_ffffn;
const U64 = 0xffff_ffff_ffff_ffffn;

// ACPI 6.6 §8.4.6.1.1
const ORDER: readonly Row[] = [
  { name: 'levels that fall', text: constant(levels(40, 30, 20, 10)), says: [] },
  { name: 'levels that are equal', text: constant(levels(7, 7, 7, 7)), says: [] },
  {
    name: 'nominal above highest by one',
    text: constant(levels(30, 31, 20, 10)),
    says: ['cpc/level-order at core.0.nominal_perf'],
  },
  {
    name: 'lowest nonlinear above nominal by one',
    text: constant(levels(40, 30, 31, 10)),
    says: ['cpc/level-order at core.0.lowest_nonlinear_perf'],
  },
  {
    name: 'lowest above lowest nonlinear by one',
    text: constant(levels(40, 30, 20, 21)),
    says: ['cpc/level-order at core.0.lowest_perf'],
  },
  {
    name: 'all of them upside down',
    text: constant(levels(1, 2, 3, 4)),
    says: ['nominal_perf', 'lowest_nonlinear_perf', 'lowest_perf'].map((key) => `cpc/level-order at core.0.${key}`),
  },
  {
    name: 'levels that answer for each other where one is a register',
    text: constant(
      `highest_perf = 5\nnominal_perf = 9\n[core.registers]\nlowest_perf = 6\nlowest_nonlinear_perf = "none"`,
    ),
    says: [
      'cpc/mandatory-entry-missing at core.0.registers.lowest_nonlinear_perf',
      'cpc/level-order at core.0.nominal_perf',
    ],
  },
  {
    name: 'the device with nominal above highest',
    text: constant(levels(30, 31, 20, 10), ''),
    says: ['cpc/level-order at core.0.nominal_perf'],
  },
];

const inDefaults = (defaults: string, core: string) =>
  `[registers]\nlayout = "constant"\n[defaults]\n${defaults}[[core]]\n${core}`;

const ORDER_PLACES: readonly Row[] = [
  {
    name: 'both under [defaults]: the lower one',
    text: inDefaults('nominal_perf = 9\nlowest_nonlinear_perf = 10\nlowest_perf = 1\n', 'highest_perf = 20\n'),
    says: ['cpc/level-order at defaults.lowest_nonlinear_perf'],
  },
  {
    name: 'the upper one of the core, the lower one under [defaults]',
    text: inDefaults('nominal_perf = 9\nlowest_nonlinear_perf = 2\nlowest_perf = 1\n', 'highest_perf = 8\n'),
    says: ['cpc/level-order at core.0.highest_perf'],
  },
  {
    name: 'the lower one of the core, the upper one under [defaults]',
    text: inDefaults('highest_perf = 8\nlowest_nonlinear_perf = 2\nlowest_perf = 1\n', 'nominal_perf = 9\n'),
    says: ['cpc/level-order at core.0.nominal_perf'],
  },
];

cases('checks the order of levels', [...ORDER, ...ORDER_PLACES], says);

const ZERO: readonly Row[] = [
  { name: 'one is the least level', text: constant(levels(40, 30, 1, 1)), says: [] },
  { name: 'lowest_perf 0', text: constant(levels(40, 30, 1, 0)), says: ['cpc/level-zero at core.0.lowest_perf'] },
  {
    name: 'highest_perf 0, and all with it',
    text: constant(levels(0, 0, 0, 0)),
    says: [
      ...['highest_perf', 'nominal_perf', 'lowest_nonlinear_perf', 'lowest_perf'].map(
        (key) => `cpc/level-zero at core.0.${key}`,
      ),
    ],
  },
  {
    name: 'reference_perf 0',
    text: constant(`${levels(40, 30, 20, 10)}reference_perf = 0`),
    says: ['resolve/reference-zero at core.0.reference_perf'],
  },
  { name: 'reference_perf 1', text: constant(`${levels(40, 30, 20, 10)}reference_perf = 1`), says: [] },
  {
    name: 'a level that [core.registers] makes 0',
    text: constant(`${levels(40, 30, 20, 10).replace('lowest_perf = 10', '')}[core.registers]\nlowest_perf = 0`),
    says: ['cpc/level-zero at core.0.registers.lowest_perf'],
  },
];

cases('levels of zero', ZERO, says);

const WIDE: readonly Row[] = [
  { name: 'the device takes 255', text: constant(levels(255, 255, 255, 255), ''), says: [] },
  {
    name: 'the device does not take 256',
    text: constant(levels(256, 255, 255, 255), ''),
    says: ['resolve/device-level-too-high at core.0.highest_perf'],
  },
  { name: 'constant takes 256', text: constant(levels(256, 255, 255, 255)), says: [] },
  { name: 'constant takes 2600000', text: constant(levels(2600000, 255, 255, 255)), says: [] },
  { name: '2^32-1 on a machine of 32 bits', text: constant(levels(U32, 1, 1, 1)), says: [] },
  {
    name: '2^32 on a machine of 32 bits',
    text: constant(levels(U32 + 1n, 1, 1, 1)),
    says: ['cpc/integer-past-32-bits at core.0.highest_perf'],
  },
  {
    name: '2^32 on a machine of 64 bits: Linux keeps 32 of them',
    text: constant(levels(U32 + 1n, 1, 1, 1), undefined, '[guest]\nmachine = "xen"\n'),
    says: ['cpc/integer-past-32-bits at core.0.highest_perf'],
  },
  {
    name: 'frequencies, too',
    text: constant(
      `${levels(9, 3, 2, 1)}nominal_freq = 4294967296\nlowest_freq = 1`,
      undefined,
      '[guest]\nmachine = "xen"\n',
    ),
    says: ['cpc/integer-past-32-bits at core.0.nominal_freq', 'cpc/frequency-unit at core.0.nominal_freq'],
  },
  {
    name: 'a level of 2^64-1',
    text: constant(levels(U64, 1, 1, 1)),
    says: ['cpc/integer-past-32-bits at core.0.highest_perf'],
  },
  {
    name: 'a wraparound time of 2^32 s on a machine of 64 bits',
    text: constant(`${levels(9, 3, 2, 1)}wraparound_time = 4294967296`, undefined, '[guest]\nmachine = "xen"\n'),
    says: [],
  },
  {
    name: 'a wraparound time of 2^32 s on a machine of 32 bits',
    text: constant(`${levels(9, 3, 2, 1)}wraparound_time = 4294967296`),
    says: ['cpc/integer-past-32-bits at core.0.wraparound_time'],
  },
  {
    name: 'a wraparound time of 2^64-2 s',
    text: constant(`${levels(9, 3, 2, 1)}wraparound_time = ${U64 - 1n}`),
    says: ['cpc/integer-past-32-bits at core.0.wraparound_time'],
  },
  {
    name: 'a wraparound time of 2^64-1 s is what sysfs shows for none',
    text: constant(`${levels(9, 3, 2, 1)}wraparound_time = ${U64}`),
    says: ['cpc/wraparound-unsupported at core.0.wraparound_time'],
  },
];

cases('numbers that are too wide', WIDE, says);

const FREQUENCIES: readonly Row[] = [
  {
    name: 'lowest below nominal',
    text: constant(`${levels(9, 3, 2, 1)}lowest_freq = 400\nnominal_freq = 401`),
    says: [],
  },
  {
    name: 'lowest equal to nominal',
    text: constant(`${levels(9, 3, 2, 1)}lowest_freq = 400\nnominal_freq = 400`),
    says: [],
  },
  {
    name: 'lowest above nominal',
    text: constant(`${levels(9, 3, 2, 1)}lowest_freq = 401\nnominal_freq = 400`),
    says: ['cpc/frequency-order at core.0.lowest_freq'],
  },
  { name: 'one of them alone', text: constant(`${levels(9, 3, 2, 1)}lowest_freq = 401`), says: [] },
  {
    name: 'two frequencies for one level',
    text: constant(`${levels(9, 1, 1, 1)}lowest_freq = 400\nnominal_freq = 401`),
    says: ['cpc/frequency-slope at core.0.lowest_freq'],
  },
  {
    name: 'one frequency for one level',
    text: constant(`${levels(9, 1, 1, 1)}lowest_freq = 400\nnominal_freq = 400`),
    says: [],
  },
  {
    name: 'two frequencies for levels that are one apart',
    text: constant(`${levels(9, 2, 1, 1)}lowest_freq = 400\nnominal_freq = 401`),
    says: [],
  },
  { name: 'the lowest frequency alone', text: constant(`${levels(9, 1, 1, 1)}lowest_freq = 401`), says: [] },
  { name: 'the nominal frequency alone', text: constant(`${levels(9, 1, 1, 1)}nominal_freq = 401`), says: [] },
  {
    name: 'one frequency of 0',
    text: constant(`${levels(9, 1, 1, 1)}lowest_freq = 0\nnominal_freq = 401`),
    says: ['cpc/frequency-zero at core.0.lowest_freq'],
  },
  {
    name: 'both frequencies are 0',
    text: constant(`${levels(9, 1, 1, 1)}lowest_freq = 0\nnominal_freq = 0`),
    says: [],
  },
  {
    name: 'the highest MHz',
    text: constant(`${levels(9, 2, 1, 1)}lowest_freq = 400\nnominal_freq = 100000`),
    says: [],
  },
  {
    name: 'kHz',
    text: constant(`${levels(9, 2, 1, 1)}lowest_freq = 400000\nnominal_freq = 3600000`),
    says: ['cpc/frequency-unit at core.0.lowest_freq'],
  },
  {
    name: 'kHz beside MHz, in the right order',
    text: constant(`${levels(9, 2, 1, 1)}lowest_freq = 400000\nnominal_freq = 3600`),
    says: ['cpc/frequency-unit at core.0.lowest_freq'],
  },
];

cases('frequencies', FREQUENCIES, says);

const NONE = 'highest_perf = "none"';

const MANDATORY: readonly Row[] = [
  { name: 'what a layout leaves out is not missing', text: constant(levels(9, 3, 2, 1)), says: [] },
  {
    name: 'perf_limited, without which every guest works',
    text: constant(levels(9, 3, 2, 1), 'layout = "constant"\nperf_limited = "none"'),
    says: [],
  },
  {
    name: 'a level that is removed',
    text: constant(`${levels(9, 3, 2, 1).replace('highest_perf = 9', '')}[core.registers]\n${NONE}`),
    says: ['cpc/mandatory-entry-missing at core.0.registers.highest_perf'],
  },
  {
    name: 'desired_perf, where the guest selects',
    text: constant(levels(9, 3, 2, 1), 'layout = "constant"\ndesired_perf = "none"'),
    says: ['cpc/desired-missing at registers.desired_perf'],
  },
  {
    name: 'desired_perf, where selection is always autonomous',
    text: constant(levels(9, 3, 2, 1), 'layout = "constant"\ndesired_perf = "none"\nautonomous_selection = 1'),
    says: [],
  },
  {
    name: 'desired_perf, where selection is never autonomous',
    text: constant(levels(9, 3, 2, 1), 'layout = "constant"\ndesired_perf = "none"\nautonomous_selection = 0'),
    says: ['cpc/desired-missing at registers.desired_perf'],
  },
  {
    name: 'optional entries may be removed',
    text: constant(levels(9, 3, 2, 1), 'layout = "constant"\nenable = "none"\nmin_perf = "none"\nmax_perf = "none"'),
    says: [],
  },
  {
    name: 'custom with nothing: once for two cores',
    text: '[registers]\nlayout = "custom"\n[[core]]\n[[core]]',
    says: ['cpc/all-null at registers.layout'],
  },
];

cases('mandatory entries', MANDATORY, says);

const priority = (count: number) =>
  constant(
    levels(9, 3, 2, 1),
    `layout = "constant"\nresource_priority = [{ resources = [0], enable_value = 0, enable_register = "none", count = ${count}, register = "none" }]`,
    '[table]\ncpc_revision = 4\n',
  );

const TABLE: readonly Row[] = [
  { name: 'a priority of 2 orders something', text: priority(2), says: [] },
  {
    name: 'a priority of 1 orders nothing',
    text: priority(1),
    says: ['cpc/priority-count at registers.resource_priority.0.count'],
  },
  {
    name: 'revision 4 without its entries',
    text: constant(levels(9, 3, 2, 1), undefined, '[table]\ncpc_revision = 4\n'),
    says: ['resolve/revision-not-needed at table.cpc_revision'],
  },
  {
    name: 'revision 4 with one of its entries in one of two cores',
    text: `${constant(levels(9, 3, 2, 1), undefined, '[table]\ncpc_revision = 4\n')}[core.registers]
ospm_nominal_perf = { space = "SystemIO", bit_width = 8, bit_offset = 0, access_size = "Byte", address = 0x520 }\n`,
    says: [],
  },
  {
    name: 'revision 3 without them',
    text: constant(levels(9, 3, 2, 1), undefined, '[table]\ncpc_revision = 3\n'),
    says: [],
  },
  {
    name: 'two cores that are equal',
    text: constant(levels(4, 3, 2, 1)),
    says: ['resolve/all-equal at core.0.highest_perf'],
  },
  { name: 'one core alone', text: `[registers]\nlayout = "constant"\n[[core]]\n${levels(4, 3, 2, 1)}`, says: [] },
  {
    name: 'one core of two threads',
    text: `[guest]\nthreads_per_core = 2\nhost_vendor = "intel"\n[registers]\nlayout = "constant"\n[[core]]\n${levels(4, 3, 2, 1)}`,
    says: [],
  },
  {
    name: 'one core, twice',
    text: `[registers]\nlayout = "constant"\n[[core]]\ncount = 2\n${levels(4, 3, 2, 1)}`,
    says: ['resolve/all-equal at core.0.highest_perf'],
  },
  {
    name: 'two cores of the device that are equal',
    text: constant(levels(4, 3, 2, 1), ''),
    says: ['resolve/all-equal at core.0.highest_perf'],
  },
  { name: 'two cores with unknown levels', text: '[registers]\nlayout = "amd"\n[[core]]\n[[core]]', says: [] },
  {
    name: 'a machine that refuses tables',
    text: constant(levels(9, 3, 2, 1), undefined, '[guest]\nmachine = "qemu-virt-aarch64"\n'),
    says: ['resolve/machine-refuses-acpitable at guest.machine'],
  },
  {
    name: 'the device on Arm',
    text: `[guest]\nmachine = "qemu-virt-aarch64"\n[registers]\nlayout = "acpi-cppc"\n[[core]]\n${levels(9, 3, 2, 1)}`,
    says: ['resolve/machine-refuses-acpitable at guest.machine', 'resolve/device-architecture at registers.layout'],
  },
  {
    name: 'an MSR on RISC-V, of which it knows none',
    text: `[guest]\nmachine = "qemu-virt-riscv64"\nos = ["linux-7.2"]\n[registers]\nlayout = "custom"\nenable = { space = "FFixedHW", bit_width = 32, bit_offset = 0, access_size = "DWord", address = 0xE7 }\n[[core]]\n${levels(9, 9, 2, 1)}`,
    says: [
      'cpc/desired-missing at registers.layout',
      'cpc/riscv-form at registers.enable',
      'cpc/riscv-type at registers.enable',
      'resolve/machine-refuses-acpitable at guest.machine',
    ],
  },
  ...['x86', 'aarch64'].map((architecture) => ({
    name: `Cloud Hypervisor on ${architecture}`,
    text: constant(
      levels(9, 3, 2, 1),
      undefined,
      `[guest]\nmachine = "cloud-hypervisor"\narchitecture = "${architecture}"\n`,
    ),
    says: [],
  })),
  {
    name: 'Cloud Hypervisor on riscv64',
    text: constant(levels(9, 3, 2, 1), undefined, '[guest]\nmachine = "cloud-hypervisor"\narchitecture = "riscv64"\n'),
    says: ['resolve/architecture at guest.architecture'],
  },
  {
    name: 'a machine that is not QEMU',
    text: constant(levels(9, 3, 2, 1), undefined, '[guest]\nmachine = "cloud-hypervisor"\n'),
    says: [],
  },
];

cases('the table as a whole', TABLE, says);

async function says({ text, says }: Row): Promise<void> {
  assert.equal(await problems(text), says);
}

test('a value under [defaults] is wrong once, however many cores take it', async () => {
  const text = `[registers]\nlayout = "constant"\n[defaults]\nlowest_perf = 0\nnominal_perf = 1\nlowest_nonlinear_perf = 1
[[core]]\nhighest_perf = 1\n[[core]]\nhighest_perf = 2\n[[core]]\nhighest_perf = 3`;
  assert.equal(await problems(text), ['cpc/level-zero at defaults.lowest_perf']);
});

test('severity: what contradicts itself is an error, what a guest dislikes a warning', async () => {
  const { diagnostics } = await resolved(
    constant(levels(1, 2, 0, 0), 'layout = "constant"\ndesired_perf = "none"', '[table]\ncpc_revision = 4\n'),
  );
  assert.equal(
    diagnostics.map(({ code, severity }) => `${severity} ${code}`),
    [
      'warning cpc/desired-missing',
      'error cpc/level-zero',
      'error cpc/level-zero',
      'error cpc/level-order',
      'note resolve/revision-not-needed',
    ],
  );
});

test.run();
