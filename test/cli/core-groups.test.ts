import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { groupsOf } from '../../src/cli/views/picture/core-groups.js';
import { rankedCores } from '../../src/cli/views/ranking.js';
import { compile } from '../../src/compile.js';
import { cases } from '../support/cases.js';

cases(
  'groups of cores',
  [
    { name: 'one kind', kinds: 1, labels: 1 },
    { name: 'as many kinds as are shown', kinds: 6, labels: 6 },
    { name: 'more kinds', kinds: 7, labels: 1 },
  ],
  async ({ kinds, labels }) => {
    const groups = groupsOf(
      await coresOf(Array.from({ length: 2 * kinds }, (_, i) => `lowest_perf = ${10 + (i % kinds)}`)),
    );
    assert.is(groups.length, labels);
    assert.is(groups.flatMap(({ cores }) => cores).length, 2 * kinds);
    assert.match(groups[0]?.label ?? '', kinds === 7 ? /^14 cores$/ : /^2 cores: 1 thread, nominal 100, lowest 10$/);
  },
);

cases(
  'the kind of a core',
  [
    { name: 'threads', other: 'threads = 2' },
    { name: 'nominal_perf', other: 'nominal_perf = 101' },
    { name: 'nominal_freq', other: 'nominal_freq = 2000\nlowest_freq = 400' },
    { name: 'lowest_perf', other: 'lowest_perf = 11' },
  ],
  async ({ other }) => assert.is(groupsOf(await coresOf(['', other])).length, 2),
);

test('highest_perf makes no kind', async () => {
  assert.is(groupsOf(await coresOf(['', 'highest_perf = 199'])).length, 1);
});

test.run();

async function coresOf(cores: readonly string[]): Promise<ReturnType<typeof rankedCores>> {
  const defaults = 'highest_perf = 200\nnominal_perf = 100\nlowest_nonlinear_perf = 40\nlowest_perf = 10';
  const text = `[registers]\nlayout = "constant"\n[defaults]\n${defaults}\n${cores.map((one) => `[[core]]\n${one}\n`).join('')}`;
  const { value, diagnostics } = await compile({ text, file: 'x' });
  assert.ok(value, diagnostics.map(({ message }) => message).join('\n'));
  return rankedCores(value.table);
}
