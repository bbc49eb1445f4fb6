import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lowestOf, numbersOf, readHost, withLevels } from '../../src/host/sysfs.js';
import type { Unread } from '../../src/host/tree.js';
import { cases } from '../support/cases.js';
import { filesOf, filesOfTable, treeOf } from './machines.js';

const CPU0 = 'devices/system/cpu/cpu0';
const NO_WRAPAROUND_TIME = '18446744073709551615';
const BAD_ADDRESS: Unread = { why: 'Bad address', missing: false };

/** Two cores of two threads: CPUs 0 and 2, 1 and 3. */
const SMALL = `cpu siblings highest_perf nominal_perf lowest_nonlinear_perf lowest_perf
0 0,2 236 131 40 15
1 1,3 196 131 40 15
2 0,2 236 131 40 15
3 1,3 196 131 40 15`;

function hostOf(changes: Readonly<Record<string, string | Unread | undefined>> = {}, table = SMALL) {
  const files = filesOfTable(table);
  for (const [path, content] of Object.entries(changes)) {
    if (content === undefined) files.delete(path);
    else files.set(path, content);
  }
  return withLevels(readHost(treeOf(files)));
}

test('sysfs: CPUs come in natural order, for any order of the folder', () => {
  const files = new Map([...filesOf('zen2-12-core')].reverse());
  const { value } = withLevels(readHost(treeOf(files)));
  assert.equal(
    [...(value?.online.keys() ?? [])],
    Array.from({ length: 24 }, (_, cpu) => cpu),
  );
});

test('sysfs: each of the nine files that means a number is read', () => {
  const { value } = withLevels(readHost(treeOf(filesOf('core-ultra-8p-12e'))));
  assert.equal(Object.fromEntries(value?.online.get(12)?.numbers ?? []), {
    highest_perf: 65n,
    nominal_perf: 33n,
    lowest_nonlinear_perf: 21n,
    lowest_perf: 1n,
    reference_perf: 39n,
    nominal_freq: 3300n,
    guaranteed_perf: 47n,
  });
});

const NUMBERS: readonly { name: string; key: string; content: string | Unread; value?: bigint; why?: string }[] = [
  { name: 'no wraparound time', key: 'wraparound_time', content: NO_WRAPAROUND_TIME },
  { name: 'a wraparound time', key: 'wraparound_time', content: '18446744073709551614', value: 2n ** 64n - 2n },
  { name: 'no lowest frequency', key: 'lowest_freq', content: '0' },
  { name: 'a lowest frequency', key: 'lowest_freq', content: '1', value: 1n },
  { name: 'no guaranteed level', key: 'guaranteed_perf', content: '0' },
  { name: 'an optional file that fails', key: 'nominal_freq', content: BAD_ADDRESS, why: 'Bad address' },
  { name: 'no number', key: 'nominal_freq', content: 'n/a', why: 'its content is "n/a", not a number' },
  { name: 'nothing', key: 'nominal_freq', content: '', why: 'it is empty' },
  { name: 'a negative number', key: 'nominal_freq', content: '-1', why: 'its content is "-1", not a number' },
  {
    name: 'past 64 bits',
    key: 'nominal_freq',
    content: '18446744073709551616',
    why: 'its content is 18446744073709551616, more than 64 bits',
  },
  { name: 'a level of 0', key: 'lowest_perf', content: '0', why: 'its content is 0, which means "not reported"' },
  { name: 'a level that fails', key: 'lowest_perf', content: BAD_ADDRESS, why: 'Bad address' },
];

cases('sysfs: one file', NUMBERS, ({ key, content, value, why }) => {
  const cpu = hostOf({ [`${CPU0}/acpi_cppc/${key}`]: content }).value?.online.get(0);
  assert.is(cpu?.numbers?.get(key as never), value);
  assert.equal(cpu?.unread, why === undefined ? [] : [{ key, why }]);
  assert.is(cpu?.numbers === undefined, why !== undefined && key === 'lowest_perf');
});

test('sysfs: a file that only newer kernels have may be missing without a diagnostic', () => {
  assert.equal(hostOf().value?.online.get(0)?.unread, []);
});

test('sysfs: siblings that have no folder are not there', () => {
  const { value } = hostOf({ [`${CPU0}/topology/thread_siblings_list`]: '0-3,7', 'devices/system/cpu/online': '0-7' });
  assert.equal(value?.online.get(0)?.siblings, [0, 1, 2, 3]);
});

test('sysfs: a CPU whose levels cannot be read has those of its sibling', () => {
  const { value } = hostOf({ [`${CPU0}/acpi_cppc/highest_perf`]: BAD_ADDRESS });
  assert.is(value && numbersOf(value, 0)?.get('highest_perf'), 236n);
  assert.is(value?.online.get(0)?.numbers, undefined);
});

test('sysfs: the lowest core is the one with the lowest highest_perf', () => {
  const { value } = hostOf();
  assert.is(value && lowestOf(value)?.cpu, 1);
});

