import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nameOfType, tableName } from '../../src/spec/reading.js';
import { Float } from '../../src/spec/toml.js';
import { cases } from '../support/cases.js';
import { readText } from './problems.js';

cases(
  'the type of a value in a message',
  [
    { name: 'a string', value: 'x', words: 'the string "x"' },
    { name: 'a string of 40 characters', value: 'x'.repeat(40), words: `the string "${'x'.repeat(40)}"` },
    { name: 'a string of 41 characters', value: 'x'.repeat(41), words: `the string "${'x'.repeat(40)}"` },
    { name: 'a large integer', value: 2n ** 64n, words: 'the integer 18446744073709551616' },
    { name: 'a small integer', value: 7, words: 'the integer 7' },
    { name: 'a float that the parser gives', value: 7.5, words: 'a float' },
    { name: 'a float of a whole number', value: new Float(), words: 'a float' },
    { name: 'a boolean', value: false, words: 'the boolean false' },
    { name: 'an array', value: [], words: 'an array' },
    { name: 'a date', value: new Date(0), words: 'a date' },
    { name: 'a table', value: {}, words: 'a table' },
  ],
  ({ value, words }) => assert.is(nameOfType(value), words),
);

cases(
  'a table in a message',
  [
    { name: 'the spec itself', path: [], words: '' },
    { name: 'a table', path: ['guest'], words: '[guest]' },
    { name: 'one of several', path: ['core', 0], words: '[[core]]' },
    { name: 'a table in one of several', path: ['core', 0, 'registers'], words: '[core.registers]' },
  ],
  ({ path, words }) => assert.is(tableName(path), words),
);

cases(
  'unknown keys of one table',
  [
    { name: 'a hundred', keys: 100, reported: 100 },
    { name: 'a hundred and one', keys: 101, reported: 100 },
  ],
  async ({ keys, reported }) => {
    const table = Array.from({ length: keys }, (_, i) => `zzzzzzzz${i} = 1\n`).join('');
    const { lines } = await readText(`[table]\n${table}[[core]]\n`);
    assert.is(lines.filter((line) => line.endsWith('spec/unknown-key')).length, reported);
  },
);

test.run();
