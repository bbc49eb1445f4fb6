import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ByteReader, TruncatedError } from '../../src/aml/bytes.js';
import { decodeInteger, encodeInteger, integer } from '../../src/aml/integer.js';
import { encoded, hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

// ACPI 6.6 §20.2.3; iasl 20200925 in a table of revision 2.
cases(
  'the shortest form',
  [
    { name: 'Zero', value: 0n, bytes: '00' },
    { name: 'One', value: 1n, bytes: '01' },
    { name: 'the first byte', value: 2n, bytes: '0a 02' },
    { name: 'the last byte', value: 0xffn, bytes: '0a ff' },
    { name: 'the first word', value: 0x100n, bytes: '0b 00 01' },
    { name: 'the last word', value: 0xffffn, bytes: '0b ff ff' },
    { name: 'the first doubleword', value: 0x1_0000n, bytes: '0c 00 00 01 00' },
    { name: 'the last doubleword', value: 0xffff_ffffn, bytes: '0c ff ff ff ff' },
    { name: 'the first quadword', value: 0x1_0000_0000n, bytes: '0e 00 00 00 00 01 00 00 00' },
    { name: 'all bits but one', value: 0xffff_ffff_ffff_fffen, bytes: '0e fe ff ff ff ff ff ff ff' },
    { name: 'Ones', value: 0xffff_ffff_ffff_ffffn, bytes: 'ff' },
  ],
  ({ value, bytes }) => {
    sameBytes(
      encoded((out) => encodeInteger(integer(value), out)),
      hex(bytes),
    );
    assert.equal(decodeInteger(new ByteReader(hex(bytes))), { term: 'Integer', value });
  },
);

cases(
  'a longer form is kept',
  [
    { name: '0 as a byte', value: 0n, width: 'Byte', bytes: '0a 00' },
    { name: '1 as a byte, as iasl -oa writes it', value: 1n, width: 'Byte', bytes: '0a 01' },
    { name: 'a byte as a word', value: 0xffn, width: 'Word', bytes: '0b ff 00' },
    { name: '1 as a doubleword, as coreboot writes it', value: 1n, width: 'DWord', bytes: '0c 01 00 00 00' },
    { name: 'a doubleword as a quadword', value: 0xffff_ffffn, width: 'QWord', bytes: '0e ff ff ff ff 00 00 00 00' },
    { name: 'Ones as a quadword', value: 0xffff_ffff_ffff_ffffn, width: 'QWord', bytes: '0e ff ff ff ff ff ff ff ff' },
  ] as const,
  ({ value, width, bytes }) => {
    sameBytes(
      encoded((out) => encodeInteger({ term: 'Integer', value, width }, out)),
      hex(bytes),
    );
    assert.equal(decodeInteger(new ByteReader(hex(bytes))), { term: 'Integer', value, width });
  },
);

cases(
  'a number that no Integer holds',
  [
    { name: '2^64', value: 2n ** 64n },
    { name: '-1', value: -1n },
    { name: 'a word in a byte', value: 0x100n, width: 'Byte' },
    { name: 'a quadword in a doubleword', value: 0x1_0000_0000n, width: 'DWord' },
  ] as const,
  ({ value, ...more }) => {
    assert.throws(() => encoded((out) => encodeInteger({ term: 'Integer', value, ...more }, out)), RangeError);
  },
);

test('leaves bytes that do not begin an Integer', () => {
  const from = new ByteReader(hex('0d 41 00'));
  assert.is(decodeInteger(from), undefined);
  assert.is(from.at, 0);
});

test('an Integer that is cut off', () => {
  for (const bytes of ['0a', '0b 01', '0c 01 02 03', '0e 01 02 03 04 05 06 07']) {
    assert.throws(
      () => decodeInteger(new ByteReader(hex(bytes))),
      (thrown: unknown) => thrown instanceof TruncatedError,
    );
  }
});

test.run();
