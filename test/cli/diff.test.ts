import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cppcAcpi, inScratch } from '../support/command-line.js';

/** good.toml with another level for its second core. */
function changed(cwd: string): void {
  const text = readFileSync(join(cwd, 'good.toml'), 'utf8');
  writeFileSync(join(cwd, 'other.toml'), text.replace('166', '170'));
}

test('diff: a spec and its table are equal, with status 0', async () => {
  await inScratch(async (cwd) => {
    const run = await cppcAcpi(['diff', 'good.toml', 'good.aml'], { cwd });
    assert.equal(run, { status: 0, stdout: 'equal: 2 processors\n', stderr: '' });
  });
});

test('diff: differences are listed by processor, with status 1', async () => {
  await inScratch(async (cwd) => {
    changed(cwd);
    const run = await cppcAcpi(['diff', 'good.aml', 'other.toml'], { cwd });
    assert.is(run.status, 1);
    assert.is(run.stdout, '\\_SB.CPUS.C001\n  highest_perf  166 -> 170\n\n1 processor differs\n');
  });
});

test('diff: processors with the same difference share a block', async () => {
  await inScratch(async (cwd) => {
    const text = readFileSync(join(cwd, 'good.toml'), 'utf8');
    writeFileSync(join(cwd, 'other.toml'), text.replace('= 15', '= 16'));
    const { stdout } = await cppcAcpi(['diff', 'good.toml', 'other.toml'], { cwd });
    assert.is(stdout, '\\_SB.CPUS.C000, \\_SB.CPUS.C001\n  lowest_perf  15 -> 16\n\n2 processors differ\n');
  });
});

test('diff --json: these keys and no others', async () => {
  await inScratch(async (cwd) => {
    changed(cwd);
    const run = await cppcAcpi(['diff', '--json', 'good.toml', 'other.toml'], { cwd });
    assert.is(run.status, 1);
    assert.equal(JSON.parse(run.stdout), {
      schema: 1,
      equal: false,
      differences: [{ processor: '\\_SB.CPUS.C001', entry: 'highest_perf', a: 166, b: 170 }],
      diagnostics: [],
    });
    const same = JSON.parse((await cppcAcpi(['diff', '--json', 'good.toml', 'good.toml'], { cwd })).stdout);
    assert.equal([same.equal, same.differences], [true, []]);
  });
});

test('diff: standard input is one side, not both', async () => {
  await inScratch(async (cwd) => {
    const input = readFileSync(join(cwd, 'good.aml'));
    assert.is((await cppcAcpi(['diff', 'good.toml', '-'], { cwd, input })).status, 0);
    assert.is((await cppcAcpi(['diff', '-', '-'], { cwd, input })).status, 2);
  });
});

test('diff: a side that cannot be read is an error, and not equal', async () => {
  await inScratch(async (cwd) => {
    const run = await cppcAcpi(['diff', '--json', 'good.toml', 'none.aml'], { cwd });
    assert.is(run.status, 1);
    const { equal, diagnostics } = JSON.parse(run.stdout);
    assert.equal([equal, diagnostics[0].code], [false, 'cli/cannot-read']);
  });
});

test.run();
