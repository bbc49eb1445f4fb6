import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { columns } from '../../src/cli/views/columns.js';
import { previewLines, rankedCores, rankingLines } from '../../src/cli/views/ranking.js';
import { compile } from '../../src/compile.js';
import type { CpcTable } from '../../src/cpc/ir.js';
import { cases } from '../support/cases.js';

test('equal cores share a rank, and the next rank counts them', async () => {
  const table = await tableOf([166, 236, 236, 176]);
  assert.equal(
    rankedCores(table).map(({ rank }) => rank),
    [4, 1, 1, 3],
  );
  assert.equal(firstWords(rankingLines(table)), ['rank', '1', '1', '3', '4']);
});

test('equal ranks stay in the order of the cores', async () => {
  const cores = rankingLines(await tableOf([200, 236, 200, 236]))
    .slice(1)
    .map((line) => line.trim().split(/\s+/)[1]);
  assert.equal(cores, ['1', '3', '0', '2']);
});

cases(
  'cores that a build shows',
  [
    { name: 'all of 32', count: 32, lines: 33, more: undefined },
    { name: '32 of 33', count: 33, lines: 34, more: '… and 1 more core: `cppc-acpi preview` shows all' },
    { name: '32 of 300', count: 300, lines: 34, more: '… and 268 more cores: `cppc-acpi preview` shows all' },
  ],
  async ({ count, lines, more }) => {
    const table = await tableOf(Array.from({ length: count }, () => 200));
    const shown = rankingLines(table);
    assert.is(shown.length, lines);
    if (more !== undefined) assert.is(shown.at(-1), more);
    assert.is(previewLines(table).length, count + 1);
  },
);

test('the bar of the best core is full, and of the lowest one cell', async () => {
  const bars = rankingLines(await tableOf([240, 120, 1])).map((line) => /[█#]*$/.exec(line)?.[0].length);
  assert.equal(bars, [0, 24, 12, 1]);
});

test('bars fit into the terminal, and leave if they would be too short', async () => {
  const table = await tableOf([240, 120]);
  const widest = (lines: readonly string[]) => Math.max(...lines.map((line) => line.length));
  for (const lines of [rankingLines, previewLines]) {
    const without = widest(lines(table)) - 2 - 24;
    assert.is(widest(lines(table, without)), without);
    assert.ok(widest(lines(table, without - 1)) <= 60);
    assert.is(widest(lines(table, without + 2 + 25)), without + 2 + 24);
    assert.is(widest(lines(table, without + 2 + 10)), without + 2 + 10);
    assert.is(widest(lines(table, without + 2 + 4)), without + 2 + 4);
    assert.is(widest(lines(table, without + 2 + 3)), without);
  }
});

test('pins that are sets: each once, and long ones shortened', async () => {
  const pins = ['threads = 2\nhost_threads = ["0,16", "0,16"]', `host_threads = ["${evenNumbers(2000)}"]`, ''];
  const table = await tableOf([240, 120, 100], pins);
  const cells = (lines: readonly string[]) => lines.slice(1).map((line) => line.trim().split(/\s+/)[3]);
  const even = '1000,1002,1004,1006,100…';
  assert.equal(cells(rankingLines(table)), ['0,16', even, '-']);
  const threads = previewLines(table).map((line) => line.trim().split(/\s+/)[2]);
  assert.equal(threads.slice(1), ['0,16', '0,16', even, '-']);
});

test('columns are as wide as their widest cell, and no line ends with spaces', () => {
  const lines = columns<string[]>(
    [
      { title: 'n', align: 'right', cell: ([one = '']) => one },
      { title: 'title', align: 'left', cell: ([, two = '']) => two },
    ],
    [
      ['1', 'a'],
      ['1000', ''],
    ],
  );
  assert.equal(lines, ['   n  title', '   1  a', '1000']);
});

test.run();

function firstWords(lines: readonly string[]): (string | undefined)[] {
  return lines.map((line) => line.trim().split(/\s+/)[0]);
}

function evenNumbers(below: number): string {
  return Array.from({ length: (below - 1000) / 2 }, (_, i) => 1000 + 2 * i).join(',');
}

async function tableOf(highest: readonly number[], more: readonly string[] = []): Promise<CpcTable> {
  const cores = highest.map((level, i) => `[[core]]\nhighest_perf = ${level}\n${more[i] ?? ''}\n`).join('');
  const defaults = 'nominal_perf = 1\nlowest_nonlinear_perf = 1\nlowest_perf = 1';
  const { value } = await compile({
    text: `[registers]\nlayout = "constant"\n[defaults]\n${defaults}\n${cores}`,
    file: 'x',
  });
  assert.ok(value);
  return value.table;
}
