import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { aritiesOf, invokesAny } from '../../src/aml/arities.js';
import { ByteReader } from '../../src/aml/bytes.js';
import { decodeTermList, encodeTerm } from '../../src/aml/term.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { encoded, hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

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

cases(
  'an External declares a method',
  [
    { name: 'by its type, with its arguments', objectType: 8, arity: 3 },
    { name: 'not as a Device', objectType: 6, arity: undefined },
  ],
  ({ objectType, arity }) => {
    const external: AmlNode = { term: 'DefExternal', name: 'FOO', objectType, argumentCount: 3 };
    assert.is(aritiesOf([[external]]).get('FOO'), arity);
  },
);

const uses = (name: string): AmlNode => ({ term: 'DefReturn', object: { term: 'NameString', name } });
const ARITIES = new Map([
  ['NONE', 0],
  ['ONE', 1],
]);

cases(
  'a method with arguments is invoked',
  [
    { name: 'in the first table', tables: [[uses('ONE')], []], invokes: true },
    { name: 'in the second term of the second table', tables: [[], [uses('XXX'), uses('ONE')]], invokes: true },
    { name: 'by its path', tables: [[uses('\\_SB.ONE')]], invokes: true },
    { name: 'not where it takes none', tables: [[uses('NONE')]], invokes: false },
    { name: 'not where it is unknown', tables: [[uses('XXX')]], invokes: false },
  ],
  ({ tables, invokes }) => assert.is(invokesAny(tables, ARITIES), invokes),
);

test.run();
