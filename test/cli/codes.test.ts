import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { codesLike, isCode } from '../../src/cli/terminal/codes.js';
import { CATALOG } from '../../src/diagnostics/catalog.js';
import { cases } from '../support/cases.js';

cases(
  'codes for a text that is none',
  [
    { name: 'the room of before', text: 'table/level-zero', hint: '; did you mean cpc/level-zero?' },
    {
      name: 'two rooms have it',
      text: 'cpc/no-temporary-files',
      hint: '; did you mean iasl/no-temporary-files or boot/no-temporary-files?',
    },
    { name: 'no room', text: 'level-zero', hint: '; did you mean cpc/level-zero?' },
    { name: 'a beginning', text: 'cpc/level', hint: '; did you mean cpc/level-order or cpc/level-zero?' },
    { name: 'a mistyped letter', text: 'cpc/level-zro', hint: '; did you mean cpc/level-zero?' },
    { name: 'a topic', text: 'cuonters', hint: '; did you mean counters?' },
    { name: 'nothing like it', text: 'zzzzzzzz', hint: '' },
    { name: 'nothing at all', text: '', hint: '' },
  ],
  ({ text, hint }) => assert.is(codesLike(text, ['counters']), hint),
);

test('a part of codes', () => {
  assert.match(codesLike('device-window'), 'resolve/device-window-too-high');
});

test('no more than twelve codes, and how many are left out', () => {
  const guest = Object.keys(CATALOG).filter((code) => code.startsWith('guest/')).length;
  assert.match(codesLike('guest/'), new RegExp(` and ${guest - 12} more\\?$`));
});

test('a code is a key of the catalog, and nothing that objects inherit', () => {
  assert.equal([isCode('cpc/level-zero'), isCode('toString')], [true, false]);
});

test.run();
