import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tablesOfDump } from '../../src/firmware/acpidump.js';
import { cases } from '../support/cases.js';

const text = (words: string) => Buffer.from(words, 'latin1');
const HEAD = 'SSDT @ 0x0000000000000000';
const LINE = '    0000: 53 53 44 54 24';
const TABLE = [0x53, 0x53, 0x44, 0x54, 0x24];
const UTF16 = Buffer.from(`\ufeff${HEAD}\n${LINE}\n`, 'utf16le');

/** The same line with this number of characters in its text column. */
const long = (length: number) => `${`${LINE}  `.padEnd(length, 'x')}\n`;

// biome-ignore format: one row a line
const ROWS: readonly { name: string; bytes: Uint8Array; tables: number[][] | undefined }[] = [
  { name: 'one table of one line', bytes: text(`${HEAD}\n${LINE}\n`), tables: [TABLE] },
  { name: 'a table without lines', bytes: text(`${HEAD}\n`), tables: [[0x53, 0x53, 0x44, 0x54]] },
  { name: 'lines without a table', bytes: text(`${LINE}\n`), tables: undefined },
  { name: 'a line of 200 characters', bytes: text(`${HEAD}\n${long(200)}`), tables: [TABLE] },
  { name: 'a line of 201 characters', bytes: text(`${HEAD}\n${long(201)}`), tables: [[0x53, 0x53, 0x44, 0x54]] },
  { name: 'UTF-16 with its mark', bytes: UTF16, tables: [TABLE] },
  { name: 'UTF-16 of the other byte order', bytes: Buffer.from(UTF16).swap16(), tables: [TABLE] },
  { name: 'UTF-8 with its mark', bytes: Buffer.from(`\ufeff${HEAD}\n${LINE}\n`), tables: [TABLE] },
  { name: 'line ends of Windows', bytes: text(`${HEAD}\r\n${LINE}  SSDT$\r\n`), tables: [TABLE] },
  { name: 'the time stamps of dmesg', bytes: text(`[    1.234567] ${HEAD}\n[   11.234568] ${LINE}  SSDT$\n`), tables: [TABLE] },
  { name: 'the stamps of journalctl', bytes: text(`Nov 28 04:00:01 host kernel: ${HEAD}\nNov 28 04:00:01 host kernel: ${LINE}\n`), tables: [TABLE] },
  { name: 'a quotation', bytes: text(`> ${HEAD}\n> ${LINE}\n`), tables: [TABLE] },
  { name: 'an address in a sentence', bytes: text('compare the SSDT @ 0x1234\n'), tables: undefined },
  { name: 'the first byte of the mark alone', bytes: text(`\xff\n${HEAD}\n${LINE}\n`), tables: [TABLE] },
  { name: 'the second byte of the mark alone', bytes: text(`x\xfe\n${HEAD}\n${LINE}\n`), tables: [TABLE] },
];

cases('acpidump', ROWS, ({ bytes, tables }) => {
  assert.equal(
    tablesOfDump(bytes)?.map((table) => [...table]),
    tables,
  );
});

test.run();
