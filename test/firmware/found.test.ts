import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { integer } from '../../src/aml/integer.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { foundValue } from '../../src/firmware/found.js';

test('a package that refers to itself is followed once and no further', () => {
  const self: AmlNode = {
    term: 'DefPackage',
    numElements: 2,
    elements: [integer(1), { term: 'NameString', name: 'SELF' }],
  };
  let depth = 0;
  let value = foundValue(self, () => self);
  while (value.kind === 'package' && value.elements[1]) {
    value = value.elements[1];
    depth++;
  }
  assert.is(value.kind, 'other');
  assert.ok(depth < 10);
});

test.run();
