import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readLinuxReport } from '../../src/observe/linux-report.js';
import { findReport } from '../../src/observe/report-text.js';
import { cases } from '../support/cases.js';

const TEXT = 'cppc-acpi report 1 windows\n==== windows\nversion=ä\n';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

// biome-ignore format: a row a line
const rows = [
  { name: 'UTF-8', bytes: Buffer.from(TEXT) },
  { name: 'UTF-8 with a mark', bytes: Buffer.from(`\uFEFF${TEXT}`) },
  { name: 'UTF-16, as PowerShell 5 redirects', bytes: utf16(`\uFEFF${TEXT.replaceAll('\n', '\r\n')}`) },
  { name: 'UTF-16 without a mark', bytes: utf16(TEXT) },
  { name: 'big-endian UTF-16', bytes: utf16(`\uFEFF${TEXT}`).swap16() },
  { name: 'big-endian UTF-16 without a mark', bytes: utf16(TEXT).swap16() },
  { name: 'CRLF', bytes: Buffer.from(TEXT.replaceAll('\n', '\r\n')) },
  { name: 'lines of a terminal before it', bytes: Buffer.from(`C:\\> powershell -File r.ps1\r\n\r\n${TEXT}`) },
] as const;

cases('the same report', rows, ({ bytes }) => {
  assert.equal(findReport(bytes, 'r').value, { system: 'windows', text: TEXT, isOurs: true });
});

test('the same report in a code page, as cmd.exe redirects: other letters than those of ASCII are lost', () => {
  const bytes = Buffer.concat([Buffer.from(TEXT.split('ä')[0] ?? ''), Buffer.from([0x84]), Buffer.from('\n')]);
  const text = TEXT.replace('ä', '\uFFFD');
  assert.equal(findReport(bytes, 'r').value, { system: 'windows', text, isOurs: true });
});

// biome-ignore format: a row a line
const refused = [
  { name: 'bytes', bytes: Buffer.from([0x80, 0x81, 0x82]), code: 'observe/not-a-report' },
  { name: 'another text', bytes: Buffer.from('hello'), code: 'observe/not-a-report' },
  { name: 'nothing', bytes: Buffer.alloc(0), code: 'observe/not-a-report' },
  { name: 'another version', bytes: Buffer.from('cppc-acpi report 2 linux\n'), code: 'observe/other-version' },
  { name: 'another system', bytes: Buffer.from('cppc-acpi report 1 solaris\n'), code: 'observe/other-version' },
] as const;

cases('refused', refused, ({ bytes, code }) => {
  const { value, diagnostics } = findReport(bytes, 'r');
  assert.equal([value, diagnostics.map((one) => one.code)], [undefined, [code]]);
});

test('a pasted report may lack the last line end, or have spaces there; one that was cut has no end', () => {
  const isWhole = (text: string) => readLinuxReport(`cppc-acpi report 1 linux\n==== log\n${text}`).isWhole;
  assert.equal(['==== end\n', '==== end', '==== end  ', '==== end \n', 'user@host:~$ '].map(isWhole), [
    true,
    true,
    true,
    true,
    false,
  ]);
  assert.equal(['==== en', '==== endless', '==== log'].map(isWhole), [false, false, false]);
});

test('events of wevtutil need no first line', () => {
  assert.equal(findReport(Buffer.from('<Event>'), 'r').value, { system: 'windows', text: '<Event>', isOurs: false });
});

test.run();
