import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { aritiesOf } from '../../src/aml/arities.js';
import { ByteReader } from '../../src/aml/bytes.js';
import { decodeTermList, encodeTerm } from '../../src/aml/term.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { encoded, hex, sameBytes } from '../support/bytes.js';

// Method (FOO, 2) { Return (Arg1) }   Method (BAR) { Store (FOO (One, Zero), Local0) Return (Local0) }
const BYTES = hex('14 08 464f4f5f 02 a4 69  14 10 4241525f 00 70 464f4f5f 01 00 60 a4 60');

function decoded(arities: ReadonlyMap<string, number>): AmlNode[] {
  return decodeTermList(new ByteReader(BYTES), arities);
}

test('a method that the table defines is invoked with its arguments', () => {
  const arities = aritiesOf([decoded(new Map())]);
  assert.is(arities.get('FOO'), 2);
  const [, bar] = decoded(arities);
  assert.equal(bar?.term === 'DefMethod' && bar.terms[0], {
    term: 'DefStore',
    source: {
      term: 'NameString',
      name: 'FOO',
      args: [
        { term: 'Integer', value: 1n },
        { term: 'Integer', value: 0n },
      ],
    },
    target: { term: 'Local0' },
  });
});

test('the bytes are the same, whether the method is known or not', () => {
  for (const arities of [new Map<string, number>(), new Map([['FOO', 2]])]) {
    sameBytes(
      encoded((out) => {
        for (const term of decoded(arities)) encodeTerm(term, out);
      }),
      BYTES,
    );
  }
});

test('a name with two answers has none', () => {
  const method = (methodFlags: number): AmlNode => ({ term: 'DefMethod', name: 'FOO', methodFlags, terms: [] });
  assert.is(aritiesOf([[method(1)], [method(2)]]).get('FOO'), undefined);
});

test.run();
