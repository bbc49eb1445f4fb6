import { Parser } from 'binary-parser';
import type { FieldRow } from '../../grammar/structures.js';
import { type ByteReader, type ByteWriter, byteText, TruncatedError } from './bytes.js';

type ValueOf<F extends FieldRow> = F['type'] extends 'ascii' ? string : F['type'] extends 'u64' ? bigint : number;

/** The values of a fixed record, named as its rows are. */
export type StructureOf<Rows extends readonly FieldRow[]> = {
  readonly [F in Rows[number] as F['field']]: ValueOf<F>;
};

const FIELD_BYTES = { u8: 1, u16: 2, u32: 4, u64: 8 } as const;

export function sizeOfField(row: FieldRow): number {
  return row.type === 'ascii' ? (row.size ?? 0) : FIELD_BYTES[row.type];
}

export function sizeOfStructure(rows: readonly FieldRow[]): number {
  return rows.reduce((sum, row) => sum + sizeOfField(row), 0);
}

/** Bytes from the start of the record to one of its fields. */
export function offsetOfField(rows: readonly FieldRow[], field: string): number {
  return sizeOfStructure(
    rows.slice(
      0,
      rows.findIndex((row) => row.field === field),
    ),
  );
}

/** Writes a fixed little-endian record in row order. Text has one byte per character, padded with zeros. */
export function encodeStructure<Rows extends readonly FieldRow[]>(
  rows: Rows,
  value: StructureOf<Rows>,
  out: ByteWriter,
): void {
  for (const row of rows) {
    const field = value[row.field as keyof StructureOf<Rows>] as string | number | bigint;
    if (typeof field === 'string') out.ascii(field, sizeOfField(row));
    else out.uint(field, sizeOfField(row));
  }
}

/** Reads such a record. The rows become a parser of binary-parser once. */
export function decodeStructure<Rows extends readonly FieldRow[]>(rows: Rows, from: ByteReader): StructureOf<Rows> {
  const size = sizeOfStructure(rows);
  if (from.left < size) throw new TruncatedError();
  const value = parserOf(rows).parse(from.bytes(size)) as Record<string, unknown>;
  for (const row of rows) {
    if (row.type === 'ascii') value[row.field] = withoutPadding(byteText(value[row.field] as Uint8Array));
  }
  return value as StructureOf<Rows>;
}

function withoutPadding(text: string): string {
  return text.replace(/\0+$/, '');
}

const parsers = new Map<readonly FieldRow[], Parser>();

function parserOf(rows: readonly FieldRow[]): Parser {
  const known = parsers.get(rows);
  if (known) return known;
  const parser = rows.reduce(addField, new Parser().endianness('little'));
  parsers.set(rows, parser);
  return parser;
}

function addField(parser: Parser, row: FieldRow): Parser {
  switch (row.type) {
    case 'u8':
      return parser.uint8(row.field);
    case 'u16':
      return parser.uint16(row.field);
    case 'u32':
      return parser.uint32(row.field);
    case 'u64':
      return parser.uint64(row.field);
    case 'ascii':
      // Its strings go through TextDecoder, which has no encoding that keeps every byte.
      return parser.buffer(row.field, { length: sizeOfField(row) });
  }
}
