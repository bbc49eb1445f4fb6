import { DESCRIPTION_HEADER } from '../../grammar/structures.js';
import { diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { keepSpan } from './spans.js';
import { decodeStructure, encodeStructure, offsetOfField, sizeOfStructure } from './structure.js';
import { type Arities, decodeTermList, encodeTerm } from './term.js';
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
  let sum = -(bytes[CHECKSUM_OFFSET] ?? 0);
  for (let i = 0; i < bytes.length; i++) sum += bytes[i] ?? 0;
  return -sum & 0xff;
}

/**
 * Reads a table. Invocations get their arguments if `arities` has the method; the bytes are the same either way.
 * A wrong length or checksum is a diagnostic; the terms are read all the same.
 */
export function decodeTable(bytes: Uint8Array, file: string, arities?: Arities): Result<AmlTable> {
  if (bytes.length < HEADER_BYTES) {
    const place = { file, offset: 0, length: bytes.length };
    return fail(diagnostic('aml/too-short', place, { length: bytes.length, headerBytes: HEADER_BYTES }));
  }
  const { length, checksum, ...header } = decodeStructure(DESCRIPTION_HEADER, new ByteReader(bytes));
  const problems = [];
  if (length !== bytes.length) {
    const place = { file, offset: offsetOfField(DESCRIPTION_HEADER, 'length'), length: 4 };
    problems.push(diagnostic('aml/wrong-length', place, { length, fileLength: bytes.length }));
  }
  const end = Math.min(Math.max(length, HEADER_BYTES), bytes.length);
  const table = bytes.subarray(0, end);
  if (checksum !== checksumOf(table)) {
    const place = { file, offset: CHECKSUM_OFFSET, length: 1 };
    problems.push(diagnostic('aml/wrong-checksum', place, { checksum, right: checksumOf(table) }));
  }
  return ok({ header, terms: losslessTerms(table, arities) }, problems);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The decoded terms if they encode to the same bytes, else one opaque term. */
function losslessTerms(table: Uint8Array, arities?: Arities): readonly AmlNode[] {
  if (table.length > MOST_DECODED) return [opaqueBody(table)];
  const terms = decodeTermList(new ByteReader(table, HEADER_BYTES), arities);
  const out = new ByteWriter();
  for (const term of terms) encodeTerm(term, out);
  const body = table.subarray(HEADER_BYTES);
  if (equalBytes(out.result(), body)) return terms;
  return [opaqueBody(table)];
}

function opaqueBody(table: Uint8Array): AmlNode {
  return keepSpan({ term: 'Opaque', bytes: table.subarray(HEADER_BYTES) }, HEADER_BYTES, table.length);
}
