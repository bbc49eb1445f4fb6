import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';

function specOf(cores: readonly string[]): string {
  return ['[registers]', 'layout = "constant"', '[defaults]', 'nominal_perf = 100', 'lowest_nonlinear_perf = 50']
    .concat('lowest_perf = 10', ...cores.map((core) => `[[core]]\n${core}`), '')
    .join('\n');
}

async function compiled(cores: readonly string[]) {
  return compile({ text: specOf(cores), file: 'spec.toml' });
}

test('cores that say the same share their entries, whatever else they say', async () => {
  const { value } = await compiled(['highest_perf = 200', 'highest_perf = 150', 'highest_perf = 200\ndomain = 7']);
  const [first, second, third] = value?.table.processors ?? [];
  assert.is(first?.stated, third?.stated);
  assert.is.not(first?.stated, second?.stated);
  assert.is(third?.domain, 7n);
});

test('a register or a variant of its own makes a core another one', async () => {
  const own = 'registers = { autonomous_selection = 1 }';
  const { value } = await compiled(['highest_perf = 200', `highest_perf = 200\n${own}`, 'highest_perf = { a = 200 }']);
  assert.is(new Set(value?.table.processors.map(({ stated: entries }) => entries)).size, 3);
});

test('reports the same mistake in two cores at both', async () => {
  const { diagnostics } = await compiled(['highest_perf = 5', 'highest_perf = 5', 'highest_perf = 200']);
  const places = diagnostics.filter(({ code }) => code === 'cpc/level-order').map(({ place }) => place);
  assert.equal(
    places.map((place) => place && 'path' in place && place.path),
    [
      ['core', 0, 'highest_perf'],
      ['core', 1, 'highest_perf'],
    ],
  );
});

test('4,096 cores are as many packages as they have levels, and each adds the same bytes', async () => {
  const cores = (count: number) => Array.from({ length: count }, (_, i) => `highest_perf = ${200 + (i % 4)}`);
  const bytesOf = async (count: number) => {
    const text = specOf(cores(count)).replace('[registers]', '[table]\nmax_table_bytes = 0\n[registers]');
    const { value } = await compile({ text, file: 'spec.toml' });
    assert.is(new Set(value?.table.processors.map(({ stated: entries }) => entries)).size, 4);
    return value?.parts[0]?.aml.length ?? 0;
  };
  // From 256 on a domain's number takes two bytes for all but the first ones.
  const [few, some, many] = [await bytesOf(1024), await bytesOf(2048), await bytesOf(4096)];
  assert.is(many - some, 2 * (some - few));
});

test.run();
