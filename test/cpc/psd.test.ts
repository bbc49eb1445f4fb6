import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PackageValue } from '../../src/cpc/package.js';
import { psdDomain, psdElements, readPsd } from '../../src/cpc/psd.js';
import { cases } from '../support/cases.js';

const integers = (...values: readonly bigint[]): PackageValue => ({
  kind: 'package',
  elements: values.map((value) => ({ kind: 'integer', value })),
});
const outer = (...elements: readonly PackageValue[]): PackageValue => ({ kind: 'package', elements });
const name: PackageValue = { kind: 'other', node: { term: 'NameString', name: 'DOM4' } };

test('reads a package that it wrote', () => {
  const domain = { domain: 7n, coordType: 'HW_ALL', numProcessors: 2n } as const;
  assert.equal(psdDomain(outer(integers(...psdElements(domain)))), domain);
});

cases(
  'the shapes of a _PSD',
  [
    { name: 'one Package', value: outer(integers(5n, 0n, 4n, 0xfdn, 2n)), packages: 1, wrapped: false, domain: 4n },
    {
      name: 'the outer Package is missing',
      value: integers(5n, 0n, 4n, 0xfdn, 2n),
      packages: 0,
      wrapped: true,
      domain: 4n,
    },
    { name: 'an empty Package', value: outer(), packages: 0, wrapped: true, domain: undefined },
    { name: 'two Packages', value: outer(integers(5n), integers(5n)), packages: 2, wrapped: false, domain: undefined },
    { name: 'a name that no table defines', value: outer(name), packages: 0, wrapped: false, domain: undefined },
    {
      name: 'no Package',
      value: { kind: 'integer', value: 5n } as const,
      packages: 0,
      wrapped: false,
      domain: undefined,
    },
  ],
  ({ value, packages, wrapped, domain }) => {
    const read = readPsd(value);
    assert.equal([read.packages, read.wrapped, read.integer('Domain')], [packages, wrapped, domain]);
  },
);

test('an unknown coordination type is none', () => {
  assert.equal(psdDomain(outer(integers(5n, 0n, 4n, 1n, 2n))), { domain: 4n, numProcessors: 2n });
});

test.run();
