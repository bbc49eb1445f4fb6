import { ByteWriter } from '../../src/aml/bytes.js';

/** Bytes from text like `5b 82 0c00`; blanks and line ends do not matter. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) throw new Error(`not hexadecimal: ${text}`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** What an encoder writes. */
export function encoded(write: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter();
  write(out);
  return out.result();
}

// uvu's differ takes minutes on the hex of a large table, so the message has only the first difference.
export function sameBytes(
  actual: Uint8Array,
  expected: Uint8Array,
  about = 'bytes',
  except: readonly number[] = [],
): void {
  const length = Math.max(actual.length, expected.length);
  for (let at = 0; at < length; at++) {
    if (actual[at] === expected[at] || except.includes(at)) continue;
    throw new Error(
      `${about}: ${actual.length} bytes, ${expected.length} expected; first difference at 0x${at.toString(16)}: ` +
        `got ${around(actual, at)}, expected ${around(expected, at)}`,
    );
  }
}

/** Eight bytes before the place, and eight from it on behind the mark. */
function around(bytes: Uint8Array, at: number): string {
  const text = (from: number, to: number) =>
    Array.from(bytes.subarray(Math.max(0, from), Math.max(0, to)), (byte) => byte.toString(16).padStart(2, '0')).join(
      ' ',
    );
  return `${text(at - 8, at)} > ${text(at, at + 8)}`;
}

/** The bytes with their length and checksum fields made right, as a table must have them. ACPI 6.6 §5.2.6. */
export function withValidHeader(bytes: Uint8Array): Uint8Array {
  const table = bytes.slice();
  new DataView(table.buffer).setUint32(4, table.length, true);
  table[9] = 0;
  table[9] = -table.reduce((sum, byte) => sum + byte, 0) & 0xff;
  return table;
}
