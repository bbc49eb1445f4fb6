// A guest on an Intel CPU model ignores a _CPC without _OSC; our tables have it.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { guestNeeds } from '../support/guest.js';
import { testWith } from '../support/outside.js';
import { bootText, reads, specText } from './spec-text.js';

const HIGHEST_PERF = [166, 236];
const ON_INTEL = { cpuModel: 'Skylake-Server', append: 'dyndbg="file cppc_acpi.c +p"' } as const;

testWith(guestNeeds('6.12'), 'with our _OSC an Intel guest reads the table', async () => {
  const tried = await bootText(specText({ highestPerf: HIGHEST_PERF }), '6.12', ON_INTEL);
  assert.equal(reads(tried, 'highest_perf'), HIGHEST_PERF.map(String));
  assert.equal(tried.codes, ['boot/counters-unreadable', 'boot/not-ranked']);
});

testWith(guestNeeds('6.12'), 'without _OSC an Intel guest refuses the table, and boot reports the reason', async () => {
  const text = specText({ highestPerf: HIGHEST_PERF, table: ['objects = ["_CPC", "_PSD"]'] });
  const tried = await bootText(text, '6.12', ON_INTEL);
  assert.equal(reads(tried, 'highest_perf'), [undefined, undefined]);
  assert.equal(tried.codes, ['boot/no-cpc', 'boot/not-ranked']);
  assert.match(tried.diagnostics[0]?.message ?? '', 'the _CPC of vCPUs 0 and 1: CPPC v2 _OSC not acked');
});

test.run();
