import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cppcAcpi, inScratch } from '../support/command-line.js';

test('decompile: the spec of a table builds the same table', async () => {
  await inScratch(async (cwd) => {
    const run = await cppcAcpi(['decompile', 'good.aml', '-o', 'new.toml'], { cwd });
    assert.equal([run.status, run.stderr], [0, '']);
    assert.match(run.stdout, /^Written: new\.toml \(\d+ bytes\)\n/);
    const built = await cppcAcpi(['build', 'new.toml', '--emit', 'aml', '--iasl', 'off'], { cwd });
    assert.is(built.status, 0, built.stderr);
    assert.equal(readFileSync(join(cwd, 'new.aml')), readFileSync(join(cwd, 'good.aml')));
  });
});

test('decompile: standard output and standard input', async () => {
  await inScratch(async (cwd) => {
    const input = readFileSync(join(cwd, 'good.aml'));
    const [file, stdin, dash] = await Promise.all([
      cppcAcpi(['decompile', 'good.aml'], { cwd }),
      cppcAcpi(['decompile', '-'], { cwd, input }),
      cppcAcpi(['decompile', 'good.aml', '-o', '-'], { cwd }),
    ]);
    assert.match(file.stdout, /^# The _CPC of 2 processors of the table SSDT "CPPC" "CPPC-VM"\.\n\n\[table\]\n/);
    assert.is(stdin.stdout, file.stdout);
    assert.is(dash.stdout, file.stdout);
  });
});

test('decompile: never over a file', async () => {
  await inScratch(async (cwd) => {
    const before = readFileSync(join(cwd, 'good.toml'), 'utf8');
    const run = await cppcAcpi(['decompile', 'good.aml', '-o', 'good.toml'], { cwd });
    assert.is(run.status, 1);
    assert.match(run.stderr, /^error\[cli\/output-exists\]/);
    assert.is(readFileSync(join(cwd, 'good.toml'), 'utf8'), before);
  });
});

test('decompile --json: the file and the spec, or neither', async () => {
  await inScratch(async (cwd) => {
    const good = JSON.parse((await cppcAcpi(['decompile', '--json', 'good.aml'], { cwd })).stdout);
    assert.equal(Object.keys(good), ['schema', 'file', 'spec', 'diagnostics']);
    assert.match(good.spec, /^layout = "constant"$/m);
    const bad = JSON.parse((await cppcAcpi(['decompile', '--json', 'short.aml'], { cwd })).stdout);
    assert.equal([bad.spec, bad.diagnostics[0].code], [null, 'decompile/no-processor']);
  });
});

test('decompile: a wrong checksum is reported, and the spec is made nevertheless', async () => {
  await inScratch(async (cwd) => {
    const bytes = readFileSync(join(cwd, 'good.aml'));
    bytes[9] = (bytes[9] ?? 0) ^ 1;
    writeFileSync(join(cwd, 'sum.aml'), bytes);
    const run = await cppcAcpi(['decompile', 'sum.aml', '-o', 'sum.toml'], { cwd });
    assert.match(run.stderr, /\[aml\/wrong-checksum\]/);
    assert.is(run.status, 1);
    assert.ok(existsSync(join(cwd, 'sum.toml')));
  });
});

test.run();
