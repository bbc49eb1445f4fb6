import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { LayoutName } from '../../grammar/spec-keys.js';
import { compile } from '../../src/compile.js';
import type { CpcTable, HostThreads, Processor } from '../../src/cpc/ir.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { processorStrings } from '../../src/emit/acpi-cppc.js';
import type { Pinned } from '../../src/host/init-request.js';
import { readOffsets } from '../../src/host/offset-ranges.js';
import { readPins } from '../../src/host/pins.js';
import { specFrom } from '../../src/host/spec-from.js';
import { readHost, withLevels } from '../../src/host/sysfs.js';
import type { Unread } from '../../src/host/tree.js';
import { readDomain } from '../../src/libvirt/domain-pins.js';
import { writeSpec } from '../../src/spec/write.js';
import { cases } from '../support/cases.js';
import { filesOf, filesOfTable, MACHINES, treeOf } from './machines.js';

const place = { file: '<command line>' };
const CPU = 'devices/system/cpu/cpu';

/** Three cores of two threads, of falling rank: CPUs 0 and 3, 1 and 4, 2 and 5. */
const SIX = `# modalias: cpu:type:x86,ven0002fam0019mod0061:feature:,0000,0001
cpu siblings highest_perf nominal_perf lowest_nonlinear_perf lowest_perf
0 0,3 236 131 40 15
1 1,4 226 131 40 15
2 2,5 196 131 40 15
3 0,3 236 131 40 15
4 1,4 226 131 40 15
5 2,5 196 131 40 15`;

interface Case {
  readonly machine?: string;
  /** Another table than that of a machine, and what its files become. */
  readonly table?: string;
  readonly changes?: Readonly<Record<string, string | Unread | undefined>>;
  readonly pin?: string;
  readonly domain?: string;
  readonly smt?: number;
  readonly offset?: string;
  readonly layout?: LayoutName;
}

