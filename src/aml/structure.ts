import type { FieldRow } from '../../grammar/structures.js';
import { type ByteReader, type ByteWriter, byteText } from './bytes.js';

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

/** Reads such a record. */
export function decodeStructure<Rows extends readonly FieldRow[]>(rows: Rows, from: ByteReader): StructureOf<Rows> {
  const value: Record<string, string | number | bigint> = {};
  for (const row of rows) value[row.field] = decodeField(row, from);
  return value as StructureOf<Rows>;
}

function decodeField(row: FieldRow, from: ByteReader): string | number | bigint {
  const size = sizeOfField(row);
  if (row.type === 'ascii') return byteText(from.bytes(size)).replace(/\0+$/, '');
  return row.type === 'u64' ? from.uint(size) : from.number(size);
}
