// Texts of acpidump: any text is read without an exception.

import type { Random } from '../../support/random.js';
import { GUESTS } from '../../support/spec-and-bytes.js';
import { dumpTexts, tables } from '../corpus.js';
import { readFirmwareBytes } from '../firmware.js';
import { mutatedBytes, mutatedText } from '../mutate.js';
import { bytesIn, type FuzzInput, type Target } from '../target.js';

const corpus = await tables();
const texts = [...dumpTexts(), ...corpus.slice(0, 20).map((bytes) => dump(bytes, 'SSDT'))];
const WORDS = [
  'SSDT @ 0x0000000000000000',
  'DSDT @ 0x0',
  'OEM1 @ 0x1',
  '    0000:',
  ' FFFF0: ',
  '53 53 44 54',
  ' 0 ',
  'G0',
  '@',
];

export const TARGET: Target = { name: 'acpidump', extension: 'txt', make, check };

function make(random: Random): FuzzInput {
  const choice = random.below(2 ** 31);
  const table = random.one(corpus);
  const damaged = random.below(2) === 0 ? mutatedBytes(table, random, corpus) : table;
  const fresh = dump(damaged, random.one(['SSDT', 'DSDT', 'FACP', 'OEM1', 'S3PT']));
  const start = random.one([random.one(texts), fresh, fresh + random.one(texts)]);
  const text = random.below(3) === 0 ? start : mutatedText(start, random, WORDS, texts);
  // PowerShell writes UTF-16.
  if (random.below(12) === 0) return { content: Uint8Array.from(Buffer.from(`\uFEFF${text}`, 'utf16le')), choice };
  return { content: text, choice };
}

async function check(input: FuzzInput): Promise<void> {
  const guests = [GUESTS[input.choice % GUESTS.length] ?? 'linux-6.12'];
  const other = corpus[input.choice % corpus.length] ?? new Uint8Array();
  await readFirmwareBytes('fuzzed.txt', bytesIn(input), { guests, cpu: undefined, other });
}

/** A table as acpidump writes it. */
function dump(bytes: Uint8Array, signature: string): string {
  const lines = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => {
    const part = bytes.subarray(i * 16, i * 16 + 16);
    const hex = Array.from(part, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
    const text = Array.from(part, (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    return `    ${(i * 16).toString(16).toUpperCase().padStart(4, '0')}: ${hex.padEnd(47)}  ${text}`;
  });
  return `${signature} @ 0x0000000000000000\n${lines.join('\n')}\n\n`;
}
