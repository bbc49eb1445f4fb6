import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loopsBegun, readReport } from '../../src/boot/report.js';
import { madeUpReport, rawReport } from './made-up-report.js';

test('a report has the files, the CPUs, the loops and the log', () => {
  const more = '==== busy 1\nsettled 1\n==== busy 2\nmoving 1 0\n';
  const log = '[    0.1] ACPI BIOS Error (bug): Could not resolve\n[    0.2] ACPI: fine';
  const report = madeUpReport({ more, log, online: '0-1,3' });
  assert.equal(report?.online, [0, 1, 3]);
  assert.equal([...(report?.cpus.keys() ?? [])], [0, 1]);
  assert.is(report?.cpus.get(1)?.['highest_perf'], '166');
  assert.is(report?.cpus.get(1)?.['amd_pstate_prefcore_ranking'], undefined);
  assert.equal(report?.busy, [
    { loops: 1, vcpus: [1], settled: true },
    { loops: 2, vcpus: [1, 0], settled: false },
  ]);
  assert.equal(report?.logLines.acpiErrors, ['[    0.1] ACPI BIOS Error (bug): Could not resolve']);
});

test('a report without its end is none', () => {
  const raw = rawReport();
  assert.is(readReport(raw.slice(0, raw.lastIndexOf('====')), {}), undefined);
  assert.is(readReport('', {}), undefined);
});

test('a mark inside a line of the log begins nothing', () => {
  const report = madeUpReport({ log: '[    0.1] a ==== end b\n[    0.2] last' });
  assert.match(report?.log ?? '', /last$/);
});

test('CPU 10 comes behind CPU 9', () => {
  const highest = Array.from({ length: 12 }, (_, i) => String(100 + i));
  assert.equal([...(madeUpReport({ highest })?.cpus.keys() ?? [])], [...highest.keys()]);
});

test('loops that began are counted before their place is known', () => {
  assert.is(loopsBegun('==== /x\n1\n'), undefined);
  assert.is(loopsBegun('==== /x\n1\n==== busy 1\nsettled 0\n==== busy 2\n'), 2);
});

test.run();
