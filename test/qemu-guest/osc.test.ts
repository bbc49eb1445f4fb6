// Which CPU models need an `_OSC`: what `check --guest` predicts, and what the booted kernel does.

import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bootGuest, guestNeeds, inTemporaryFolder } from '../support/guest.js';
import { testWith } from '../support/outside.js';
import { accepted, compileTo, cpc, GOOD, OSC, processor, psd, verdictsOf } from './asl-tables.js';

interface Case {
  readonly name: string;
  readonly cpuModel: string;
  readonly osc: boolean;
}

const CASES: readonly Case[] = [
  { name: 'an Intel model without _OSC', cpuModel: 'Skylake-Server', osc: false },
  { name: 'an Intel model with _OSC', cpuModel: 'Skylake-Server', osc: true },
  { name: 'Zen 4 without _OSC', cpuModel: 'EPYC-Milan,model=97', osc: false },
  { name: 'Zen 3 without _OSC', cpuModel: 'EPYC-Milan', osc: false },
  { name: 'Zen 2 without _OSC', cpuModel: 'EPYC-Rome', osc: false },
  { name: 'Zen 1 without _OSC', cpuModel: 'EPYC', osc: false },
];

for (const { name, cpuModel, osc } of CASES) {
  testWith([...guestNeeds('6.12'), 'iasl'], `Linux 6.12 on ${name} does what check predicts`, async () => {
    await inTemporaryFolder(async (folder) => {
      await compileTo(folder, 'osc', OSC);
      await compileTo(folder, 'good', processor(0, `${cpc(GOOD)}\n${psd()}`));
      const files = osc ? ['good.aml', 'osc.aml'] : ['good.aml'];
      const acpiTables = files.map((file) => join(folder, file));
      const report = await bootGuest({ kernel: '6.12', cpuModel, acpiTables, smp: '1' });
      const verdicts = await verdictsOf(['6.12'], files, folder, ['--cpu', cpuModel]);
      assert.is(verdicts['linux-6.12'] !== 'refused', accepted(report, 0));
    });
  });
}

test.run();
