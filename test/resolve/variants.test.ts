import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { problems, resolved } from './specs.js';

const SPEC = `[registers]\nlayout = "constant"
[defaults]\nnominal_perf = { cache = 131, frequency = 120 }\nlowest_nonlinear_perf = 40\nlowest_perf = 15
[[core]]\nhighest_perf = { cache = 196, frequency = 166 }
[[core]]\nhighest_perf = 150\n`;

cases(
  'reads values of the chosen variant',
  [
    {
      name: 'the first variant by default',
      text: SPEC,
      requested: undefined,
      levels: ['cache', 196n, 131n, 150n],
    },
    {
      name: "the spec's",
      text: `[guest]\nvariant = "frequency"\n${SPEC}`,
      requested: undefined,
      levels: ['frequency', 166n, 120n, 150n],
    },
    {
      name: 'the requested variant',
      text: `[guest]\nvariant = "cache"\n${SPEC}`,
      requested: 'frequency',
      levels: ['frequency', 166n, 120n, 150n],
    },
    {
      name: 'the first one in [defaults], before those of cores',
      text: SPEC.replace('{ cache = 131, frequency = 120 }', '{ frequency = 120, cache = 131 }'),
      requested: undefined,
      levels: ['frequency', 166n, 120n, 150n],
    },
    {
      name: 'none, where no value has any',
      text: SPEC.replaceAll(/\{ cache = (\d+).*\}/g, '$1'),
      requested: undefined,
      levels: [undefined, 196n, 131n, 150n],
    },
  ],
  async ({ text, requested, levels }) => {
    const { table, diagnostics } = await resolved(text, requested);
    const [a, b] = table.processors;
    assert.equal(diagnostics, []);
    assert.equal([table.variant, a?.known.highest_perf, a?.known.nominal_perf, b?.known.highest_perf], levels);
  },
);

cases(
  'rejects wrong variants',
  [
    {
      name: 'one that no value has',
      text: `[guest]\nvariant = "cash"\n${SPEC}`,
      requested: undefined,
      says: ['resolve/unknown-variant at guest.variant'],
    },
    { name: 'a requested variant that no value has', text: SPEC, requested: 'x', says: ['resolve/unknown-variant'] },
    {
      name: 'one where no value has any',
      text: SPEC.replaceAll(/\{ cache = (\d+).*\}/g, '$1'),
      requested: 'cache',
      says: ['resolve/unknown-variant'],
    },
    {
      name: 'a value of a core that lacks it',
      text: SPEC.replace('{ cache = 196, frequency = 166 }', '{ frequency = 166 }'),
      requested: 'cache',
      says: ['resolve/variant-missing at core.0.highest_perf'],
    },
    {
      name: 'a value of [defaults] that lacks it',
      text: SPEC.replace('{ cache = 131, frequency = 120 }', '{ cache = 131 }'),
      requested: 'frequency',
      says: ['resolve/variant-missing at defaults.nominal_perf'],
    },
  ],
  async ({ text, requested, says }) => assert.equal(await problems(text, requested), says),
);

test('a near name is suggested', async () => {
  const { diagnostics } = await resolved(SPEC, 'frequenzy');
  assert.is(diagnostics[0]?.help, 'did you mean "frequency"?');
});

test.run();
