import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tablesOfDump } from '../../src/firmware/acpidump.js';
import { cases } from '../support/cases.js';

const text = (words: string) => Buffer.from(words, 'latin1');
const HEAD = 'SSDT @ 0x0000000000000000';
const LINE = '    0000: 53 53';

/** The same line with this number of characters in its text column. */
const long = (length: number) => `${`${LINE}  `.padEnd(length, 'x')}\n`;

// biome-ignore format: one row a line
const ROWS: readonly { name: string; bytes: Uint8Array; tables: number[][] | undefined }[] = [
  { name: 'one table of one line', bytes: text(`${HEAD}\n${LINE}\n`), tables: [[0x53, 0x53]] },
  { name: 'a table without lines', bytes: text(`${HEAD}\n`), tables: [[]] },
  { name: 'lines without a table', bytes: text(`${LINE}\n`), tables: undefined },
  { name: 'a line of 200 characters', bytes: text(`${HEAD}\n${long(200)}`), tables: [[0x53, 0x53]] },
  { name: 'a line of 201 characters', bytes: text(`${HEAD}\n${long(201)}`), tables: [[]] },
  { name: 'UTF-16 with its mark', bytes: Buffer.from(`\ufeff${HEAD}\n${LINE}\n`, 'utf16le'), tables: [[0x53, 0x53]] },
  { name: 'the first byte of the mark alone', bytes: text(`\xff\n${HEAD}\n${LINE}\n`), tables: [[0x53, 0x53]] },
  { name: 'the second byte of the mark alone', bytes: text(`x\xfe\n${HEAD}\n${LINE}\n`), tables: [[0x53, 0x53]] },
];

cases('acpidump', ROWS, ({ bytes, tables }) => {
  assert.equal(
    tablesOfDump(bytes)?.map((table) => [...table]),
    tables,
  );
});

test.run();
