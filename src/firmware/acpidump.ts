import { byteText } from '../aml/bytes.js';

/** `SSDT @ 0x0000000000000000`, as acpidump begins each table. */
const HEAD = /^[ \t]*([A-Z][A-Z0-9_ ]{3})[ \t]*@[ \t]*0x[0-9A-Fa-f]+[ \t]*$/;

/** `    0010: 01 52 4D 41 …  .RMA`: up to sixteen bytes, then two blanks, then what they are as characters. */
const DUMPED = /^[ \t]*[0-9A-Fa-f]{4,8}:[ \t]+((?:[0-9A-Fa-f]{2} ){0,15}[0-9A-Fa-f]{2})(?:[ \t]{2}.*|[ \t]*)$/;

/** The longest line of acpidump; a hostile text can have lines of megabytes. */
const LONGEST_LINE = 200;

/** The tables of an acpidump text, in order; undefined for other texts. */
export function tablesOfDump(bytes: Uint8Array): Uint8Array[] | undefined {
  const tables: number[][] = [];
  for (const line of textOf(bytes).split('\n')) {
    if (line.length > LONGEST_LINE) continue;
    const text = line.replace(/\r$/, '');
    if (HEAD.test(text)) tables.push([]);
    const [, pairs] = DUMPED.exec(text) ?? [];
    if (pairs) for (const pair of pairs.split(' ')) tables.at(-1)?.push(Number.parseInt(pair, 16));
  }
  return tables.length > 0 ? tables.map((table) => Uint8Array.from(table)) : undefined;
}

/** PowerShell redirects output as UTF-16 with a byte order mark. */
function textOf(bytes: Uint8Array): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? new TextDecoder('utf-16le').decode(bytes) : byteText(bytes);
}
