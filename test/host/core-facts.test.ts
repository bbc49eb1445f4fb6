import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { coreFactsOf, coreKinds } from '../../src/host/core-facts.js';

const treeOf = (files: Readonly<Record<string, string>>) => ({
  name: 'sysfs',
  names: () => [],
  read: (file: string) => files[file] ?? { why: 'it does not exist', missing: true },
});
const CPU = 'devices/system/cpu/cpu3';

test('L3, driver and ranking of a CPU', () => {
  const tree = treeOf({
    [`${CPU}/cache/index0/level`]: '1\n',
    [`${CPU}/cache/index3/level`]: '3\n',
    [`${CPU}/cache/index3/size`]: '98304K\n',
    [`${CPU}/cache/index3/shared_cpu_list`]: '0-7,16-23\n',
    [`${CPU}/cpufreq/scaling_driver`]: 'amd-pstate-epp\n',
    [`${CPU}/cpufreq/amd_pstate_prefcore_ranking`]: '189\n',
  });
  assert.equal(coreFactsOf(tree, 3), {
    l3: { sharedBy: '0-7,16-23', bytes: 100_663_296 },
    driver: 'amd-pstate-epp',
    ranking: 189,
    unread: [],
  });
});

test('a driver name with control characters is not one', () => {
  assert.equal(coreFactsOf(treeOf({ [`${CPU}/cpufreq/scaling_driver`]: 'a\u001b[31m' }), 3), {
    unread: [{ file: 'cpufreq/scaling_driver', why: 'its content is "a?[31m", not the name of a driver' }],
  });
});

test('kinds of the CPUs of a hybrid processor', () => {
  const tree = treeOf({ 'devices/cpu_core/cpus': '0-1\n', 'devices/cpu_atom/cpus': '2\n' });
  assert.equal(
    [...coreKinds(tree)],
    [
      [0, 'performance'],
      [1, 'performance'],
      [2, 'efficiency'],
    ],
  );
});

test.run();
