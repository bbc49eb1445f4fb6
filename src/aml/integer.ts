import { INTEGER_OPS, INTEGER_PREFIXES, type IntegerWidth } from '../../grammar/aml-integers.js';
import type { ByteReader, ByteWriter } from './bytes.js';

export interface Integer {
  readonly term: 'Integer';
  readonly value: bigint;
  /** Only where the bytes are longer than §20.2.3 needs. */
  readonly width?: IntegerWidth;
}

export function integer(value: number | bigint): Integer {
  return { term: 'Integer', value: BigInt(value) };
}

/** An Integer of at least this width; the node has a width only where §20.2.3 needs less. */
export function integerOfWidth(value: bigint, width: IntegerWidth): Integer {
  const row = INTEGER_PREFIXES.find((one) => one.width === width);
  const shortRow = shortest(value);
  const needsAll = !row || !fits(value, row.bytes) || shortRow === row;
  return needsAll ? integer(value) : { term: 'Integer', value, width };
}

/** Integers: a one-byte op where there is one, else the shortest prefix. ACPI 6.6 §20.2.3. */
export function encodeInteger({ value, width }: Integer, out: ByteWriter): void {
  const op = INTEGER_OPS.find((row) => row.value === value);
  if (op && !width) {
    out.u8(op.op);
    return;
  }
  const row = INTEGER_PREFIXES.find((candidate) => (width ? candidate.width === width : fits(value, candidate.bytes)));
  if (!row || !fits(value, row.bytes)) throw new RangeError(`${value} does not fit an Integer of width ${width}`);
  out.u8(row.prefix).uint(value, row.bytes);
}

export function decodeInteger(from: ByteReader): Integer | undefined {
  const lead = from.peek();
  const op = INTEGER_OPS.find((row) => row.op === lead);
  if (op) {
    from.u8();
    return integer(op.value);
  }
  const row = INTEGER_PREFIXES.find((candidate) => candidate.prefix === lead);
  if (!row) return undefined;
  from.u8();
  const value = from.uint(row.bytes);
  return row === shortest(value) ? integer(value) : { term: 'Integer', value, width: row.width };
}

function shortest(value: bigint) {
  if (INTEGER_OPS.some((row) => row.value === value)) return undefined;
  return INTEGER_PREFIXES.find((row) => fits(value, row.bytes));
}

function fits(value: bigint, bytes: number): boolean {
  return value >= 0n && value >> BigInt(bytes * 8) === 0n;
}
