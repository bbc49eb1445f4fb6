import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { integer } from '../../src/aml/integer.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { foundValue, isCpcShaped, type PackageNode } from '../../src/firmware/firmware-cpc.js';
import { hex } from '../support/bytes.js';
import { cases } from '../support/cases.js';
import { NULL, pack } from './packages.js';

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

const NULL_REGISTERS = (count: number) => Array.from({ length: count }, () => NULL);

/** A package that no `_CPC` names: `length` in front, a revision, registers, and Integers up to `elements`. */
function shape({ length = 23n, revision = 3n, registers = 4, elements = 23 }): PackageNode {
  const rest = Array.from({ length: elements - 2 - registers }, () => 0n);
  return pack(length, revision, ...NULL_REGISTERS(registers), ...rest);
}

cases(
  'a package looks like one of _CPC',
  [
    { name: 'revision 1', of: { revision: 1n }, looks: true },
    { name: 'revision 0', of: { revision: 0n }, looks: false },
    { name: 'revision 9', of: { revision: 9n }, looks: true },
    { name: 'revision 10', of: { revision: 10n }, looks: false },
    { name: 'four registers', of: { registers: 4 }, looks: true },
    { name: 'three registers', of: { registers: 3 }, looks: false },
    { name: 'a length that no revision has', of: { length: 22n }, looks: true },
    { name: 'as many elements as no revision has', of: { elements: 22 }, looks: true },
    { name: 'a length and elements that no revision has', of: { length: 22n, elements: 22 }, looks: false },
    ...[17, 21, 23, 25].map((count) => ({
      name: `${count} elements`,
      of: { length: BigInt(count), elements: count },
      looks: true,
    })),
  ],
  ({ of, looks }) => assert.is(isCpcShaped(shape(of), false), looks),
);

cases(
  'a package that _CPC names is one',
  [
    { name: 'of two elements', elements: 2, is: true },
    { name: 'not of one', elements: 1, is: false },
  ],
  ({ elements, is }) => assert.is(isCpcShaped(pack(...[3n, 3n].slice(0, elements)), true), is),
);

cases(
  'a package behind a name',
  [
    { name: 'of 64 elements', elements: 64, kind: 'package' },
    { name: 'of 65 elements', elements: 65, kind: 'other' },
  ],
  ({ elements, kind }) => {
    const target = pack(...NULL_REGISTERS(elements));
    assert.is(foundValue({ term: 'NameString', name: 'PKGS' }, () => target).kind, kind);
  },
);

const SHORT = hex('82 0c 00 01 08 00 01 00 05 00 00 00 00 00 00 79');

cases(
  'a Buffer with fewer bytes than it has',
  [
    {
      name: 'with all bytes of a register',
      size: 17n,
      bytes: hex('82 0c 00 01 08 00 01 00 05 00 00 00 00 00 00 79 00'),
      kind: 'register',
    },
    { name: 'without the last zero', size: 17n, bytes: SHORT, kind: 'register' },
    { name: 'that declares only what it gives', size: 16n, bytes: SHORT, kind: 'other' },
  ],
  ({ size, bytes, kind }) => {
    const bufferSize: AmlNode = { term: 'Integer', value: size };
    assert.is(foundValue({ term: 'DefBuffer', bufferSize, bytes }, () => undefined).kind, kind);
  },
);

test.run();
