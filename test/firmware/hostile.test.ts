// Code that leads to packages in more ways than there are packages: what it comes to is known in bounded time.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AmlNode, NodeOf } from '../../src/aml/tree.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { cases } from '../support/cases.js';
import { readTable } from './packages.js';

const MANY = 10_000;

const integer = (value: number): AmlNode => ({ term: 'Integer', value: BigInt(value) });
const cpc = (): NodeOf<'DefPackage'> => ({ term: 'DefPackage', numElements: 2, elements: [integer(23), integer(3)] });
const method = (name: string, methodFlags: number, terms: readonly AmlNode[]): AmlNode => {
  return { term: 'DefMethod', name, methodFlags, terms };
};
const returning = (object: AmlNode): AmlNode => ({ term: 'DefReturn', object });
const stored = (source: AmlNode, target: AmlNode): AmlNode => ({ term: 'DefStore', source, target });
const local = (term: 'Local0' | 'Local1' | 'Arg0'): AmlNode => ({ term });
const at = (object: AmlNode, index: AmlNode): AmlNode => {
  return { term: 'DefIndex', object, index, target: { term: 'NullName' } };
};
const times = (make: (i: number) => readonly AmlNode[]) => Array.from({ length: MANY }, (_, i) => make(i)).flat();

function nested(depth: number): AmlNode {
  return depth === 0
    ? { term: 'NameString', name: 'PKG0' }
    : { term: 'NameString', name: 'FFFF', args: [nested(depth - 1)] };
}

const PKGS: AmlNode = { term: 'NameString', name: 'PKGS' };

cases(
  'facts: hostile code',
  [
    {
      name: 'invocations in invocations of a method that is defined three times',
      others: [
        { term: 'DefName', name: 'PKG0', object: cpc() },
        ...[1, 2, 3].map(() => method('FFFF', 1, [returning(local('Arg0'))])),
      ] as AmlNode[],
      code: [returning(nested(200))],
      found: 1,
    },
    {
      name: 'a local that stands for thousands of packages, and writes to each',
      others: [],
      code: [
        ...times(() => [stored(cpc(), local('Local0')), stored(integer(1), at(local('Local0'), integer(1)))]),
        returning(local('Local0')),
      ],
      // More steps than are followed.
      found: 0,
    },
    {
      name: 'thousands of computed elements of a package of thousands',
      others: [
        {
          term: 'DefName',
          name: 'PKGS',
          object: { term: 'DefPackage', numElements: 255, elements: [cpc(), ...times(() => [PKGS])] },
        },
      ] as AmlNode[],
      code: times(() => [returning({ term: 'DefDerefOf', object: at(PKGS, local('Local1')) })]),
      found: 0,
    },
  ],
  ({ others, code, found }) => {
    const device: AmlNode = { term: 'DefDevice', name: 'C000', terms: [method('_CPC', 0, code)] };
    const { cpc: packages } = machineFacts([readTable([...others, device])]);
    assert.is(packages.length, found);
    assert.ok(packages.every(({ processors }) => processors.join() === '\\C000'));
  },
);

test.run();
