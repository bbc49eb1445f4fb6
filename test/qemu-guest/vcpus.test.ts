// Guests with more and with fewer vCPUs than the spec, and tables from the initrd.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { guestNeeds } from '../support/guest.js';
import { testWith } from '../support/outside.js';
import { bootText, reads, specText } from './spec-text.js';

const TEXT = specText({ highestPerf: [166, 236, 176, 206] });

testWith(guestNeeds('6.12'), 'a vCPU that the table does not have keeps amd-pstate off', async () => {
  const tried = await bootText(TEXT, '6.12', { vcpus: 5 });
  assert.equal(reads(tried, 'highest_perf'), ['166', '236', '176', '206', undefined]);
  assert.equal(tried.booted.observation.drivers, []);
  assert.equal(tried.codes, ['boot/more-vcpus', 'boot/counters-unreadable', 'boot/not-ranked']);
  assert.match(tried.diagnostics.at(-1)?.message ?? '', 'the _CPC object is not present in SBIOS');
});

testWith(guestNeeds('6.12'), 'a processor that --smp leaves out is no error, though Linux logs it', async () => {
  const tried = await bootText(TEXT, '6.12', { vcpus: 2 });
  assert.equal(reads(tried, 'highest_perf'), ['166', '236']);
  assert.equal([...tried.booted.observation.ranking.values()], ['166', '236']);
  assert.equal(tried.codes, ['boot/fewer-vcpus', 'boot/counters-unreadable']);
  for (const name of ['C002', 'C003'])
    assert.match(tried.booted.observation.report.logLines.acpiErrors.join('\n'), name);
});

testWith(guestNeeds('6.12'), 'tables from the initrd work as tables from the firmware do', async () => {
  const tried = await bootText(TEXT, '6.12', { byInitrd: true });
  assert.equal(reads(tried, 'highest_perf'), ['166', '236', '176', '206']);
  assert.equal([...tried.booted.observation.ranking.values()], ['166', '236', '176', '206']);
  assert.match(tried.booted.observation.report.log, 'found in initrd');
});

test.run();
