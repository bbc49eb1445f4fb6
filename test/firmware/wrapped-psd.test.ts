// A `_PSD` whose outer Package is missing: ACPICA adds it (acpi_ns_wrap_with_package), so every reader agrees.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lift } from '../../src/firmware/lift.js';
import { namespaceOf } from '../../src/firmware/namespace.js';
import { firmwareProblems } from '../../src/firmware/rules/rules.js';
import { judgeGuest } from '../../src/guest/judge.js';
import { subjectOfFirmware } from '../../src/guest/subject.js';
import { psdDomainOf } from '../../src/inspect/psd.js';
import { cpc, name, pack, readBack } from './packages.js';

const psd = pack(5n, 0n, 4n, 0xfdn, 2n);
const terms = readBack(
  ['\\C000', '\\C001'].flatMap((path) => [name(`${path}._CPC`, cpc()), name(`${path}._PSD`, psd)]),
);
const lifted = lift([terms], (node) => node.term);
const namespace = namespaceOf([terms]);

test('check warns once, for both processors', () => {
  const problems = firmwareProblems([{ file: 'x.aml', terms }], lifted);
  assert.equal(
    problems.map(({ code, severity }) => [code, severity]),
    [['firmware/psd-not-nested', 'warning']],
  );
  assert.match(problems[0]?.message ?? '', '\\C000._PSD and 1 more: ');
});

test('Linux reads it', () => {
  const { because } = judgeGuest('linux-6.12', subjectOfFirmware(lifted, namespace, { whole: false }));
  assert.not(because.includes('guest/linux-psd'));
});

test('Windows takes the two processors for one domain', () => {
  const other = readBack([
    name('\\C000._CPC', cpc({ highest_perf: 200n })),
    name('\\C000._PSD', psd),
    name('\\C001._CPC', cpc({ highest_perf: 150n })),
    name('\\C001._PSD', psd),
  ]);
  const subject = subjectOfFirmware(
    lift([other], (node) => node.term),
    namespaceOf([other]),
    { whole: false },
  );
  assert.ok(judgeGuest('windows11', subject).because.includes('guest/windows-siblings'));
});

test('inspect shows its domain', () => {
  const [first] = lifted.psd;
  assert.ok(first);
  const { domain, coordType, numProcessors } = psdDomainOf(first);
  assert.equal([domain, coordType, numProcessors], [4n, 'SW_ANY', 2n]);
});

test.run();
