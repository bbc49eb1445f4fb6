import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { reportOn } from '../../../src/host/report/host-report.js';
import { hostProblems } from '../../../src/host/report/problems.js';
import { readHost } from '../../../src/host/sysfs.js';
import { cases } from '../../support/cases.js';
import { filesOf, MACHINES, treeOf } from '../machines.js';

const CPUS = 'devices/system/cpu';
type Given = Readonly<Record<string, string>>;

/** A host of cores with these levels, one thread each, and more files. */
function hostOf(levels: readonly number[], more: Given = {}) {
  const files = new Map<string, string>();
  for (const [cpu, level] of levels.entries()) {
    const folder = `${CPUS}/cpu${cpu}`;
    const numbers = { highest_perf: level, nominal_perf: 100, lowest_nonlinear_perf: 50, lowest_perf: 10 };
    for (const [key, value] of Object.entries(numbers)) files.set(`${folder}/acpi_cppc/${key}`, `${value}\n`);
    files.set(`${folder}/topology/thread_siblings_list`, `${cpu}\n`);
  }
  for (const [path, text] of Object.entries(more)) files.set(path, text);
  const tree = treeOf(files);
  const report = reportOn(tree, readHost(tree));
  return { report, codes: hostProblems(report).map(({ code }) => code), problems: hostProblems(report) };
}

function l3(sizes: readonly string[]): Given {
  const files = sizes.map((size, cpu) => {
    const folder = `${CPUS}/cpu${cpu}/cache/index3`;
    return { [`${folder}/level`]: '3', [`${folder}/size`]: size, [`${folder}/shared_cpu_list`]: `${cpu}` };
  });
  return Object.assign({}, ...files);
}

const AMD = { [`${CPUS}/cpu0/cpufreq/scaling_driver`]: 'amd-pstate-epp\n' };
const INTEL = { [`${CPUS}/cpu0/cpufreq/scaling_driver`]: 'intel_pstate\n' };
const ARM = { [`${CPUS}/modalias`]: 'cpu:type:aarch64\n' };
const capacities = (...of: readonly number[]): Given =>
  Object.fromEntries(of.map((one, cpu) => [`${CPUS}/cpu${cpu}/cpu_capacity`, `${one}\n`]));
const rankings = (...of: readonly number[]): Given =>
  Object.fromEntries(of.map((one, cpu) => [`${CPUS}/cpu${cpu}/cpufreq/amd_pstate_prefcore_ranking`, `${one}\n`]));
const release = (text: string): Given => ({ 'proc/sys/kernel/osrelease': `${text}\n` });
const CPPC_OFF = { [`${CPUS}/cpu0/cpufreq/scaling_driver`]: 'cppc_cpufreq\n', [`${CPUS}/cpufreq/boost`]: '0\n' };

const SCHEDULERS: readonly { name: string; files: Given; ranks: boolean | undefined }[] = [
  { name: 'the switch of proc on', files: { ...AMD, 'proc/sys/kernel/sched_itmt_enabled': '1\n' }, ranks: true },
  { name: 'the switch of proc off', files: { ...AMD, 'proc/sys/kernel/sched_itmt_enabled': '0\n' }, ranks: false },
  { name: 'the switch of debugfs on', files: { ...INTEL, 'kernel/debug/x86/sched_itmt_enabled': 'Y\n' }, ranks: true },
  {
    name: 'the switch of debugfs off',
    files: { ...INTEL, 'kernel/debug/x86/sched_itmt_enabled': 'N\n' },
    ranks: false,
  },
  {
    name: 'a switch of no known value',
    files: { ...INTEL, 'proc/sys/kernel/sched_itmt_enabled': '?' },
    ranks: undefined,
  },
  { name: 'no switch up to 6.13', files: { ...INTEL, ...release('6.13.9') }, ranks: false },
  {
    name: 'no switch from 6.14 on: it may be hidden',
    files: { ...INTEL, ...release('6.14.0-arch1') },
    ranks: undefined,
  },
  { name: 'no switch and no release', files: INTEL, ranks: undefined },
  {
    name: 'a driver that does not rank',
    files: { [`${CPUS}/cpu0/cpufreq/scaling_driver`]: 'acpi-cpufreq' },
    ranks: false,
  },
  { name: 'prefcore disabled', files: { ...AMD, [`${CPUS}/amd_pstate/prefcore`]: 'disabled\n' }, ranks: false },
  {
    name: 'prefcore enabled',
    files: { ...AMD, [`${CPUS}/amd_pstate/prefcore`]: 'enabled\n', ...rankings(9, 8) },
    ranks: true,
  },
  {
    name: 'prefcore enabled, equal rankings',
    files: { ...AMD, [`${CPUS}/amd_pstate/prefcore`]: 'enabled\n', ...rankings(9, 9) },
    ranks: undefined,
  },
  { name: 'capacities of Arm that differ', files: { ...ARM, ...capacities(1024, 500) }, ranks: true },
  { name: 'capacities of Arm that are equal', files: { ...ARM, ...capacities(1024, 1024) }, ranks: false },
  { name: 'no capacities of Arm', files: ARM, ranks: undefined },
  {
    name: 'boost off with equal nominal levels',
    files: { ...ARM, ...capacities(1024, 500), ...CPPC_OFF, ...release('6.12.1') },
    ranks: false,
  },
  {
    name: 'the same before 6.10',
    files: { ...ARM, ...capacities(1024, 500), ...CPPC_OFF, ...release('6.9.1') },
    ranks: true,
  },
  {
    name: 'equal capacities of x86, as every kernel has',
    files: { ...AMD, ...capacities(1024, 1024) },
    ranks: undefined,
  },
];

