import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Float, normalized, readToml } from '../../src/spec/toml.js';
import { cases } from '../support/cases.js';

async function rootOf(text: string): Promise<Record<string, unknown>> {
  const read = await readToml(text);
  if ('error' in read) throw new Error(read.error.text);
  return read.root;
}

cases(
  'values',
  [
    { name: 'a small integer', text: 'a = 7', value: 7 },
    { name: 'a large integer', text: 'a = 9223372036854775808', value: 2n ** 63n },
    {
      name: 'a large integer that shares its line with a small one',
      text: 'b = 1\na = 0xFFFF_FFFF_FFFF_FFFF',
      value: 2n ** 64n - 1n,
    },
    { name: 'a large integer in an array', text: 'a = [1,\n  18446744073709551615]', value: [1n, 2n ** 64n - 1n] },
    {
      name: 'a large integer behind a comment in an array',
      text: 'a = [ # the most\n  18446744073709551615 ]',
      value: [2n ** 64n - 1n],
    },
    { name: 'a string that looks like one', text: 'a = "18446744073709551615"', value: '18446744073709551615' },
    { name: 'a string of a float behind a bracket', text: 'a = ["1.0", "= 1.0"]', value: ['1.0', '= 1.0'] },
    { name: 'a boolean', text: 'a = true', value: true },
  ],
  async ({ text, value }) => assert.equal((await rootOf(text))['a'], value),
);

cases(
  'rejects floats as integers',
  [
    { name: 'a whole one', text: 'a = 1.0' },
    { name: 'one without a point', text: 'a = 1e0' },
    { name: 'a negative one', text: 'a = -0.0' },
    { name: 'infinity', text: 'a = +inf' },
    { name: 'no number', text: 'a = nan' },
  ],
  async ({ text }) => assert.instance((await rootOf(text))['a'], Float),
);

test('a float in an inline table and in an array', async () => {
  const { a, b } = (await rootOf('a = { x = 1.0 }\nb = [ 2.0 ]')) as { a: { x: unknown }; b: unknown[] };
  assert.instance(a.x, Float);
  assert.instance(b[0], Float);
});

cases(
  'invalid TOML, and its place',
  [
    { name: 'a key twice', text: 'a = 1\na = 2', at: '2:1' },
    { name: 'a table twice', text: '[a]\n[a]', at: '2:2' },
    { name: 'a value that is missing', text: 'a =\nb = 1', at: '1:3' },
    { name: 'a string without its end', text: 'a = "x\n', at: '1:7' },
    { name: 'an unknown word', text: 'a = yes', at: '1:5' },
    { name: 'behind a byte order mark', text: '\uFEFFa = yes', at: '1:5' },
  ],
  async ({ text, at }) => {
    const read = await readToml(text);
    const problem = 'error' in read ? read.error : undefined;
    assert.is(`${problem?.line}:${problem?.column}`, at);
    assert.ok((problem?.text ?? '').length > 0);
    assert.not.match(problem?.text ?? '', '\n');
  },
);

test('removes one byte order mark at the start, and no other', () => {
  assert.is(normalized('\uFEFFa'), 'a');
  assert.is(normalized('\uFEFF\uFEFFa'), '\uFEFFa');
  assert.is(normalized('a\uFEFF'), 'a\uFEFF');
});

test('the line ends of Windows become those of others; a carriage return alone stays', () => {
  assert.is(normalized('a\r\nb\rc\r\n'), 'a\nb\rc\n');
});

cases(
  'nesting',
  [
    { name: 'sixty-three arrays', text: `a = ${'['.repeat(63)}${']'.repeat(63)}`, problem: undefined },
    {
      name: 'sixty-four arrays',
      text: `a = ${'['.repeat(64)}${']'.repeat(64)}`,
      problem: 'values are nested too deep at 1:5',
    },
    {
      name: 'a hundred thousand arrays',
      text: `\n a = ${'['.repeat(100_000)}`,
      problem: 'values are nested too deep at 2:6',
    },
    {
      name: 'a hundred thousand inline tables',
      text: `a = ${'{a='.repeat(100_000)}`,
      problem: 'values are nested too deep at 1:5',
    },
  ],
  async ({ text, problem }) => {
    const read = await readToml(text);
    assert.is('error' in read ? `${read.error.text} at ${read.error.line}:${read.error.column}` : undefined, problem);
  },
);

// The text ends where both parsers stop at once.
cases(
  'limits the number of values',
  [
    { name: 'a million', signs: 1_000_000, many: false },
    { name: 'a million and one', signs: 1_000_001, many: true },
  ],
  async ({ signs, many }) => {
    const read = await readToml('='.padEnd(signs, ','));
    const problem = 'error' in read ? read.error : undefined;
    assert.is(problem?.text === 'there are too many values', many, problem?.text);
    if (many) assert.is(problem?.column, signs);
  },
);

test.run();
