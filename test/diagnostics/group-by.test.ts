import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { groupBy } from '../../src/diagnostics/group-by.js';

test('values of a key stay in order, and keys come in the order of their first value', () => {
  const groups = groupBy(['pear', 'apple', 'plum', 'fig', 'apricot'], ([first]) => first);
  assert.equal(
    [...groups],
    [
      ['p', ['pear', 'plum']],
      ['a', ['apple', 'apricot']],
      ['f', ['fig']],
    ],
  );
});

test('has no groups without values', () => {
  assert.is(groupBy([], String).size, 0);
});

test.run();
