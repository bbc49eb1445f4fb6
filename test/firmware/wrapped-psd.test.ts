// A `_PSD` whose outer Package is missing: ACPICA adds it (acpi_ns_wrap_with_package), so every reader agrees.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { machineFacts } from '../../src/firmware/facts.js';
import { psdDomainOf } from '../../src/inspect/psd.js';
import { cpc, judged, name, pack, problemsOf, readTable } from './packages.js';

const psd = pack(5n, 0n, 4n, 0xfdn, 2n);
const table = readTable(
  ['\\C000', '\\C001'].flatMap((path) => [name(`${path}._CPC`, cpc()), name(`${path}._PSD`, psd)]),
);

test('check warns once, for both processors', () => {
  const problems = problemsOf(table);
  assert.equal(
    problems.map(({ code, severity }) => [code, severity]),
    [['firmware/psd-not-nested', 'warning']],
  );
  assert.match(problems[0]?.message ?? '', '\\C000._PSD and 1 more: ');
});

test('Linux reads it', () => {
  const { because } = judged('linux-6.12', table);
  assert.not(because.includes('guest/linux-psd'));
});

test('Windows takes the two processors for one domain', () => {
  const other = readTable([
    name('\\C000._CPC', cpc({ highest_perf: 200n })),
    name('\\C000._PSD', psd),
    name('\\C001._CPC', cpc({ highest_perf: 150n })),
    name('\\C001._PSD', psd),
  ]);
  assert.ok(judged('windows11', other).because.includes('guest/windows-siblings'));
});

test('inspect shows its domain', () => {
  const [first] = machineFacts([table]).psd;
  assert.ok(first);
  const { domain, coordType, numProcessors } = psdDomainOf(first);
  assert.equal([domain, coordType, numProcessors], [4n, 'SW_ANY', 2n]);
});

test.run();