const SIBLINGS: readonly { name: string; changes: Record<string, string | undefined>; siblings: number[] }[] = [
  { name: 'a list', changes: {}, siblings: [0, 2] },
  { name: 'a range', changes: { [`${CPU0}/topology/thread_siblings_list`]: '0-1\n' }, siblings: [0, 1] },
  {
    name: 'the newer name',
    changes: { [`${CPU0}/topology/thread_siblings_list`]: undefined, [`${CPU0}/topology/core_cpus_list`]: '0,3\n' },
    siblings: [0, 3],
  },
  { name: 'no file', changes: { [`${CPU0}/topology/thread_siblings_list`]: undefined }, siblings: [0] },
  { name: 'no list', changes: { [`${CPU0}/topology/thread_siblings_list`]: 'x' }, siblings: [0] },
  { name: 'itself left out', changes: { [`${CPU0}/topology/thread_siblings_list`]: '2' }, siblings: [0, 2] },
  { name: 'one of them offline', changes: { 'devices/system/cpu/online': '0-1,3\n' }, siblings: [0] },
];

cases('sysfs: siblings', SIBLINGS, ({ changes, siblings }) => {
  assert.equal(hostOf(changes).value?.online.get(0)?.siblings, siblings);
});

test('sysfs: CPUs that are offline are kept apart', () => {
  const { value } = hostOf({ 'devices/system/cpu/online': '0-2' });
  assert.equal([...(value?.online.keys() ?? [])], [0, 1, 2]);
  assert.equal([...(value?.offline ?? [])], [3]);
});

const ALIAS = 'devices/system/cpu/modalias';
const DRIVER = `${CPU0}/cpufreq/scaling_driver`;

cases(
  'sysfs: the vendor',
  [
    { name: 'Intel', changes: { [ALIAS]: 'cpu:type:x86,ven0000fam0006mod00B7:feature:,0000\n' }, vendor: 'intel' },
    { name: 'AMD', changes: { [ALIAS]: 'cpu:type:x86,ven0002fam001Amod0044:feature:,0000\n' }, vendor: 'amd' },
    { name: "Hygon's cores are AMD's", changes: { [ALIAS]: 'cpu:type:x86,ven0009fam0018mod0002:\n' }, vendor: 'amd' },
    { name: 'another vendor of x86', changes: { [ALIAS]: 'cpu:type:x86,ven000Afam0007mod005B:\n' }, vendor: undefined },
    { name: 'Arm', changes: { [ALIAS]: 'cpu:type:aarch64:feature:,0000\n' }, vendor: undefined },
    { name: "a copy with AMD's driver", changes: { [DRIVER]: 'amd-pstate-epp\n' }, vendor: 'amd' },
    { name: "a copy with Intel's driver", changes: { [DRIVER]: 'intel_cpufreq\n' }, vendor: 'intel' },
    { name: 'a driver of both', changes: { [DRIVER]: 'acpi-cpufreq\n' }, vendor: undefined },
    {
      name: 'modalias before the driver',
      changes: { [ALIAS]: 'cpu:type:x86,ven0002fam001Amod0044:', [DRIVER]: 'intel_pstate' },
      vendor: 'amd',
    },
    { name: 'neither', changes: {}, vendor: undefined },
  ],
  ({ changes, vendor }) => assert.is(hostOf(changes).value?.vendor, vendor),
);

test('sysfs: without a list all CPUs are online', () => {
  assert.is(hostOf({ 'devices/system/cpu/online': undefined }).value?.online.size, 4);
});

test('sysfs: skips folders that are not CPUs', () => {
  const { value } = hostOf({ 'devices/system/cpu/cpuidle/x': '', 'devices/system/cpu/cpu99999/x': '' }, SMALL);
  assert.is(value?.online.size, 4);
});

const NONE: readonly { name: string; files: ReadonlyMap<string, string | Unread>; message: string }[] = [
  { name: 'no CPUs', files: new Map(), message: 'found no CPUs' },
  {
    name: 'only what cpufreq says, which is a constant of amd_pstate',
    files: new Map([
      [`${CPU0}/cpufreq/amd_pstate_highest_perf`, '166\n'],
      [`${CPU0}/cpufreq/amd_pstate_prefcore_ranking`, '236\n'],
    ]),
    message: 'none of 1 CPU has acpi_cppc: Linux found no _CPC in the firmware',
  },
  {
    name: 'levels that fail',
    files: new Map([[`${CPU0}/acpi_cppc/highest_perf`, BAD_ADDRESS]]),
    message: 'no CPU has all four levels in acpi_cppc: cannot read highest_perf: Bad address',
  },
];

cases('sysfs: nothing to say', NONE, ({ files, message }) => {
  const { value, diagnostics } = withLevels(readHost(treeOf(files)));
  assert.is(value, undefined);
  assert.equal(
    diagnostics.map((one) => [one.code, one.message]),
    [['host/no-cppc', message]],
  );
});

test.run();
