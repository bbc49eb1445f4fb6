// The guest's scheduler follows the table: busy loops settle on the best cores, in any order of the cores.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bootGuest, guestNeeds } from '../support/guest.js';
import { testWith } from '../support/outside.js';
import { bootText, specText } from './spec-text.js';

const ORDERS: readonly (readonly number[])[] = [
  [166, 236, 176, 206],
  [236, 206, 176, 166],
  [166, 176, 206, 236],
  [176, 166, 236, 206],
];

for (const highestPerf of ORDERS) {
  testWith(guestNeeds('6.12'), `busy loops take the best cores of ${highestPerf.join(', ')}`, async () => {
    const { booted } = await bootText(specText({ highestPerf }), '6.12', { busyLoops: 2 });
    const { observation } = booted;
    assert.equal([...observation.ranking.values()], highestPerf.map(String));
    assert.equal([booted.itmt, booted.ranked], ['on', true]);
    assert.equal(observation.drivers, ['amd-pstate']);
    const [one, two] = observation.report.busy;
    assert.equal(levelsOf(one?.vcpus, highestPerf), [236]);
    assert.equal(levelsOf(two?.vcpus, highestPerf), [236, 206]);
  });
}

testWith(guestNeeds('6.12'), 'two threads of a core count once: each loop has a core of its own', async () => {
  const { booted } = await bootText(specText({ highestPerf: [166, 236], threads: 2 }), '6.12', { busyLoops: 2 });
  const [one, two] = booted.observation.report.busy;
  assert.equal([...booted.observation.ranking.values()], ['166', '166', '236', '236']);
  assert.equal(levelsOf(one?.vcpus, [166, 166, 236, 236]), [236]);
  assert.equal(levelsOf(two?.vcpus, [166, 166, 236, 236]), [236, 166]);
});

testWith(guestNeeds('6.12'), 'control: without the table there is no ranking, and the loops still run', async () => {
  const report = await bootGuest({ kernel: '6.12', append: 'amd_pstate=passive', busyLoops: 2 });
  assert.is(report.cpus.size, 0);
  assert.equal(
    [...report.files.keys()].filter((file) => file.includes('prefcore_ranking')),
    [],
  );
  assert.match(report.log, 'the _CPC object is not present in SBIOS');
  assert.equal(
    report.busy.map(({ vcpus }) => vcpus.length),
    [1, 2],
  );
});

test.run();

/** highest_perf where the loops are, the best first. */
function levelsOf(vcpus: readonly number[] = [], highestPerf: readonly number[]): (number | undefined)[] {
  return vcpus.map((vcpu) => highestPerf[vcpu]).sort((a = 0, b = 0) => b - a);
}
