// Tables that follow each other in a file, as `cat` and memory dumps have them. Each ends at the length in its header. An
// RSDP between them has no header and holds no AML. Bytes that are neither are left out, and reported.

import { DESCRIPTION_HEADER, FACS_LENGTH, RSDP } from '../../grammar/structures.js';
import { offsetOfField } from '../aml/structure.js';
import { HEADER_BYTES } from '../aml/table.js';

/** A table's signature is four such characters; behind it stands a length of 32 bits, which no text has. ACPI 6.6 §5.2.6. */
const SIGNATURE = /^[A-Z][A-Z0-9_]{2}[A-Z0-9_!]$/;

/** The signature ends here. */
const LENGTH_OFFSET = offsetOfField(DESCRIPTION_HEADER, 'length');

/** Bytes that begin with a description header, wrong as it may be. */
export function startsTable(bytes: Uint8Array): boolean {
  return SIGNATURE.test(signatureOf(bytes)) && bytes.subarray(0, HEADER_BYTES).includes(0);
}

/** Bytes that begin with a table, or with the RSDP, which memory dumps have in front. */
export function startsTables(bytes: Uint8Array): boolean {
  return startsTable(bytes) || rsdpLength(bytes) > 0;
}

export function signatureOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, LENGTH_OFFSET));
}

/** The length that a table's header states; 0 where the header is cut off. */
export function statedLength(bytes: Uint8Array): number {
  if (bytes.length < HEADER_BYTES) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(LENGTH_OFFSET, true);
}

/** Bytes of a root system description pointer; 0 for anything else. ACPI 6.6 §5.2.5.3. */
function rsdpLength(bytes: Uint8Array): number {
  if (!RSDP.signature.every((byte, i) => bytes[i] === byte)) return 0;
  const length = (bytes[RSDP.revisionAt] ?? 0) < 2 ? RSDP.bytes1 : RSDP.bytes2;
  return Math.min(length, bytes.length);
}

/** Bytes of a file that are no table. */
export interface Gap {
  readonly offset: number;
  readonly length: number;
}

interface Pieces {
  readonly tables: readonly Uint8Array[];
  readonly gaps: readonly Gap[];
}

/**
 * The tables of a file, and what is between them. A table whose length does not fit has all the rest, and so has the last one
 * if `keepsRest` says so: then its wrong length is reported.
 */
export function concatenatedTables(bytes: Uint8Array, keepsRest: (table: Uint8Array) => boolean): Pieces {
  const tables: Uint8Array[] = [];
  const gaps: Gap[] = [];
  const sums = lazily(() => sumsOf(bytes));
  for (let at = 0; at < bytes.length; ) {
    const rest = bytes.subarray(at);
    const table = startsTable(rest) ? tableAt(bytes, at, keepsRest, sums) : undefined;
    if (table) tables.push(table);
    const next = at + (table?.length ?? rsdpLength(rest));
    const end = next > at ? next : nextTable(bytes, at, sums);
    if (end > next && bytes.subarray(next, end).some((byte) => byte !== 0)) gaps.push({ offset: at, length: end - at });
    at = end;
  }
  return { tables, gaps };
}

type Sums = () => Uint8Array;

function tableAt(bytes: Uint8Array, at: number, keepsRest: (table: Uint8Array) => boolean, sums: Sums): Uint8Array {
  const rest = bytes.subarray(at);
  const length = statedLength(rest);
  if (length < HEADER_BYTES || length > rest.length) return rest;
  const isFollowed = startsTables(rest.subarray(length)) || !keepsRest(rest);
  return isFollowed || nextTable(bytes, at + length, sums) < bytes.length ? rest.subarray(0, length) : rest;
}

/**
 * Where the next table or RSDP begins. Behind zeros alone, as tables are padded with, it need not have the right checksum;
 * among other bytes it must.
 */
function nextTable(bytes: Uint8Array, from: number, sums: Sums): number {
  const padded = afterZeros(bytes, from);
  if (padded > from && fits(bytes, padded)) return padded;
  for (let at = from; at < bytes.length; at++) {
    if (!isCapital(bytes[at] ?? 0)) continue;
    const rest = bytes.subarray(at, at + HEADER_BYTES);
    if (rsdpLength(rest) > 0) return at;
    if (!fits(bytes, at)) continue;
    const length = statedLength(rest);
    // The FACS has no checksum. ACPI 6.6 §5.2.10.
    if (signatureOf(rest) === 'FACS' ? length === FACS_LENGTH : sums()[at + length] === sums()[at]) return at;
  }
  return bytes.length;
}

function afterZeros(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0) at++;
  return at;
}

/** A table whose length is not past the end. */
function fits(bytes: Uint8Array, at: number): boolean {
  const rest = bytes.subarray(at, at + HEADER_BYTES);
  const length = statedLength(rest);
  return startsTable(rest) && length >= HEADER_BYTES && at + length <= bytes.length;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

/** At each offset the sum of all bytes before it: equal sums enclose a table whose checksum is right. */
function sumsOf(bytes: Uint8Array): Uint8Array {
  const sums = new Uint8Array(bytes.length + 1);
  for (let i = 0; i < bytes.length; i++) sums[i + 1] = (sums[i] ?? 0) + (bytes[i] ?? 0);
  return sums;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
