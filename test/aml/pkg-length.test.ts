import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ByteReader, TruncatedError, UnsupportedError } from '../../src/aml/bytes.js';
import {
  decodePkgLength,
  encodePkgLength,
  minimalPkgLengthBytes,
  type PkgLengthBytes,
} from '../../src/aml/pkg-length.js';
import { encoded, hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

// ACPI 6.6 §20.2.4: it counts itself. One byte: 00LLLLLL. More: NN00LLLL, N bytes, the low four bits first.
const ROWS = [
  { name: 'of nothing', bodyLength: 0, bytes: '01' },
  { name: 'the last of one byte', bodyLength: 62, bytes: '3f' },
  { name: 'the first of two bytes', bodyLength: 63, bytes: '41 04' },
  { name: 'where the low four bits come round', bodyLength: 78, bytes: '40 05' },
  { name: 'the last of two bytes', bodyLength: 4093, bytes: '4f ff' },
  { name: 'the first of three bytes', bodyLength: 4094, bytes: '81 00 01' },
  { name: 'the last of three bytes', bodyLength: 0xfffff - 3, bytes: '8f ff ff' },
  { name: 'the first of four bytes', bodyLength: 0xfffff - 2, bytes: 'c1 00 00 01' },
  { name: 'the last of four bytes', bodyLength: 0xfffffff - 4, bytes: 'cf ff ff ff' },
  { name: 'of the 434 bytes that a _CPC of the device has', bodyLength: 426, bytes: '4c 1a' },
];

/** A reader over the bytes that claims to have a body behind them, without having one in memory. */
function readerOf(bytes: Uint8Array, bodyLength: number): ByteReader {
  return new ByteReader(bytes, 0, bytes.length + bodyLength);
}

cases('PkgLength', ROWS, ({ bodyLength, bytes }) => {
  const size = minimalPkgLengthBytes(bodyLength);
  sameBytes(
    encoded((out) => encodePkgLength(bodyLength, size, out)),
    hex(bytes),
  );
  assert.equal(decodePkgLength(readerOf(hex(bytes), bodyLength)), { bodyLength, size: hex(bytes).length });
});

test('a PkgLength past 28 bits is refused', () => {
  assert.throws(() => minimalPkgLengthBytes(0xfffffff - 3), RangeError);
});

cases(
  'a PkgLength longer than it needs to be',
  [
    { name: 'two bytes', size: 2, bytes: '46 00' },
    { name: 'three bytes', size: 3, bytes: '87 00 00' },
    { name: 'four bytes', size: 4, bytes: 'c8 00 00 00' },
  ] as const,
  ({ size, bytes }) => {
    sameBytes(
      encoded((out) => encodePkgLength(4, size as PkgLengthBytes, out)),
      hex(bytes),
    );
    assert.equal(decodePkgLength(readerOf(hex(bytes), 4)), { bodyLength: 4, size });
  },
);

cases(
  'rejects an invalid PkgLength',
  [
    { name: 'nothing', bytes: '', left: 0, error: TruncatedError },
    { name: 'half of two bytes', bytes: '41', left: 0, error: TruncatedError },
    { name: 'a body that is one byte longer than what is left', bytes: '06', left: 4, error: TruncatedError },
    { name: 'a length that does not even count itself', bytes: '00', left: 9, error: TruncatedError },
    { name: 'two bytes that say one', bytes: '41 00', left: 9, error: TruncatedError },
    { name: 'bit 4 of the lead byte', bytes: '51 04', left: 99, error: UnsupportedError },
    { name: 'bit 5 of the lead byte', bytes: '61 04', left: 99, error: UnsupportedError },
  ],
  ({ bytes, left, error }) => {
    assert.throws(
      () => decodePkgLength(readerOf(hex(bytes), left)),
      (thrown: unknown) => thrown instanceof error,
    );
  },
);

test('a body of exactly what is left', () => {
  assert.is(decodePkgLength(readerOf(hex('05'), 4)).bodyLength, 4);
});

test.run();
