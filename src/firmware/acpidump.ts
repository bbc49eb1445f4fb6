import { TABLE_LIMITS } from '../../grammar/limits.js';
import { byteText } from '../aml/bytes.js';

// In a log or a mail each line begins with a time stamp, `kernel:` or `>`: `[    0.000000]     0010: 01 52 …`.

/** `SSDT @ 0x0000000000000000`, as acpidump begins each table. */
const HEAD = /^(?:.*?[\]:>|])??[ \t]*([A-Z][A-Z0-9_ ]{3})[ \t]*@[ \t]*0x[0-9A-Fa-f]+[ \t]*$/;

/** `    0010: 01 52 4D 41 …  .RMA`: up to sixteen bytes, then two blanks, then what they are as characters. */
const DUMPED =
  /^(?:.*?[\]:>|])??[ \t]*[0-9A-Fa-f]{4,8}:[ \t]+((?:[0-9A-Fa-f]{2} ){0,15}[0-9A-Fa-f]{2})(?:[ \t]{2}.*|[ \t]*)$/;

/** The longest line of acpidump; a hostile text can have lines of megabytes. */
const LONGEST_LINE = 200;

/** `0000: 53` */
const SHORTEST_LINE = 8;

const SIGNATURE_BYTES = 4;

const NONE = new Uint8Array();

/** Whether a text has a table of acpidump. */
export function isDump(bytes: Uint8Array): boolean {
  for (const text of linesOf(textOf(bytes))) if (HEAD.test(text)) return true;
  return false;
}

/**
 * The tables of an acpidump text, in order; undefined for other texts. Too many are counted, not kept. A table without its
 * bytes, as at the end of a text that is cut off, is its signature, so that it is reported.
 */
export function tablesOfDump(bytes: Uint8Array): Uint8Array[] | undefined {
  const starts: number[] = [];
  const signatures: string[] = [];
  // A line gives fewer bytes than it has characters.
  const dumped = new Uint8Array(bytes.length);
  let length = 0;
  for (const text of linesOf(textOf(bytes))) {
    const [, signature] = HEAD.exec(text) ?? [];
    if (signature !== undefined) {
      starts.push(length);
      signatures.push(signature);
    }
    const [, pairs] = starts.length > 0 ? (DUMPED.exec(text) ?? []) : [];
    if (pairs) for (const pair of pairs.split(' ')) dumped[length++] = Number.parseInt(pair, 16);
  }
  if (starts.length === 0) return undefined;
  return starts.map((start, i) => {
    if (i > TABLE_LIMITS.tables) return NONE;
    const table = dumped.slice(start, starts[i + 1] ?? length);
    return table.length < SIGNATURE_BYTES ? new TextEncoder().encode(signatures[i]) : table;
  });
}

/** One line after the other, without long ones: an array of them all takes much memory for a text of short lines. */
function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? text.length : end;
    if (next - at >= SHORTEST_LINE && next - at <= LONGEST_LINE) yield text.slice(at, next).replace(/\r$/, '');
    at = next + 1;
  }
}

/** PowerShell redirects output as UTF-16, and editors of Windows save it so, or as UTF-8, all with a byte order mark. */
function textOf(bytes: Uint8Array): string {
  const marked = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte));
  return marked ? new TextDecoder(marked.encoding).decode(bytes) : byteText(bytes);
}

const MARKS = [
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
] as const;
