import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { psdName } from '../../src/lower/psd.js';
import { bytesOf } from '../resolve/specs.js';
import { cases } from '../support/cases.js';

// ACPI 6.6 §8.4.5.5: NumEntries, Revision, Domain, CoordType, NumProcessors.
cases(
  'lower: _PSD has five Integers in a Package in a Package',
  [
    { name: 'SW_ALL', coordType: 'SW_ALL', byte: 'fc' },
    { name: 'SW_ANY', coordType: 'SW_ANY', byte: 'fd' },
    { name: 'HW_ALL', coordType: 'HW_ALL', byte: 'fe' },
  ] as const,
  ({ coordType, byte }) => {
    const bytes = bytesOf(psdName({ domain: 7n, coordType, numProcessors: 2n }));
    assert.is(Buffer.from(bytes).toString('hex'), `085f505344120e01120b050a05000a070a${byte}0a02`);
  },
);

test('lower: a domain past 8 bits gets a longer Integer', () => {
  const bytes = bytesOf(psdName({ domain: 0x1234n, coordType: 'HW_ALL', numProcessors: 1n }));
  assert.is(Buffer.from(bytes).toString('hex'), '085f505344120e01120b050a05000b34120afe01');
});

test.run();
