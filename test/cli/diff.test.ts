import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
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
      schema: 2,
      equal: false,
      differences: [
        {
          processor: '\\_SB.CPUS.C001',
          object: '_CPC',
          entry: 'highest_perf',
          when: { a: [], b: [] },
          a: 166,
          b: 170,
        },
      ],
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

cases(
  'diff: what cannot be compared is an error with status 2, and not equal',
  [
    { name: 'a side that cannot be read', other: 'none.aml', code: 'cli/cannot-read' },
    { name: 'a spec with errors', other: 'wrong.toml', code: 'spec/unknown-key' },
    { name: 'a table without objects of processors', other: 'short.aml', code: 'diff/nothing' },
  ],
  async ({ other, code }) => {
    await inScratch(async (cwd) => {
      writeFileSync(join(cwd, 'wrong.toml'), 'x = 1\n');
      const run = await cppcAcpi(['diff', '--json', 'good.toml', other], { cwd });
      assert.is(run.status, 2);
      const { schema, equal, diagnostics } = JSON.parse(run.stdout);
      assert.equal([schema, equal, diagnostics[0].code], [2, false, code]);
    });
  },
);

test('diff: of a table that is damaged, equal packages are not status 0, different ones are status 1', async () => {
  await inScratch(async (cwd) => {
    changed(cwd);
    const damaged = readFileSync(join(cwd, 'good.aml'));
    damaged[9] = (damaged[9] ?? 0) + 1;
    writeFileSync(join(cwd, 'damaged.aml'), damaged);
    assert.is((await cppcAcpi(['diff', 'good.toml', 'damaged.aml'], { cwd })).status, 2);
    assert.is((await cppcAcpi(['diff', 'other.toml', 'damaged.aml'], { cwd })).status, 1);
  });
});

test.run();
