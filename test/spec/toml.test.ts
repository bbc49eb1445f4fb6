import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Float, normalized, readToml } from '../../src/spec/toml.js';
import { cases } from '../support/cases.js';

async function rootOf(text: string): Promise<Record<string, unknown>> {
  const read = await readToml(text);
  if (!('root' in read)) throw new Error(JSON.stringify(read));
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

// The texts end where both parsers stop at once.
cases(
  'limits',
  [
    { name: 'sixty-four arrays', text: `a = ${'['.repeat(64)}${']'.repeat(64)}`, says: undefined },
    { name: 'sixty-five arrays', text: `a = ${'['.repeat(65)}${']'.repeat(65)}`, says: 'depth 65 at 1:69' },
    { name: 'a hundred thousand arrays', text: `\n a = ${'['.repeat(100_000)}`, says: 'depth 100000 at 2:70' },
    {
      name: 'a hundred thousand inline tables',
      text: `a = ${'{a='.repeat(100_000)}`,
      says: 'values 200001 at 1:98308',
    },
    { name: 'arrays beside each other', text: `a = [${'[],'.repeat(1000)}]`, says: undefined },
    { name: 'arrays in turn', text: `a = ${'[[],'.repeat(65)}`, says: 'depth 66 at 1:258' },
    {
      name: 'brackets in a comment and in strings',
      text: `# ${'['.repeat(99)}\na = "${'['.repeat(99)}"`,
      says: undefined,
    },
    { name: '65,536 values', text: '='.padEnd(65_536, ','), says: undefined },
    { name: '65,537 values', text: '='.padEnd(65_537, ','), says: 'values 65537 at 1:65537' },
    { name: 'as many in a comment', text: `#${','.repeat(65_537)}`, says: undefined },
    { name: 'as many in a string', text: `a = "${','.repeat(65_530)}"`, says: undefined },
    { name: 'as many in a string of several lines', text: `a = """\n${',\\""",'.repeat(10_000)}"""`, says: undefined },
    { name: '4,096 cores', text: '[[core]]\n'.repeat(4096), says: undefined },
    { name: '4,097 cores', text: ' [[ core ]]\n'.repeat(4097), says: 'cores 4097 at 4097:2' },
    { name: '131,072 lines', text: '\n'.repeat(131_072), says: undefined },
    { name: '131,073 lines', text: '\r\n'.repeat(131_073), says: 'lines 131073 at 131073:1' },
    { name: 'a string of 65,536 characters', text: `a = '${'x'.repeat(65_534)}'`, says: undefined },
    { name: 'a string of 65,537 characters', text: `a = '${'x'.repeat(65_535)}'`, says: 'word 65537 at 1:5' },
    { name: 'a key of 65,537 characters', text: `\n${'x'.repeat(65_537)} = 1`, says: 'word 65537 at 2:1' },
    { name: '4 MiB', text: '# '.padEnd(4 * 1024 ** 2, 'x'), says: undefined },
    { name: '4 MiB and a character', text: '# '.padEnd(4 * 1024 ** 2 + 1, 'x'), says: 'characters 4194305 at 1:1' },
  ],
  async ({ text, says }) => {
    const read = await readToml(text);
    const tooMany =
      'tooMany' in read ? `${read.tooMany.of} ${read.tooMany.count} at ${read.line}:${read.column}` : undefined;
    assert.is(tooMany, says);
  },
);

test.run();
