import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checksumOf, decodeTable, encodeTable, HEADER_BYTES } from '../../src/aml/table.js';
import type { AmlTable } from '../../src/aml/tree.js';
import { hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

// DefinitionBlock ("", "SSDT", 2, "CPPC", "TEST", 1) { Name (FOO, 1) }, header as iasl 20200925 writes it.
const BYTES = hex('53534454 2a000000 02 3e 435050430000 5445535400000000 01000000 494e544c 25092020 08464f4f5f01');

const TABLE: AmlTable = {
  header: {
    signature: 'SSDT',
    revision: 2,
    oemId: 'CPPC',
    oemTableId: 'TEST',
    oemRevision: 1,
    creatorId: 'INTL',
    creatorRevision: 0x20200925,
  },
  terms: [{ term: 'DefName', name: 'FOO', object: { term: 'Integer', value: 1n } }],
};

test('a table, both ways', () => {
  sameBytes(encodeTable(TABLE), BYTES);
  const { value, diagnostics } = decodeTable(BYTES, 'x.aml');
  assert.equal(value, TABLE);
  assert.equal(diagnostics, []);
});

test('all bytes together are zero', () => {
  assert.is(encodeTable(TABLE).reduce((sum, byte) => sum + byte, 0) & 0xff, 0);
  assert.is(checksumOf(BYTES), 0x3e);
});

test('the checksum does not count itself', () => {
  const changed = BYTES.slice();
  changed[9] = 0;
  assert.is(checksumOf(changed), 0x3e);
});

function changed(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = BYTES.slice();
  change(bytes);
  return bytes;
}

const withLength = (length: number) => changed((bytes) => new DataView(bytes.buffer).setUint32(4, length, true));

interface Row {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** code at offset+length */
  readonly says: readonly string[];
  readonly terms: number | undefined;
}

const ROWS: readonly Row[] = [
  { name: 'nothing', bytes: hex(''), says: ['aml/too-short at 0+0'], terms: undefined },
  {
    name: 'one byte less than a header',
    bytes: BYTES.slice(0, HEADER_BYTES - 1),
    says: ['aml/too-short at 0+35'],
    terms: undefined,
  },
  {
    name: 'a header that promises more',
    bytes: BYTES.slice(0, HEADER_BYTES),
    says: ['aml/wrong-length at 4+4', 'aml/wrong-checksum at 9+1'],
    terms: 0,
  },
  {
    name: 'a wrong checksum',
    bytes: changed((bytes) => bytes.set([0], 9)),
    says: ['aml/wrong-checksum at 9+1'],
    terms: 1,
  },
  {
    name: 'a changed byte',
    bytes: changed((bytes) => bytes.set([0], 41)),
    says: ['aml/wrong-checksum at 9+1'],
    terms: 1,
  },
  {
    name: 'one byte cut off',
    bytes: BYTES.slice(0, -1),
    says: ['aml/wrong-length at 4+4', 'aml/wrong-checksum at 9+1'],
    terms: 1,
  },
  {
    name: 'a byte behind it, which is not read',
    bytes: Uint8Array.of(...BYTES, 0xa3),
    says: ['aml/wrong-length at 4+4'],
    terms: 1,
  },
  {
    name: 'a length of 0',
    bytes: withLength(0),
    says: ['aml/wrong-length at 4+4', 'aml/wrong-checksum at 9+1'],
    terms: 0,
  },
  {
    name: 'a length of 4 GiB',
    bytes: withLength(0xffffffff),
    says: ['aml/wrong-length at 4+4', 'aml/wrong-checksum at 9+1'],
    terms: 1,
  },
];

cases('reports problems of a table', ROWS, ({ bytes, says, terms }) => {
  const { value, diagnostics } = decodeTable(bytes, 'x.aml');
  const lines = diagnostics.map(({ code, place }) =>
    place && 'offset' in place ? `${code} at ${place.offset}+${place.length}` : code,
  );
  assert.equal(lines, says);
  assert.is(value?.terms.length, terms);
});

test('the right checksum is in the message', () => {
  const { diagnostics } = decodeTable(
    changed((bytes) => bytes.set([0x3d], 9)),
    'x.aml',
  );
  assert.is(diagnostics[0]?.message, 'the checksum is 0x3D; it must be 0x3E for these bytes');
});

test('a table in the middle of other bytes', () => {
  const around = Uint8Array.of(1, 2, 3, ...BYTES, 4);
  assert.equal(decodeTable(around.subarray(3, 3 + BYTES.length), 'x.aml').value, TABLE);
});

cases(
  'limits the length of a decoded table',
  [
    { name: 'four mebibytes', bytes: 4 * 1024 * 1024, term: 'DefName' },
    { name: 'a byte more', bytes: 4 * 1024 * 1024 + 1, term: 'Opaque' },
  ],
  ({ bytes, term }) => {
    const filled = (size: number): AmlTable => {
      const bufferSize = { term: 'Integer', value: BigInt(size) } as const;
      const object = { term: 'DefBuffer', bufferSize, bytes: new Uint8Array(size) } as const;
      return { ...TABLE, terms: [{ term: 'DefName', name: 'FOO', object }] };
    };
    const overhead = encodeTable(filled(bytes)).length - bytes;
    const table = encodeTable(filled(bytes - overhead));
    assert.is(table.length, bytes);
    assert.is(decodeTable(table, 'x').value?.terms[0]?.term, term);
  },
);

test.run();
