import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { integer } from '../../src/aml/integer.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { cpc, device, msr, NULL, name, tableWith } from '../firmware/packages.js';
import { bytesOf, cppcAcpi, inScratch } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const OTHER = bytesOf(join(FIXTURES, 'reject/scratch/no-cpc.hex'));

test('inspect: people see each entry', async () => {
  await inScratch(async (cwd) => {
    const { status, stdout, stderr } = await cppcAcpi(['inspect', 'good.aml'], { cwd });
    assert.is(status, 0);
    assert.is(stderr, '');
    assert.match(stdout, /^good\.aml: SSDT "\w+" "[^"]+", revision 2, \d+ bytes, checksum ok\n/);
    assert.match(stdout, / {2}2 {2}highest_perf /);
    assert.match(stdout, /_PSD domain {2}coordination {2}processors/);
  });
});

test('inspect --json: one object, also where nothing can be read', async () => {
  await inScratch(async (cwd) => {
    const good = await cppcAcpi(['inspect', '--json', 'good.aml'], { cwd });
    const { schema, tables, diagnostics } = JSON.parse(good.stdout);
    assert.equal([schema, tables.length, diagnostics], [2, 1, []]);
    assert.is(tables[0].source, 'good.aml');
    const bad = await cppcAcpi(['inspect', '--json', 'absent.aml'], { cwd });
    assert.is(bad.status, 1);
    assert.equal(JSON.parse(bad.stdout).tables, []);
  });
});

test('inspect: a folder is read with its dynamic/ and without its data/ and static tables', async () => {
  await inScratch(async (cwd) => {
    for (const folder of ['t', 't/dynamic', 't/data']) mkdirSync(join(cwd, folder));
    for (const file of ['t/SSDT10', 't/SSDT2', 't/dynamic/SSDT11', 't/data/SSDT12'])
      writeFileSync(join(cwd, file), OTHER);
    writeFileSync(join(cwd, 't/FACP'), Uint8Array.from([...Buffer.from('FACP'), ...OTHER.subarray(4)]));
    const { stdout } = await cppcAcpi(['inspect', '--json', 't'], { cwd });
    const sources = JSON.parse(stdout).tables.map((table: { source: string }) => table.source);
    assert.equal(sources, ['t/SSDT2', 't/SSDT10', 't/dynamic/SSDT11']);
  });
});

test('inspect: standard input', async () => {
  await inScratch(async (cwd) => {
    const { stdout, status } = await cppcAcpi(['inspect', '-'], { cwd, input: OTHER });
    assert.is(status, 0);
    assert.match(stdout, /^<stdin>: SSDT /);
  });
});

test('inspect --hex: the bytes of packages, with --all of the table', async () => {
  await inScratch(async (cwd) => {
    const part = await cppcAcpi(['inspect', '--hex', 'good.aml'], { cwd });
    const all = await cppcAcpi(['inspect', '--all', 'good.aml'], { cwd });
    assert.match(part.stdout, /Highest Performance/);
    assert.not.match(part.stdout, /^0000 /m);
    assert.match(all.stdout, /^0000 /m);
    assert.is((await cppcAcpi(['inspect', '--hex', '--json', 'good.aml'], { cwd })).status, 2);
  });
});

test('inspect: processors without _CPC are listed with what identifies them', async () => {
  const uid = (value: AmlNode) => name('_UID', value);
  const terms = [
    device('\\_SB.C000', uid(integer(0)), name('_CPC', cpc())),
    ...[1, 2, 3].map((i) => device(`\\_SB.C00${i}`, uid(integer(i)))),
    device('\\_SB.C004', uid({ term: 'String', value: 'big' })),
    device('\\_SB.C005', { term: 'DefMethod', name: '_UID', methodFlags: 0, terms: [] }),
    { term: 'DefProcessor', name: '\\_PR.CPU9', procId: 9, pblkAddr: 0, pblkLen: 0, terms: [] } as AmlNode,
  ];
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 'x.aml'), tableWith('DSDT', terms));
    const { stdout } = await cppcAcpi(['inspect', 'x.aml'], { cwd: folder });
    assert.equal(stdout.trimEnd().split('\n').slice(-3), [
      '  processors without _CPC  _HID           _UID',
      '  \\_PR.CPU9                - (Processor)  9',
      '  \\_SB.C001-C005           ACPI0007       1-3, "big", ?',
    ]);
  });
});

test('inspect: on Arm, the rate of the constant counter that the numbers imply', async () => {
  const counters = { reference_counter: msr(1n, 64, 0), delivered_counter: msr(0n, 64, 0) };
  const levels = { highest_perf: 2400n, nominal_perf: 2400n, lowest_nonlinear_perf: 900n, lowest_perf: 900n };
  const none = { desired_perf: NULL, min_perf: NULL, max_perf: NULL, perf_limited: NULL, enable: NULL };
  const frequencies = { reference_perf: 1000n, lowest_freq: 300n, nominal_freq: 800n };
  const entries = { ...levels, ...none, ...counters, ...frequencies, energy_perf_preference: NULL };
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 'x.aml'), tableWith('SSDT', [device('\\_SB.C000', name('_CPC', cpc(entries)))]));
    const { stdout } = await cppcAcpi(['inspect', 'x.aml'], { cwd: folder });
    assert.match(stdout, /reference_perf +1000\n +\(the constant counter has 333 MHz by this\)\n/);
  });
});

test.run();
