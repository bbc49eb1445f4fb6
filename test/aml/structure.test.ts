import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DESCRIPTION_HEADER, GENERIC_REGISTER } from '../../grammar/structures.js';
import { ByteReader, TruncatedError } from '../../src/aml/bytes.js';
import { decodeStructure, encodeStructure, offsetOfField, sizeOfStructure } from '../../src/aml/structure.js';
import { encoded, hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

// ACPI 6.6 §5.2.6, table "DESCRIPTION_HEADER Fields".
cases(
  'the header has at its offset',
  [
    { name: 'signature', offset: 0 },
    { name: 'length', offset: 4 },
    { name: 'revision', offset: 8 },
    { name: 'checksum', offset: 9 },
    { name: 'oemId', offset: 10 },
    { name: 'oemTableId', offset: 16 },
    { name: 'oemRevision', offset: 24 },
    { name: 'creatorId', offset: 28 },
    { name: 'creatorRevision', offset: 32 },
  ],
  ({ name, offset }) => assert.is(offsetOfField(DESCRIPTION_HEADER, name), offset),
);

test('sizes are those of ACPI', () => {
  assert.equal([sizeOfStructure(DESCRIPTION_HEADER), sizeOfStructure(GENERIC_REGISTER)], [36, 12]);
});

test('a header, both ways', () => {
  const value = {
    signature: 'SSDT',
    length: 0x01020304,
    revision: 2,
    checksum: 0xfe,
    oemId: 'CPPC',
    oemTableId: 'X3D-VM',
    oemRevision: 0xffffffff,
    creatorId: 'INTL',
    creatorRevision: 0x20200925,
  };
  const bytes = hex('53534454 04030201 02 fe 435050430000 5833442d564d0000 ffffffff 494e544c 25092020');
  sameBytes(
    encoded((out) => encodeStructure(DESCRIPTION_HEADER, value, out)),
    bytes,
  );
  assert.equal(decodeStructure(DESCRIPTION_HEADER, new ByteReader(bytes)), value);
});

test('a register, both ways: the access size stands before the address', () => {
  const value = { spaceId: 0x7f, bitWidth: 8, bitOffset: 16, accessSize: 4, address: 0xc00102b3n };
  const bytes = hex('7f 08 10 04 b30201c000000000');
  sameBytes(
    encoded((out) => encodeStructure(GENERIC_REGISTER, value, out)),
    bytes,
  );
  assert.equal(decodeStructure(GENERIC_REGISTER, new ByteReader(bytes)), value);
});

test('the last address is exact', () => {
  const { address } = decodeStructure(GENERIC_REGISTER, new ByteReader(hex('00 ff ff ff ffffffffffffffff')));
  assert.is(address, 2n ** 64n - 1n);
});

test('every byte of a text comes back, except the zeros behind it', () => {
  for (let byte = 1; byte < 0x100; byte++) {
    const bytes = hex('53534454 00000000 02 00 000000000000 5833442d564d0000 00000000 494e544c 25092020');
    bytes.set([byte, 0, byte, byte, 0, 0], 10);
    const value = decodeStructure(DESCRIPTION_HEADER, new ByteReader(bytes));
    assert.is(value.oemId.length, 4);
    sameBytes(
      encoded((out) => encodeStructure(DESCRIPTION_HEADER, value, out)),
      bytes,
      `byte 0x${byte.toString(16)}`,
    );
  }
});

test('one byte too few', () => {
  const from = new ByteReader(new Uint8Array(11));
  assert.throws(
    () => decodeStructure(GENERIC_REGISTER, from),
    (thrown: unknown) => thrown instanceof TruncatedError,
  );
});

test.run();
