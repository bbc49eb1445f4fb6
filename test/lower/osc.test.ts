import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oscMethod } from '../../src/lower/osc.js';
import { bytesOf } from '../resolve/specs.js';

const BYTES = Buffer.from(bytesOf(oscMethod())).toString('hex');

test('lower: _OSC is a serialized method with four arguments', () => {
  assert.match(BYTES, /^14[0-9a-f]{2,8}?5f4f53430c/);
});

// ACPI 6.6 §6.2.12: bit 2 unrecognized UUID, bit 3 unrecognized revision, bit 4 capabilities masked.
test('lower: _OSC sets the status bits in this order', () => {
  assert.equal(
    [...BYTES.matchAll(/7d535453300a(..)53545330/g)].map(([, bit]) => bit),
    ['04', '08', '10'],
  );
});

test('lower: _OSC keeps bits 5, 6, 12 and 14 of the capabilities', () => {
  assert.match(BYTES, /7b434150300b605060/);
});

test('lower: _OSC compares the UUID of the platform and revision 1', () => {
  assert.match(BYTES, /936811130a106eb01108274af9448d603cbbc22e7b48/);
  assert.match(BYTES, /936901/);
});

test.run();
