import { DESCRIPTION_HEADER } from '../../grammar/structures.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { ok, type Result } from '../diagnostics/result.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { decodeBodies } from './decode.js';
import { keepSpan } from './spans.js';
import { decodeStructure, encodeStructure, offsetOfField, sizeOfStructure } from './structure.js';
import { encodeTerm } from './term.js';
import type { AmlNode, AmlTable } from './tree.js';

export const HEADER_BYTES = sizeOfStructure(DESCRIPTION_HEADER);
export const CHECKSUM_OFFSET = offsetOfField(DESCRIPTION_HEADER, 'checksum');

/** More than the largest DSDT and than 4,096 processors need. A larger table is decoded as one opaque term. */
const MOST_DECODED = 4 * 1024 * 1024;

/** A whole table: header, terms, and the checksum that brings the sum of all bytes to zero. ACPI 6.6 §5.2.6. */
export function encodeTable({ header, terms }: AmlTable): Uint8Array {
  const body = new ByteWriter();
  for (const term of terms) encodeTerm(term, body);
  const out = new ByteWriter();
  encodeStructure(DESCRIPTION_HEADER, { ...header, length: HEADER_BYTES + body.length, checksum: 0 }, out);
  const bytes = out.bytes(body.result()).result();
  bytes[CHECKSUM_OFFSET] = checksumOf(bytes);
  return bytes;
}

/** The checksum byte that a table of these bytes should have, whatever it has now. */
export function checksumOf(bytes: Uint8Array): number {
  return ((bytes[CHECKSUM_OFFSET] ?? 0) - sumOf(bytes)) & 0xff;
}

/** A function of its own: V8 compiles the loop while it runs, and throws that away if code behind it never ran before. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) sum += bytes[i] as number;
  return sum;
}

/** Bytes of a table with the name of their file. */
interface TableBytes {
  readonly bytes: Uint8Array;
  readonly file: string;
}

/** Reads a table without the others of its machine: an invocation of a method that it does not have stays a name. */
export function decodeTable(bytes: Uint8Array, file: string): Result<AmlTable> {
  return decodeTables([{ bytes, file }])[0] as Result<AmlTable>;
}

/**
 * Reads the tables of one machine into one namespace, the DSDT first and the others in the given order.
 * A wrong length or checksum is a diagnostic; the terms are read all the same.
 */
export function decodeTables(files: readonly TableBytes[]): Result<AmlTable>[] {
  const framed = files.map(frameOf);
  const ordered = [...framed].sort((a, b) => loadRank(a) - loadRank(b));
  const bodies = bodiesOf(ordered.map(({ bytes }) => bytes));
  const termsOf = new Map(ordered.map((one, i) => [one, bodies[i] ?? []]));
  return framed.map((one) => {
    if (!one.header) return { diagnostics: one.diagnostics };
    return ok({ header: one.header, terms: termsOf.get(one) ?? [] }, one.diagnostics);
  });
}

interface Framed {
  readonly header?: AmlTable['header'];
  /** As many as the header says, if there are so many. */
  readonly bytes: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

/** The DSDT is loaded before every other table. ACPI 6.6 §5.2.11.2. */
function loadRank(table: Framed): number {
  return table.header?.signature === 'DSDT' ? 0 : 1;
}

function frameOf({ bytes, file }: TableBytes): Framed {
  if (bytes.length < HEADER_BYTES) {
    const place = { file, offset: 0, length: bytes.length };
    const facts = { length: bytes.length, headerBytes: HEADER_BYTES };
    return { bytes: new Uint8Array(), diagnostics: [diagnostic('aml/too-short', place, facts)] };
  }
  const { length, checksum, ...header } = decodeStructure(DESCRIPTION_HEADER, new ByteReader(bytes));
  const diagnostics = [];
  if (length !== bytes.length) {
    const place = { file, offset: offsetOfField(DESCRIPTION_HEADER, 'length'), length: 4 };
    diagnostics.push(diagnostic('aml/wrong-length', place, { length, fileLength: bytes.length }));
  }
  const end = Math.min(Math.max(length, HEADER_BYTES), bytes.length);
  // Parts of a Buffer of Node take longer to make.
  const table = new Uint8Array(bytes.buffer, bytes.byteOffset, end);
  if (checksum !== checksumOf(table)) {
    const place = { file, offset: CHECKSUM_OFFSET, length: 1 };
    diagnostics.push(diagnostic('aml/wrong-checksum', place, { checksum, right: checksumOf(table) }));
  }
  return { header, bytes: table, diagnostics };
}

/** The decoded terms of each table; of one that is too large, one opaque term. */
function bodiesOf(tables: readonly Uint8Array[]): (readonly AmlNode[])[] {
  const read = tables.map((table) => (table.length <= MOST_DECODED ? table : table.subarray(0, HEADER_BYTES)));
  const bodies = decodeBodies(read.map((table) => new ByteReader(table, Math.min(HEADER_BYTES, table.length))));
  return bodies.map((terms, i) => (read[i] === tables[i] ? terms : [opaqueBody(tables[i] as Uint8Array)]));
}

function opaqueBody(table: Uint8Array): AmlNode {
  return keepSpan({ term: 'Opaque', bytes: table.subarray(HEADER_BYTES) }, HEADER_BYTES, table.length);
}
