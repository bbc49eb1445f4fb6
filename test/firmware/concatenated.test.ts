import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { concatenatedTables, signatureOf, startsTable, statedLength } from '../../src/firmware/concatenated.js';
import { cases } from '../support/cases.js';

/** A table that is a header, with a Length field and this number of bytes. ACPI 6.6 §5.2.6. */
function table(stated: number, bytes = stated): Uint8Array {
  const made = new Uint8Array(bytes);
  made.set(Buffer.from('SSDT'));
  new DataView(made.buffer).setUint32(4, stated, true);
  return made;
}

cases(
  'concatenated: the length that a header states',
  [
    { name: 'of a header alone', bytes: table(36), length: 36 },
    { name: 'of a header that is cut off', bytes: table(36).subarray(0, 35), length: 0 },
  ],
  ({ bytes, length }) => assert.is(statedLength(bytes), length),
);

/** With the checksum that makes the sum of all bytes 0. */
function summed(bytes: Uint8Array): Uint8Array {
  const made = bytes.slice();
  made[9] = 0;
  made[9] = -made.reduce((sum, byte) => sum + byte, 0) & 0xff;
  return made;
}

const signed = (signature: string, bytes: Uint8Array) => {
  const made = bytes.slice();
  made.set(Buffer.from(signature));
  return made;
};

const RSDP2 = Buffer.concat([Buffer.from('RSD PTR \0CASES \x02'), new Uint8Array(20)]);
const RSDP1 = Buffer.concat([Buffer.from('RSD PTR \0CASES \0'), new Uint8Array(4)]);
const FACS = signed('FACS', table(64));
const JUNK = Buffer.from('junk!');
const ZEROS = new Uint8Array(16);

interface Row {
  readonly name: string;
  readonly parts: readonly Uint8Array[];
  readonly lengths: readonly number[];
  readonly gaps?: readonly (readonly [offset: number, length: number])[];
}

cases<Row>(
  'concatenated: where each table ends',
  [
    { name: 'two headers', parts: [table(36), table(36)], lengths: [36, 36] },
    { name: 'a header and a table', parts: [table(36), table(40)], lengths: [36, 40] },
    { name: 'bytes behind the last one stay with it', parts: [table(36), table(36), ZEROS], lengths: [36, 52] },
    {
      name: 'zeros between, without checksums',
      parts: [table(36), ZEROS, table(40), ZEROS, table(44)],
      lengths: [36, 40, 44],
    },
    { name: 'a length less than a header is not followed', parts: [table(35, 36), table(36)], lengths: [72] },
    { name: 'a length past the end', parts: [table(37, 36)], lengths: [36] },
    { name: 'an RSDP in front', parts: [RSDP2, table(36)], lengths: [36] },
    { name: 'an RSDP of revision 1 in front', parts: [RSDP1, table(36)], lengths: [36] },
    { name: 'FACS and RSDP between', parts: [table(36), FACS, RSDP2, table(40)], lengths: [36, 64, 40] },
    { name: 'an RSDP at the end', parts: [table(36), RSDP2], lengths: [36] },
    { name: 'zeros between', parts: [table(36), ZEROS, summed(table(40))], lengths: [36, 40] },
    { name: 'zeros between, in front of FACS', parts: [table(36), ZEROS, FACS], lengths: [36, 64] },
    { name: 'FACS behind other bytes', parts: [FACS, JUNK, FACS], lengths: [64, 64], gaps: [[64, 5]] },
    { name: 'other bytes between', parts: [table(36), JUNK, summed(table(40))], lengths: [36, 40], gaps: [[36, 5]] },
    {
      name: 'other bytes between, twice',
      parts: [table(36), JUNK, summed(table(40)), JUNK, RSDP1, table(37)],
      lengths: [36, 40, 37],
      gaps: [
        [36, 5],
        [81, 5],
      ],
    },
    { name: 'other bytes behind a table without AML', parts: [FACS, JUNK], lengths: [64], gaps: [[64, 5]] },
    {
      name: 'after other bytes a table needs its checksum',
      parts: [FACS, JUNK, table(36)],
      lengths: [64],
      gaps: [[64, 41]],
    },
    { name: 'a signature with a sign', parts: [signed('ASF!', table(36)), table(40)], lengths: [36, 40] },
  ],
  ({ parts, lengths, gaps = [] }) => {
    const found = concatenatedTables(Buffer.concat(parts), (one) => signatureOf(one) === 'SSDT');
    assert.equal(
      found.tables.map(({ length }) => length),
      lengths,
    );
    assert.equal(
      found.gaps.map(({ offset, length }) => [offset, length]),
      gaps,
    );
  },
);

test('concatenated: many tables between other bytes take a time that grows with the file', () => {
  const parts = Array.from({ length: 20_000 }, () => [JUNK, summed(table(40))]).flat();
  const started = performance.now();
  const { tables, gaps } = concatenatedTables(Buffer.concat([table(36), ...parts]), () => true);
  assert.is(tables.length, 20_001);
  assert.is(gaps.length, 20_000);
  assert.ok(performance.now() - started < 5000);
});

cases(
  'concatenated: bytes begin a table',
  [
    { name: 'a header', bytes: table(36), starts: true },
    {
      name: 'a text without a zero byte in its first 36',
      bytes: Buffer.from(`SSDT${'x'.repeat(32)}\0`),
      starts: false,
    },
    { name: 'a zero byte as the last of 36', bytes: Buffer.from(`SSDT${'x'.repeat(31)}\0`), starts: true },
    { name: 'small letters', bytes: Buffer.from(`ssdt${'x'.repeat(31)}\0`), starts: false },
  ],
  ({ bytes, starts }) => assert.is(startsTable(bytes), starts),
);

test.run();