cases('ranks', SCHEDULERS, ({ files, ranks }) => {
  const { report, codes } = hostOf([200, 150], files);
  assert.is(report.scheduler.ranks, ranks, report.scheduler.because);
  assert.is(codes.includes('host/ranks-unknown'), ranks === undefined);
  assert.is(codes.includes('host/not-ranked'), ranks === false);
});

const CACHES: readonly { name: string; levels: readonly number[]; sizes: readonly string[]; says?: RegExp }[] = [
  {
    name: 'by frequency',
    levels: [150, 200],
    sizes: ['98304K', '32768K'],
    says: /^core 0 has 96 MiB of L3, core 1 32 MiB; the firmware ranks by frequency/,
  },
  { name: 'by cache', levels: [200, 150], sizes: ['98304K', '32768K'], says: /; the firmware ranks by cache$/ },
  {
    name: 'by frequency, of three',
    levels: [200, 150, 250],
    sizes: ['98304K', '98304K', '32768K'],
    says: /by frequency/,
  },
  { name: 'neither', levels: [200, 100, 150], sizes: ['98304K', '98304K', '32768K'], says: /the ranking mixes them$/ },
  { name: 'equal sizes', levels: [200, 100], sizes: ['32768K', '32768K'] },
];

cases('L3', CACHES, ({ levels, sizes, says }) => {
  const found = hostOf(levels, { ...l3(sizes), ...AMD }).problems.find(({ code }) => code === 'host/l3-differs');
  if (says) assert.match(found?.message ?? '', says);
  else assert.is(found, undefined);
});

test('amd_x3d_mode is for AMD only', () => {
  const help = (more: Given) =>
    hostOf([1, 2], { ...l3(['98304K', '32768K']), ...more }).problems.find(({ code }) => code === 'host/l3-differs')
      ?.help;
  assert.match(help(AMD) ?? '', /amd_x3d_mode/);
  assert.not.match(help(ARM) ?? '', /amd/);
});

test('an offline CPU is reported, and not a core', () => {
  const { report, problems } = hostOf([200, 150, 100], { [`${CPUS}/online`]: '0,2\n' });
  assert.equal(
    report.cores.map(({ threads }) => threads),
    [[0], [2]],
  );
  assert.is(problems.find(({ code }) => code === 'host/offline')?.message, 'CPU 1 is offline: the report lacks it');
});

test('vendor, model and kernel from proc, as one line and bounded', () => {
  const cpuinfo = `processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel name\t: Ryzen\u001b[31m 9\u202E ${'x'.repeat(300)}\n`;
  const { report } = hostOf([200, 150], { 'proc/cpuinfo': cpuinfo, ...release('6.12.1-\u0007x') });
  assert.is(report.vendor, 'amd');
  assert.match(report.model ?? '', /^Ryzen\?\[31m 9\? x+$/);
  assert.is(report.model?.length, 80);
  assert.is(report.kernel, '6.12.1-?x');
});

test('parts of Arm cores, also unknown ones', () => {
  const midr = (text: string, cpu: number) => ({ [`${CPUS}/cpu${cpu}/regs/identification/midr_el1`]: `${text}\n` });
  const { report } = hostOf([1, 2, 3], {
    ...midr('0x00000000412fd050', 0),
    ...midr('0x00000000410fd850', 1),
    ...midr('0x00000000610f0250', 2),
  });
  assert.is(report.model, 'Cortex-A55, Cortex-X925, Arm part 0x25 of implementer 0x61');
});

test('files that exist and cannot be used are named', () => {
  const { problems } = hostOf([200, 150], {
    [`${CPUS}/cpu0/topology/die_id`]: '\u001b[2Jxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    [`${CPUS}/cpu1/cpu_capacity`]: '',
    [`${CPUS}/cpu1/topology/thread_siblings_list`]: 'x',
    [`${CPUS}/cpu1/cpufreq/cpuinfo_max_freq`]: '5 GHz',
    [`${CPUS}/online`]: 'all',
  });
  const texts = problems.filter(({ code }) => code === 'host/file-unread').map(({ message }) => message);
  assert.equal(texts, [
    'cannot read topology/die_id of CPU 0: its content is "?[2Jxxxxxxxxxxxxxxx…", not a number',
    'cannot read cpu_capacity of CPU 1: it is empty',
    'cannot read topology/thread_siblings_list of CPU 1: its content is "x", not a cpuset',
    'cannot read cpufreq/cpuinfo_max_freq of CPU 1: its content is "5 GHz", not a frequency in kHz',
    'cannot read online: its content is "all", not a cpuset',
  ]);
});

test('no CPUs: an error', () => {
  assert.equal(hostOf([]).codes, ['host/no-cppc']);
});

cases(
  'the machines of fixtures/hosts have no error',
  MACHINES.map((name) => ({ name })),
  ({ name }) => {
    const tree = treeOf(filesOf(name));
    const report = reportOn(tree, readHost(tree));
    assert.ok(report.cores.every(({ rank }) => rank !== undefined));
    assert.ok(hostProblems(report).every(({ severity }) => severity !== 'error'));
  },
);

test.run();
