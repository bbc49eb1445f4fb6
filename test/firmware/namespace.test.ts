import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AmlNode } from '../../src/aml/tree.js';
import { absolute, lookUp, namespaceOf, parentOf } from '../../src/firmware/namespace.js';
import { cases } from '../support/cases.js';

// ACPI 6.6 §5.3
cases(
  'a name as it stands in a scope',
  [
    { name: 'from the root', of: '\\_SB.C000', scope: '\\_SB.CPUS', path: '\\_SB.C000' },
    { name: 'of one segment', of: 'C000', scope: '\\_SB.CPUS', path: '\\_SB.CPUS.C000' },
    { name: 'in the root', of: 'C000', scope: '\\', path: '\\C000' },
    { name: 'the scope above itself', of: '^', scope: '\\_SB.CP00.SENS', path: '\\_SB.CP00' },
    { name: 'the root above itself', of: '^^', scope: '\\CP00', path: '\\' },
    { name: 'one scope up', of: '^C000', scope: '\\_SB.CPUS', path: '\\_SB.C000' },
    { name: 'two scopes up', of: '^^C000', scope: '\\_SB.CPUS', path: '\\C000' },
    { name: 'above the root', of: '^^^C000', scope: '\\_SB.CPUS', path: '\\C000' },
  ],
  ({ of, scope, path }) => assert.is(absolute(of, scope), path),
);

cases(
  'the scope above',
  [
    { name: 'of two', path: '\\_SB.CPUS', parent: '\\_SB' },
    { name: 'of one', path: '\\_SB', parent: '\\' },
    { name: 'of the root', path: '\\', parent: '\\' },
  ],
  ({ path, parent }) => assert.is(parentOf(path), parent),
);

const integer = (path: string, value: bigint): AmlNode => {
  return { term: 'DefName', name: path, object: { term: 'Integer', value } };
};
const TERMS: readonly AmlNode[] = [
  integer('\\AAAA', 1n),
  { term: 'DefDevice', name: '\\DEV0', terms: [integer('AAAA', 2n), integer('BBBB', 3n)] },
  { term: 'DefAlias', source: '\\AAAA', name: '\\ZZZZ' } as AmlNode,
];

// Only a single segment is looked for in the scopes above.
cases(
  'resolves a reference',
  [
    { name: 'the nearest', of: 'AAAA', scope: '\\DEV0', value: 2n },
    { name: 'one scope above', of: 'BBBB', scope: '\\DEV0.CHLD', value: 3n },
    { name: 'two scopes above', of: 'ZZZZ', scope: '\\DEV0.CHLD', value: 1n },
    { name: 'not above for a path', of: 'DEV0.AAAA', scope: '\\DEV0.CHLD', value: undefined },
    { name: 'not above for a name from the root', of: '\\BBBB', scope: '\\DEV0', value: undefined },
    { name: 'not above for a name with a prefix', of: '^AAAA', scope: '\\DEV0.CHLD.SUBD', value: undefined },
    { name: 'nothing', of: 'CCCC', scope: '\\DEV0', value: undefined },
    { name: 'an Alias', of: '\\ZZZZ', scope: '\\', value: 1n },
  ],
  ({ of, scope, value }) => {
    const [found] = lookUp(namespaceOf([TERMS]), of, scope);
    const object = found?.node.term === 'DefName' ? found.node.object : undefined;
    assert.is(object?.term === 'Integer' ? object.value : undefined, value);
  },
);

test.run();