interface Made {
  readonly text: string;
  readonly processors: readonly Processor[];
  readonly table?: CpcTable;
  /** Those of the host first, then those of the spec. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The spec that `init` would write, and what `build` makes of it. */
async function make(wanted: Case): Promise<Made> {
  const files = wanted.machine ? filesOf(wanted.machine) : filesOfTable(wanted.table ?? SIX);
  for (const [path, content] of Object.entries(wanted.changes ?? {})) {
    if (content === undefined) files.delete(path);
    else files.set(path, content);
  }
  const host = withLevels(readHost(treeOf(files)));
  const pinned = pinnedBy(wanted);
  const offsets = wanted.offset === undefined ? [] : readOffsets(wanted.offset, () => place);
  if (!host.value || 'why' in offsets) throw new Error('the case is wrong');
  const smt = wanted.smt === undefined ? {} : { smt: { threads: wanted.smt, place } };
  const request = {
    file: 'spec.toml',
    layout: wanted.layout ?? 'acpi-cppc',
    offsets,
    ...smt,
    ...(pinned && { pinned }),
  };
  const made = specFrom(host.value, request);
  const text = made.value ? writeSpec(made.value.spec, made.value.comments) : '';
  const compiled = text === '' ? { diagnostics: [] } : await compile({ text, file: 'spec.toml' });
  const diagnostics = [...made.diagnostics, ...compiled.diagnostics];
  const table = compiled.value?.table;
  return { text, diagnostics, processors: table?.processors ?? [], ...(table && { table }) };
}

function pinnedBy({ pin, domain }: Case): Pinned | undefined {
  if (domain !== undefined) return readDomain(`<domain>${domain}</domain>`, 'dom.xml').value;
  if (pin === undefined) return undefined;
  const words = pin.split(' ').map((word) => readPins(word, () => place));
  const pins = words.flatMap((one) => ('why' in one ? [] : one));
  return { from: 'pins', pins, vcpus: Math.max(...pins.map(({ vcpu }) => vcpu)) + 1, place };
}

/** What guests make of a host's numbers is theirs: many hosts say no frequencies. */
function codesOf({ diagnostics }: Made): string[] {
  return diagnostics.map((one) => one.code).filter((code) => !code.startsWith('guest/'));
}

const SEED_PINS = Array.from({ length: 16 }, (_, i) => `${2 * i}:${i},${2 * i + 1}:${i + 16}`).join(',');
const SEED_OFFSETS = '0..7=+40,8..15=-40,16..23=+40,24..31=-40';

/** What the device's own script makes of the same host, the same pins and the same offsets: worked out by hand. */
const SEED_STRINGS = [
  ['0:0:241:131:40:15', '1:0:241:131:40:15', '2:2:236:131:40:15', '3:2:236:131:40:15'],
  ['4:4:226:131:40:15', '5:4:226:131:40:15', '6:6:216:131:40:15', '7:6:216:131:40:15'],
  ['8:8:231:131:40:15', '9:8:231:131:40:15', '10:10:221:131:40:15', '11:10:221:131:40:15'],
  ['12:12:211:131:40:15', '13:12:211:131:40:15', '14:14:206:131:40:15', '15:14:206:131:40:15'],
  ['16:16:196:131:40:15', '17:16:196:131:40:15', '18:18:196:131:40:15', '19:18:196:131:40:15'],
  ['20:20:181:131:40:15', '21:20:181:131:40:15', '22:22:191:131:40:15', '23:22:191:131:40:15'],
  ['24:24:171:131:40:15', '25:24:171:131:40:15', '26:26:186:131:40:15', '27:26:186:131:40:15'],
  ['28:28:166:131:40:15', '29:28:166:131:40:15', '30:30:176:131:40:15', '31:30:176:131:40:15'],
].flat();

test('init: a 7950X3D with the pins and offsets of the seed gives what the script gives', async () => {
  const made = await make({ machine: '7950x3d-frequency', pin: SEED_PINS, smt: 2, offset: SEED_OFFSETS });
  assert.equal(made.diagnostics, []);
  assert.is(SEED_STRINGS.length, 32);
  assert.equal(made.table && processorStrings(made.table), SEED_STRINGS);
});

test('init: the offsets of the seed, one range for each die and thread, become two tables', async () => {
  const { text } = await make({ machine: '7950x3d-frequency', pin: SEED_PINS, offset: SEED_OFFSETS });
  const tables = text
    .split('[[offset]]')
    .slice(1)
    .map((table) => table.split('\n').slice(1, 3));
  assert.equal(tables, [
    ['host_threads = "0-7,16-23"', 'highest_perf = 40'],
    ['host_threads = "8-15,24-31"', 'highest_perf = -40'],
  ]);
});

test('init: the whole host is pinned as the seed pins it', async () => {
  const whole = await make({ machine: '7950x3d-frequency', offset: SEED_OFFSETS });
  assert.equal(whole.table && processorStrings(whole.table), SEED_STRINGS);
});

const ARM_CPU = { 'devices/system/cpu/cpu0/regs/identification/midr_el1': '0x00000000413fd0c1\n' };

test('init: an Arm host gives a guest without the MSRs of x86', async () => {
  const arm = await make({ machine: 'ampere-altra', layout: 'constant', changes: ARM_CPU });
  assert.is(arm.table?.machine, 'qemu-virt-aarch64');
  const spaces = arm.processors.flatMap(({ stated }) =>
    Object.values(stated).flatMap((one) => (one.kind === 'register' ? [one.register.spaceId] : [])),
  );
  assert.equal(new Set(spaces), new Set([1]));
  assert.equal(codesOf(arm).sort(), ['host/capacity', 'resolve/all-equal', 'resolve/machine-refuses-acpitable']);
  const unknown = await make({ machine: 'ampere-altra', layout: 'constant' });
  assert.is(unknown.table?.machine, 'qemu');
});

/** Like SIX, of another architecture, with frequencies. */
const BIG_LITTLE = `cpu siblings highest_perf nominal_perf lowest_nonlinear_perf lowest_perf nominal_freq lowest_freq reference_perf
0 0 236 131 40 15 3800 400 131
1 1 166 131 40 15 3800 400 131`;

const OTHER_ARCHITECTURES: readonly (Case & { readonly name: string; readonly is: string })[] = [
  { name: 'an ID register of Arm', changes: ARM_CPU, is: 'qemu-virt-aarch64' },
  {
    name: 'the modalias of Arm',
    changes: { 'devices/system/cpu/modalias': 'cpu:type:aarch64:feature:,0000' },
    is: 'qemu-virt-aarch64',
  },
  {
    name: 'the RHCT of RISC-V',
    changes: { 'firmware/acpi/tables/RHCT': { why: 'Permission denied', missing: false } },
    is: 'qemu-virt-riscv64',
  },
  {
    name: 'the device tree of RISC-V',
    changes: { 'devices/system/cpu/cpu0/of_node/compatible': 'sifive,u74\0riscv\0' },
    is: 'qemu-virt-riscv64',
  },
  {
    name: 'a copy of cpuinfo',
    changes: { 'proc/cpuinfo': 'processor\t: 0\nisa\t\t: rv64imafdc\n' },
    is: 'qemu-virt-riscv64',
  },
  { name: 'nothing', is: 'qemu' },
  { name: 'a domain of Arm', domain: domainOf('aarch64', 'virt-7.2'), is: 'qemu-virt-aarch64' },
  { name: 'a domain of RISC-V', domain: domainOf('riscv64', 'virt'), is: 'qemu-virt-riscv64' },
  { name: 'a domain of x86 on Arm', changes: ARM_CPU, domain: domainOf('x86_64', 'q35'), is: 'qemu' },
];

function domainOf(arch: string, machine: string): string {
  const pins = "<cputune><vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='1' cpuset='0'/></cputune>";
  return `<vcpu>2</vcpu>${pins}<os><type arch='${arch}' machine='${machine}'>hvm</type></os>`;
}

cases('init: the architecture shows in', OTHER_ARCHITECTURES, async ({ is, ...wanted }) => {
  const { table } = await make({ table: BIG_LITTLE, layout: 'constant', ...wanted });
  assert.is(table?.machine, is);
});

test('init: on Arm nominal_perf is highest_perf, and frequencies are in proportion', async () => {
  const { text, diagnostics } = await make({ table: BIG_LITTLE, layout: 'constant', changes: ARM_CPU });
  const numbers = [...text.matchAll(/^(highest_perf|nominal_perf|nominal_freq) += (\d+)/gm)].map(
    ([, key, value]) => `${key} ${value}`,
  );
  assert.equal(numbers, [
    'highest_perf 236',
    'nominal_perf 236',
    'nominal_freq 6846',
    'highest_perf 166',
    'nominal_perf 166',
    'nominal_freq 4815',
  ]);
  assert.not.match(text, /reference_perf|amd.pstate|host_vendor/);
  assert.match(diagnostics.map(({ message }) => message).join(), /cpu_capacity 1024 \(1 vCPU\) and 720 \(1 vCPU\)/);
});

test('init: frequencies that the host does not show come from cpufreq, else they are assumed', async () => {
  const table = SIX.replace(/^#.*\n/, '');
  const assumed = await make({ table, layout: 'constant', changes: ARM_CPU });
  assert.ok(codesOf(assumed).includes('host/frequency-assumed'));
  assert.ok(assumed.table);
  assert.match(assumed.text, /nominal_freq = 2000 /);
  const max = Object.fromEntries(
    [0, 1, 2, 3, 4, 5].map((cpu) => [`${CPU}${cpu}/cpufreq/cpuinfo_max_freq`, '3600000\n']),
  );
  const read = await make({ table, layout: 'constant', changes: { ...ARM_CPU, ...max } });
  assert.match(read.text, /nominal_freq += 3600 /);
});

test('init: on Arm an offset moves nominal_perf, too', async () => {
  const { text, table } = await make({
    table: BIG_LITTLE,
    layout: 'constant',
    changes: ARM_CPU,
    pin: '0:0,1:1',
    offset: '0=-40',
  });
  assert.match(text, /nominal_perf = 196\b/);
  assert.is(table?.processors[0]?.known.highest_perf, 196n);
});

const LAYOUTS: readonly LayoutName[] = ['acpi-cppc', 'constant', 'amd', 'intel-hwp', 'custom'];
const ALL_EQUAL = ['i7-14700k', 'ampere-altra', 'epyc-7702'];
const INTEL = ['275hx', 'core-ultra-8p-12e', 'i7-14700k'];
const UNEVEN = ['i7-14700k'];
const ABOVE_255 = ['ampere-altra', 'cix-sky1'];

const builds = MACHINES.flatMap((machine) =>
  LAYOUTS.map((layout) => ({ name: `${machine}, ${layout}`, machine, layout })),
);

cases('init: what is written builds', builds, async ({ machine, layout }) => {
  const made = await make({ machine, layout });
  const codes = new Set(codesOf(made));
  if (layout === 'custom') assert.ok(codes.delete('cpc/desired-missing'));
  if (layout === 'acpi-cppc' && ABOVE_255.includes(machine)) {
    assert.equal([...codes], ['host/level-too-high']);
    return;
  }
  const hasLevels = ['acpi-cppc', 'constant', 'custom'].includes(layout);
  assert.equal([...codes].sort(), [
    ...(INTEL.includes(machine) ? ['host/intel-host'] : []),
    ...(hasLevels && ALL_EQUAL.includes(machine) ? ['resolve/all-equal'] : []),
    ...(UNEVEN.includes(machine) ? ['resolve/uneven-threads'] : []),
  ]);
  assert.ok(made.processors.length > 0);
});

test('init: hybrid hosts have cores of different threads', async () => {
  const { processors, text } = await make({ machine: 'i7-14700k' });
  assert.is(processors.length, 28);
  assert.equal(
    processors.slice(14, 18).map(({ core, hostThreads }) => [core, hostThreads?.threads[0]]),
    [
      [7, 14],
      [7, 15],
      [8, 16],
      [9, 17],
    ],
  );
  assert.is(text.match(/^threads {6}= 1$/gm)?.length, 12);
});

test('init: what all cores share stands under [defaults], and nothing there twice', async () => {
  const { text } = await make({ machine: '275hx', layout: 'constant' });
  assert.match(text, /\[defaults\] .*\nlowest_perf = 1\n\n\[\[core\]\]/);
  assert.is(text.match(/^lowest_perf/gm)?.length, 1);
});

test('init: no wraparound time, no frequency of 0, no guaranteed_perf, except in comments', async () => {
  const { text } = await make({ machine: '275hx', layout: 'constant' });
  assert.not.match(text, /wraparound_time|lowest_freq|^guaranteed_perf/m);
  assert.match(text, /^# omitted: guaranteed_perf = 32$/m);
});

test('init: a number that the device has no place for stands in a comment', async () => {
  const { text } = await make({ machine: 'zen2-12-core' });
  assert.match(text, /^# omitted: reference_perf = 135, nominal_freq = 3801, lowest_freq = 550$/m);
});

test('init: the spec says neither where nor when it was made', async () => {
  const { text } = await make({ machine: '275hx' });
  assert.not.match(text, /\/sys\b|<command line>|spec\.toml|20\d\d-/);
});

const GROUPS: readonly (Case & {
  readonly name: string;
  readonly cores: readonly number[];
  readonly threads: readonly (number | string | undefined)[];
})[] = [
  { name: 'as the pins are siblings', pin: '0:0,1:3,2:1,3:4', cores: [0, 0, 1, 1], threads: [0, 3, 1, 4] },
  { name: 'pins that are not siblings', pin: '0:0,1:1,2:2', cores: [0, 1, 2], threads: [0, 1, 2] },
  { name: 'as --smt says', pin: '0:0,1:3,2:1,3:4', smt: 1, cores: [0, 1, 2, 3], threads: [0, 3, 1, 4] },
  { name: 'two vCPUs on one thread are two cores', pin: '0:0,1:0,2:1,3:1', cores: [0, 1, 2, 3], threads: [0, 0, 1, 1] },
  { name: 'pins in any order', pin: '3:4,0:0,2:1,1:3', cores: [0, 0, 1, 1], threads: [0, 3, 1, 4] },
  { name: 'siblings share their cpuset', pin: '0:0,3 1:0,3', cores: [0, 0], threads: ['0,3', '0,3'] },
  {
    name: 'vCPUs that move over whole cores are no siblings',
    pin: '0:0-1,3-4 1:0-1,3-4',
    cores: [0, 1],
    threads: ['0-1,3-4', '0-1,3-4'],
  },
  { name: 'the whole host', cores: [0, 0, 1, 1, 2, 2], threads: [0, 3, 1, 4, 2, 5] },
  { name: 'the whole host, one thread of each core', smt: 1, cores: [0, 1, 2], threads: [0, 1, 2] },
  {
    name: 'as the topology of a domain says',
    domain: `<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='1' cpuset='3'/></cputune><cpu><topology threads='2'/></cpu>`,
    cores: [0, 0],
    threads: [0, 3],
  },
];

cases('init: vCPUs make cores', GROUPS, async ({ cores, threads, ...wanted }) => {
  const { processors } = await make(wanted);
  assert.equal(
    processors.map(({ core }) => core),
    cores,
  );
  assert.equal(
    processors.map(({ hostThreads }) => pinOf(hostThreads)),
    threads,
  );
});

/** One host thread as a number, several as their cpuset. */
function pinOf(pin: HostThreads | undefined): number | string | undefined {
  return pin && pin.threads.length > 1 ? pin.text : pin?.threads[0];
}

test('init: a vCPU on unequal cores has the lowest of each number, and its offset by the lowest host thread', async () => {
  const changes = { [`${CPU}1/acpi_cppc/lowest_perf`]: '9', [`${CPU}4/acpi_cppc/lowest_perf`]: '9' };
  const made = await make({ changes, pin: '0:5,1-2 1:3,0', offset: '2,5=+7,1=+1', layout: 'constant' });
  assert.match(made.text, /^host_threads = \["1-2,5"\]$/m);
  assert.match(made.text, /^host_threads = \["0,3"\]$/m);
  assert.match(made.text, /^highest_perf = 196 +# 197 with the offset$/m);
  assert.equal(
    made.processors.map(({ known }) => [known.highest_perf, known.lowest_perf]),
    [
      [197n, 9n],
      [236n, 15n],
    ],
  );
});

test('init: 4,096 vCPUs on one set of 65,536 host threads', async () => {
  const { text, diagnostics } = await make({ domain: "<vcpu cpuset='0-65535'>4096</vcpu>", layout: 'constant' });
  assert.is(text.match(/^host_threads = \["0-65535"\]$/gm)?.length, 4096);
  assert.ok(diagnostics.some(({ code }) => code === 'host/pin-missing'));
});

const BAD_ADDRESS: Unread = { why: 'Bad address', missing: false };
const PINS = "<vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='1' cpuset='3'/>";

const REPORTED: readonly (Case & {
  readonly name: string;
  readonly codes: readonly string[];
  readonly message?: RegExp;
  readonly help?: RegExp;
  /** The text of host/level-too-high. */
  readonly level?: RegExp;
})[] = [
  { name: 'nothing', pin: '0:0,1:3,2:1,3:4', codes: [] },
  {
    name: 'a thread that the host does not have',
    pin: '0:0,1:6',
    codes: ['host/pin-missing'],
    message: /^vCPU 1 is pinned to host thread 6, which does not exist on this host$/,
  },
  {
    name: 'a thread that is offline',
    changes: { 'devices/system/cpu/online': '0-2,4-5' },
    pin: '0:0,1:3',
    codes: ['host/pin-missing'],
    message: /which is offline$/,
  },
  {
    name: 'a thread that is offline and one that does not exist',
    changes: { 'devices/system/cpu/online': '0-2,4-5' },
    pin: '0:0 1:3,6',
    codes: ['host/pin-missing'],
    message: /threads 3,6, which do not exist on this host$/,
  },
  {
    name: 'a vCPU without a pin',
    pin: '0:0,2:1',
    codes: ['host/vcpu-without-pin'],
    message: /^vCPU 1 has no pin,/,
  },
  {
    name: 'a core whose first vCPU has no pin, with a number that the device cannot hold',
    changes: { [`${CPU}3/acpi_cppc/highest_perf`]: '300', [`${CPU}0/acpi_cppc/highest_perf`]: '300' },
    pin: '1:3',
    smt: 2,
    codes: ['host/vcpu-without-pin', 'host/level-too-high'],
    level: /^highest_perf of CPU 3 reaches 300/,
  },
  {
    name: 'several vCPUs without a pin',
    pin: '0:0,4:1',
    codes: ['host/vcpu-without-pin'],
    message: /^vCPUs 1-3 have no pin, but/,
  },
  { name: 'a vCPU three times', pin: '0:0,0:1,0:2', codes: ['host/vcpu-pinned-twice'] },
  { name: 'a host thread twice', pin: '0:0,1:0,2:1', smt: 1, codes: ['resolve/host-thread-shared'] },
  {
    name: 'unequal cores in one cpuset',
    pin: '0:0-1 1:2',
    codes: ['host/pin-mixed'],
    message: /0-1, which have different highest_perf: 236 and 226$/,
  },
  {
    name: 'cores with another lowest level only in one cpuset',
    changes: Object.fromEntries([1, 4].map((cpu) => [`${CPU}${cpu}/acpi_cppc/highest_perf`, '236'])),
    table: SIX.replace('1 1,4 226 131 40 15', '1 1,4 226 131 40 12').replace(
      '4 1,4 226 131 40 15',
      '4 1,4 226 131 40 12',
    ),
    pin: '0:0-1 1:2',
    codes: ['host/pin-mixed'],
    message: /0-1, which have different lowest_perf: 15 and 12$/,
  },
  {
    name: 'one cpuset with unequal cores for two vCPUs is reported once',
    pin: '0:0-1 1:0-1',
    codes: ['host/pin-mixed', 'resolve/all-equal'],
    message: /^vCPUs 0 and 1 can run on host threads 0-1, which have/,
  },
  { name: 'siblings in one cpuset', pin: '0:0,3 1:1,4', codes: [] },
  {
    name: 'the vCPUs of a core on different cores',
    pin: '0:0,1:1,2:3,3:4',
    smt: 2,
    codes: ['host/core-across', 'host/core-across', 'resolve/all-equal'],
    message: /^vCPUs 0,1 are one guest core, but their host threads 0,1 belong to different cores$/,
  },
  {
    name: 'the vCPUs of a core apart',
    pin: '0:0,1:1,2:2,3:3,4:4,5:5',
    codes: ['host/core-divided', 'host/core-divided', 'host/core-divided'],
    message: /^vCPUs 0 and 3 run on one host core \(threads 0,3\), but belong to different guest cores$/,
  },
  {
    name: 'siblings that are cores of the guest',
    pin: '0:0,1:3',
    smt: 1,
    codes: ['host/core-divided', 'resolve/all-equal'],
  },
  { name: 'vCPUs that do not make cores', pin: '0:0,1:3,2:1', smt: 2, codes: ['host/smt-not-divisible'] },
  { name: 'more threads than the host has', smt: 3, codes: ['host/smt-above-host'] },
  {
    name: 'siblings that differ',
    changes: { [`${CPU}3/acpi_cppc/highest_perf`]: '231' },
    pin: '0:0,1:1',
    codes: ['host/siblings-differ'],
    message: /^threads 0,3 of one host core have different highest_perf: 236 and 231$/,
  },
  {
    name: 'siblings that differ, elsewhere',
    changes: { [`${CPU}3/acpi_cppc/highest_perf`]: '231' },
    pin: '0:1,1:2',
    codes: [],
  },
  {
    name: 'files that cannot be read',
    changes: { [`${CPU}0/acpi_cppc/highest_perf`]: BAD_ADDRESS, [`${CPU}3/acpi_cppc/highest_perf`]: BAD_ADDRESS },
    codes: ['host/cpu-unread'],
    message: /^cannot read highest_perf of CPUs 0,3: Bad address$/,
  },
  {
    name: 'a CPU without numbers',
    changes: Object.fromEntries(
      ['highest', 'nominal', 'lowest_nonlinear', 'lowest'].map((key) => [`${CPU}0/acpi_cppc/${key}_perf`, undefined]),
    ),
    codes: ['host/cpu-without-cppc'],
    message: /^CPU 0 has no acpi_cppc:/,
  },
  {
    name: 'an offset that is too much',
    offset: '0=+20',
    pin: '0:0,1:1',
    codes: ['host/offset-result'],
    message: /236 .* offset \+20 is 256; .* supports 1 to 255$/,
  },
  { name: 'the most that an offset may make', offset: '0=+19', pin: '0:0,1:1', codes: [] },
  {
    name: 'an offset that is too little',
    offset: '1=-226',
    pin: '0:0,1:1',
    codes: ['host/offset-result'],
    message: /is 0; /,
  },
  {
    name: 'an offset that is too much for the device only',
    offset: '0=+20',
    pin: '0:0,1:1',
    layout: 'constant',
    codes: ['host/offset-past-byte'],
  },
  {
    name: 'numbers that the device cannot hold',
    machine: 'ampere-altra',
    pin: '0:2,1:3',
    codes: ['host/level-too-high'],
    message: /^highest_perf of CPUs 2,3 reaches 300; layout "acpi-cppc" supports 1 to 255$/,
  },
  {
    name: 'an offset that is too much for many cores, the worst of them',
    offset: '0-2=+60',
    codes: ['host/offset-result'],
    message: /^highest_perf 236 of host thread 0/,
  },
  { name: 'an offset for no core', offset: '2=+1', pin: '0:0,1:1', codes: ['resolve/offset-unused'] },
  { name: 'an offset below the levels', offset: '0=-106', pin: '0:0,1:1', codes: ['cpc/level-order'] },
  {
    name: 'a domain without pins',
    domain: '<vcpu>2</vcpu>',
    codes: ['host/domain-without-pins', 'resolve/all-equal'],
  },
  {
    name: 'a domain without pins, with more cores than the host',
    domain: "<vcpu>6</vcpu><cpu><topology sockets='1' cores='6' threads='1'/></cpu>",
    codes: ['host/domain-without-pins', 'resolve/all-equal'],
    help: /such as `--smt 2 --pin 0:0,/,
  },
  {
    name: 'a pin for a vCPU that the domain does not have',
    domain: `<vcpu>1</vcpu><cputune>${PINS}</cputune>`,
    codes: ['host/pin-past-vcpus'],
    message: /^a pin names vCPU 1, but the domain has 1 vCPU, numbered from 0$/,
  },
  {
    name: 'a domain without a topology, whose pins are siblings',
    domain: `<vcpu>2</vcpu><cputune>${PINS}</cputune>`,
    codes: ['host/topology-differs'],
    message: /^cores of the domain have 1 thread \(no <topology>\), cores of the spec 2$/,
  },
  {
    name: 'a domain whose topology is overruled',
    domain: `<vcpu>2</vcpu><cputune>${PINS}</cputune><cpu><topology threads='2'/></cpu>`,
    smt: 1,
    codes: ['host/topology-differs', 'host/core-divided', 'resolve/all-equal'],
  },
  {
    name: 'a domain whose topology does not divide its vCPUs',
    domain: `<vcpu>3</vcpu><cputune>${PINS}</cputune><cpu><topology threads='2'/></cpu>`,
    codes: ['host/vcpu-without-pin', 'host/smt-not-divisible'],
  },
];

cases('init: reports', REPORTED, async ({ codes, message, help, level, ...wanted }) => {
  const made = await make(wanted);
  assert.equal(codesOf(made), codes);
  if (message) assert.match(made.diagnostics[0]?.message ?? '', message);
  if (help) assert.match(made.diagnostics[0]?.help ?? '', help);
  const tooHigh = made.diagnostics.find(({ code }) => code === 'host/level-too-high');
  if (level) assert.match(tooHigh?.message ?? '', level);
  const stops = made.diagnostics.some(({ severity }) => severity === 'error');
  assert.is(made.processors.length > 0, !stops);
});

const HEAD = 'cpu siblings highest_perf nominal_perf lowest_nonlinear_perf lowest_perf\n';

test('init: a core whose first CPU has neither numbers nor siblings is one all the same', async () => {
  const { text } = await make({ table: `${HEAD}0 0 - - - -\n1 0,1 236 131 40 15`, layout: 'constant' });
  assert.match(text, /^host_threads += \[0, 1\]/m);
});

test('init: threads that only one of them calls siblings are reported at the file of the other', async () => {
  const { diagnostics } = await make({ table: `${HEAD}0 0,1 236 131 40 15\n1 1 - - - -`, layout: 'constant' });
  const across = diagnostics.find(({ code }) => code === 'host/core-across');
  assert.equal(across?.place, { file: `/sys/${CPU}1/topology/thread_siblings_list` });
});

test('init: a core without a pin has the lowest numbers, and a comment names their CPU', async () => {
  const { processors, text } = await make({ pin: '0:0,5:1', smt: 2 });
  assert.equal(
    processors.map(({ known: levels }) => levels.highest_perf),
    [236n, 236n, 196n, 196n, 226n, 226n],
  );
  assert.match(text, /^\[\[core\]\] +# vCPUs 2,3, not pinned, numbers of host CPU 2, the lowest$/m);
  assert.match(text, /^\[\[core\]\] +# vCPUs 0,1, partly pinned$/m);
});

test('init: cores that no pin tells apart are one with a count', async () => {
  const { processors, text } = await make({ pin: '0:0,7:1', smt: 2 });
  assert.match(text, /vCPUs 2-5, not pinned, .*\nhighest_perf = 196\ncount {8}= 2\n/);
  assert.is(processors.length, 8);
});

test.run();
