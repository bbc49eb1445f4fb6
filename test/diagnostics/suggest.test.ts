import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { suggest } from '../../src/diagnostics/suggest.js';
import { cases } from '../support/cases.js';

const KNOWN = ['highest_perf', 'nominal_perf', 'nominal_freq', 'count', 'path', 'amd', 'intel-hwp'];

cases(
  'suggests the nearest word',
  [
    { name: 'a letter left out', word: 'higest_perf', meant: 'highest_perf' },
    { name: 'a letter too many', word: 'countt', meant: 'count' },
    { name: 'a letter changed', word: 'bath', meant: 'path' },
    { name: 'two letters exchanged, in a word of six or more', word: 'highets_perf', meant: 'highest_perf' },
    { name: 'two letters exchanged, in a word of five', word: 'cuont', meant: 'count' },
    { name: 'the first two letters exchanged', word: 'ocunt', meant: 'count' },
    { name: 'one error in two letters', word: 'ad', meant: 'amd' },
    { name: 'two errors in five letters', word: 'cccnt', meant: undefined },
    { name: 'two errors in six letters', word: 'cccunt', meant: 'count' },
    { name: 'three errors in six letters', word: 'cccuntt', meant: undefined },
    { name: 'the end of a word is not its beginning', word: 'perf', meant: undefined },
    { name: 'capital letters', word: 'AMD', meant: 'amd' },
    { name: 'a hyphen for an underscore', word: 'nominal-perf', meant: 'nominal_perf' },
    { name: 'the nearer of two', word: 'nominal_fre', meant: 'nominal_freq' },
    { name: 'the beginning of a word', word: 'int', meant: 'intel-hwp' },
    { name: 'a beginning of two letters is too little', word: 'in', meant: undefined },
    { name: 'one error in three letters', word: 'and', meant: 'amd' },
    { name: 'two errors in three letters', word: 'xnd', meant: undefined },
    { name: 'another word', word: 'voltage', meant: undefined },
    { name: 'nothing', word: '', meant: undefined },
  ],
  ({ word, meant }) => assert.is(suggest(word, KNOWN), meant),
);

cases(
  'long words',
  [
    { name: '64 letters', word: 'x'.repeat(64), meant: 'x'.repeat(60) },
    { name: '65 letters', word: 'x'.repeat(65), meant: undefined },
  ],
  ({ word, meant }) => assert.is(suggest(word, ['x'.repeat(60)]), meant),
);

test('suggests nothing without candidates', () => assert.is(suggest('amd', []), undefined));

test('a word of more than 64 characters has no suggestion', () => {
  assert.is(suggest('a'.repeat(64), ['a'.repeat(63)]), 'a'.repeat(63));
  assert.is(suggest('a'.repeat(65), ['a'.repeat(65)]), undefined);
});

test.run();
