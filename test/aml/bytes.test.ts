import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ByteReader, byteText, TruncatedError } from '../../src/aml/bytes.js';
import { encoded, hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

cases(
  'little-endian numbers',
  [
    { name: 'one byte', value: 0x12, size: 1, bytes: '12' },
    { name: 'two bytes', value: 0x1234, size: 2, bytes: '34 12' },
    { name: 'three bytes', value: 0x123456, size: 3, bytes: '56 34 12' },
    { name: 'four bytes', value: 0xfffefdfc, size: 4, bytes: 'fc fd fe ff' },
    { name: 'eight bytes', value: 0xf123456789abcdefn, size: 8, bytes: 'ef cd ab 89 67 45 23 f1' },
    { name: 'a bigint in one byte', value: 0xffn, size: 1, bytes: 'ff' },
    { name: 'a bigint in four bytes', value: 0xfffefdfcn, size: 4, bytes: 'fc fd fe ff' },
    { name: 'a small number in eight bytes', value: 1n, size: 8, bytes: '01 00 00 00 00 00 00 00' },
  ],
  ({ value, size, bytes }) => {
    sameBytes(
      encoded((out) => out.uint(value, size)),
      hex(bytes),
    );
    assert.is(new ByteReader(hex(bytes)).uint(size), BigInt(value));
  },
);

test('text is one byte a character, with zeros behind it', () => {
  sameBytes(
    encoded((out) => out.ascii('AB')),
    hex('41 42'),
  );
  sameBytes(
    encoded((out) => out.ascii('AB', 4)),
    hex('41 42 00 00'),
  );
  sameBytes(
    encoded((out) => out.ascii('ABCDE', 4)),
    hex('41 42 43 44'),
  );
});

test('every byte becomes the character of its number, on every release of Node', () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, at) => at & 0xff);
  const text = byteText(bytes);
  assert.is(text.length, bytes.length);
  assert.ok(bytes.every((byte, at) => text.charCodeAt(at) === byte));
});

test('a writer grows as far as it must', () => {
  const part = Uint8Array.from({ length: 1000 }, (_, i) => i & 0xff);
  const whole = encoded((out) => {
    for (let i = 0; i < 255; i++) out.u8(i);
    out.bytes(part).u8(7).bytes(part).uint(0xffff, 2);
  });
  assert.is(whole.length, 255 + 1000 + 1 + 1000 + 2);
  sameBytes(whole.slice(255, 1255), part);
  sameBytes(whole.slice(1255), Uint8Array.of(7, ...part, 0xff, 0xff));
});

test('a reader stays within its part', () => {
  const whole = new ByteReader(hex('00 01 02 03 04 05'), 1);
  const part = whole.part(3);
  assert.equal([part.at, part.end, part.left, whole.at], [1, 4, 3, 4]);
  assert.equal([part.peek(), part.peek(2), part.peek(3)], [1, 3, undefined]);
  assert.equal([...part.bytes(3)], [1, 2, 3]);
  assert.throws(() => part.u8(), isTruncated);
  assert.is(whole.u8(), 4);
});

test('more than is left is not read, and nothing is passed over', () => {
  const from = new ByteReader(hex('01 02'));
  assert.throws(() => from.bytes(3), isTruncated);
  assert.throws(() => from.uint(3), isTruncated);
  assert.throws(() => from.part(3), isTruncated);
  assert.is(from.at, 0);
  assert.is(from.bytes(2).length, 2);
  assert.is(from.bytes(0).length, 0);
});

function isTruncated(thrown: unknown): boolean {
  return thrown instanceof TruncatedError;
}

test.run();
