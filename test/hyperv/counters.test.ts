import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import { countersExplained, exitBudget } from '../../src/hyperv/counters.js';
import { cases } from '../support/cases.js';
import { type HypervChoice, hypervCodes, hypervText } from './specs.js';

// Numbers: linux-kvm list, December 2024, and two more.
cases(
  'cycles of an RDMSR exit',
  [
    { name: '2 GHz, HZ=250, 0.01 %', mhz: 2000n, ticks: 250, cycles: 400, exits: 500 },
    { name: '2 GHz, HZ=1000, 0.01 %', mhz: 2000n, ticks: 1000, cycles: 100, exits: 2000 },
    { name: '4.2 GHz, HZ=250, 0.01 %', mhz: 4200n, ticks: 250, cycles: 840, exits: 500 },
    { name: '2 GHz, HZ=250, one read, 1 %', mhz: 2000n, ticks: 250, reads: 1, part: 100, cycles: 80_000, exits: 250 },
  ],
  ({ mhz, ticks, reads, part, cycles, exits }) => {
    assert.equal(exitBudget(mhz, ticks, reads, part), { ticks, exits, cycles });
  },
);

test('the explanation has the numbers and every condition', () => {
  const text = countersExplained().join('\n');
  for (const words of [
    'At 2000 MHz',
    'Linux 6.17',
    '1:1',
    'migration',
    'TSC scaling on Intel',
    'share the counters',
    'side channel',
  ])
    assert.ok(text.includes(words), words);
  assert.match(text, /^ +250 +500 +400$/m);
  assert.match(text, /^ +1000 +2000 +100$/m);
  assert.match(countersExplained(4200n).join('\n'), /^ +250 +500 +840$/m);
});

const MSR = 'layout = "constant"\ncounters = "msr"';

cases(
  'reports the cost of the counters',
  [
    { name: 'where the spec chose MSRs', hyperv: '', registers: MSR, reported: true },
    {
      name: 'with [hyperv], where MSRs are the default',
      hyperv: 'relaxed = true',
      registers: 'layout = "constant"',
      reported: true,
    },
    { name: 'not as a default', hyperv: '', registers: 'layout = "constant"', reported: false },
    {
      name: 'not for the PM timer',
      hyperv: 'relaxed = true',
      registers: 'layout = "constant"\ncounters = "pm-timer"',
      reported: false,
    },
    {
      name: 'not without counters',
      hyperv: 'relaxed = true',
      registers: 'layout = "constant"\ncounters = "none"',
      reported: false,
    },
  ] satisfies (HypervChoice & { name: string; reported: boolean })[],
  async ({ reported, ...choice }) => {
    assert.is((await hypervCodes(choice)).includes('hyperv/counters'), reported);
  },
);

cases(
  'the cost of the counters has the numbers of the spec',
  [
    {
      name: 'nothing pinned',
      hyperv: 'relaxed = true',
      pins: ['', ''],
      words:
        /at 2000 MHz allows each read 400 cycles at HZ=250 and 100 cycles at HZ=1000.*; in this spec, no vCPU is pinned$/,
    },
    { name: 'pinned', hyperv: 'relaxed = true', pins: ['1', '2'], words: /1:1 pins and no migration$/ },
    {
      name: 'migrating',
      hyperv: 'relaxed = true\nmigration = true',
      pins: ['1', '2'],
      words: /; in this spec, migration = true$/,
    },
  ],
  async ({ words, hyperv, pins }) => {
    const { diagnostics } = await compile({ text: hypervText({ hyperv, pins, registers: MSR }), file: 'spec.toml' });
    assert.match(diagnostics.find(({ code }) => code === 'hyperv/counters')?.message ?? '', words);
  },
);

test.run();
