// What is beyond the limits of the decoder stays opaque, and is said to be.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable, encodeTable, HEADER_BYTES } from '../../src/aml/table.js';
import { readSet } from '../../src/firmware/sources.js';
import { contentsOf, missingCpcNotes } from '../../src/inspect/table-contents.js';
import { hex, sameBytes, withValidHeader } from '../support/bytes.js';

const HEADER = encodeTable({
  header: {
    ...{ signature: 'SSDT', revision: 2, oemId: 'CPPC', oemTableId: 'LIMITS', oemRevision: 1 },
    ...{ creatorId: 'CPPC', creatorRevision: 1 },
  },
  terms: [],
}).subarray(0, HEADER_BYTES);

function tableOf(body: Uint8Array): Uint8Array {
  return withValidHeader(Uint8Array.from([...HEADER, ...body]));
}

function help(bytes: Uint8Array): string {
  const { tables } = readSet([{ name: 'x.aml', bytes }], 0);
  return missingCpcNotes(contentsOf(tables)).map((one) => one.help ?? '')[0] ?? '';
}

const NOOP = 0xa3;
/** Ifs in one another: of the innermost, four bytes of length. */
const nested = (depth: number) => {
  let body = new Uint8Array();
  for (let i = 0; i < depth; i++) {
    const length = body.length + 5;
    const pkg = [0xc0 | (length & 0x0f), (length >> 4) & 0xff, (length >> 12) & 0xff, length >> 20];
    body = Uint8Array.from([0xa0, ...pkg, 0x01, ...body]);
  }
  return body;
};

const ROWS = [
  {
    name: 'terms',
    body: new Uint8Array(400_100).fill(NOOP),
    says: /not decoded, because the table has more than 400,000 terms/,
  },
  { name: 'depth', body: nested(300), says: /not decoded, because terms are more than 256 deep/ },
  { name: 'bytes', body: hex(`fe ${'00 '.repeat(40)}`), says: /could not be decoded/ },
];

for (const { name, body, says } of ROWS) {
  test(`limits: ${name}`, () => {
    const bytes = tableOf(body);
    const { value } = decodeTable(bytes, 'x.aml');
    assert.ok(value);
    sameBytes(encodeTable(value), bytes);
    assert.match(help(bytes), says);
  });
}

test.run();
