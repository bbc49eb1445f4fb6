import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { concatenatedTables, startsTable, statedLength } from '../../src/firmware/concatenated.js';
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

cases(
  'concatenated: where each table ends',
  [
    { name: 'two headers', tables: [table(36), table(36)], lengths: [36, 36] },
    { name: 'a header and a table', tables: [table(36), table(40)], lengths: [36, 40] },
    {
      name: 'bytes behind the last one stay with it',
      tables: [table(36), table(36), new Uint8Array(9)],
      lengths: [36, 45],
    },
    { name: 'a length less than a header is not followed', tables: [table(35, 36), table(36)], lengths: [72] },
  ],
  ({ tables, lengths }) => {
    const found = concatenatedTables(Buffer.concat(tables));
    assert.equal(
      found.map(({ length }) => length),
      lengths,
    );
  },
);

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
