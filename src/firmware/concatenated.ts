import { DESCRIPTION_HEADER } from '../../grammar/structures.js';
import { ByteReader } from '../aml/bytes.js';
import { decodeStructure } from '../aml/structure.js';
import { HEADER_BYTES } from '../aml/table.js';

/** A table's signature is four such characters; behind it stands a length of 32 bits, which no text has. ACPI 6.6 §5.2.6. */
const SIGNATURE = /^[A-Z][A-Z0-9]{3}$/;

/** Bytes that begin with a description header, wrong as it may be. */
export function startsTable(bytes: Uint8Array): boolean {
  return SIGNATURE.test(signatureOf(bytes)) && bytes.subarray(0, HEADER_BYTES).includes(0);
}

export function signatureOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4));
}

/** The length that a table's header states; 0 where the header is cut off. */
export function statedLength(bytes: Uint8Array): number {
  if (bytes.length < HEADER_BYTES) return 0;
  return decodeStructure(DESCRIPTION_HEADER, new ByteReader(bytes)).length;
}

/** Tables that follow each other in a file: each ends at the length in its header, if another table begins there. */
export function concatenatedTables(bytes: Uint8Array): Uint8Array[] {
  const tables: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const rest = bytes.subarray(at);
    const length = statedLength(rest);
    const another = length >= HEADER_BYTES && startsTable(rest.subarray(length));
    tables.push(another ? rest.subarray(0, length) : rest);
    at += another ? length : rest.length;
  }
  return tables;
}
