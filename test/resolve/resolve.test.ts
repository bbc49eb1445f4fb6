import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CONSTANT, DEFAULTS, problems, resolved } from './specs.js';

test('resolve: processors are in the order of their vCPUs', async () => {
  const { table } = await resolved(
    `[registers]\nlayout = "constant"\n${DEFAULTS}[[core]]\nhighest_perf = 236\nvcpus = [1]\n[[core]]\nhighest_perf = 166\nvcpus = [0]\n`,
  );
  assert.equal(
    table.processors.map(({ vcpu, core, known }) => [vcpu, core, known.highest_perf]),
    [
      [0, 1, 166n],
      [1, 0, 236n],
    ],
  );
});

test('resolve: a _PSD domain counts the processors of all its cores', async () => {
  const { table } = await resolved(
    `[registers]\nlayout = "constant"\n${DEFAULTS}[[core]]\nhighest_perf = 236\ndomain = 5\nthreads = 2\n[[core]]\nhighest_perf = 166\ndomain = 5\n[[core]]\nhighest_perf = 150\n`,
  );
  assert.equal(
    table.processors.map(({ domain, numProcessors }) => [domain, numProcessors]),
    [
      [5n, 3n],
      [5n, 3n],
      [5n, 3n],
      [2n, 1n],
    ],
  );
});

test('resolve: equal cores share their entries', async () => {
  const { table } = await resolved(`${CONSTANT}[[core]]\nhighest_perf = 236\n`);
  const [first, second, third] = table.processors;
  assert.is(first?.known, third?.known);
  assert.is.not(first?.known, second?.known);
});

test('resolve: a problem under [defaults] is reported once for all cores', async () => {
  const text = CONSTANT.replace('lowest_perf = 15', 'lowest_perf = 150');
  assert.is((await problems(text)).filter((line) => line.startsWith('cpc/level-order at defaults')).length, 1);
});

test('resolve: of 16 variants a message names three', async () => {
  const values = Array.from({ length: 16 }, (_, i) => `v${i} = ${i + 1}`).join(', ');
  const text = CONSTANT.replace('highest_perf = 236', `highest_perf = { ${values} }`);
  const { diagnostics } = await resolved(text, 'no such variant');
  const [problem] = diagnostics.filter(({ code }) => code === 'resolve/unknown-variant');
  assert.is(problem?.help, 'the variants are "v0", "v1", "v2" and 13 more');
});

test.run();
