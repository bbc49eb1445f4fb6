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

const OPS: (Integer | undefined)[] = [];
for (const row of INTEGER_OPS) OPS[row.op] = integer(row.value);

const PREFIXES: ((typeof INTEGER_PREFIXES)[number] | undefined)[] = [];
for (const row of INTEGER_PREFIXES) PREFIXES[row.prefix] = row;

/** Most Integers of a table are these. */
const OF_A_BYTE = Array.from({ length: 0x100 }, (_, value) => decoded(BigInt(value), INTEGER_PREFIXES[0]));

export function decodeInteger(from: ByteReader): Integer | undefined {
  const lead = from.peek() ?? -1;
  const op = OPS[lead];
  const row = PREFIXES[lead];
  if (!op && !row) return undefined;
  from.skip(1);
  if (op || !row) return op;
  return row.bytes === 1 ? OF_A_BYTE[from.number(1)] : decoded(from.uint(row.bytes), row);
}

function decoded(value: bigint, row: (typeof INTEGER_PREFIXES)[number]): Integer {
  return row === shortest(value) ? integer(value) : { term: 'Integer', value, width: row.width };
}

function shortest(value: bigint) {
  if (INTEGER_OPS.some((row) => row.value === value)) return undefined;
  return INTEGER_PREFIXES.find((row) => fits(value, row.bytes));
}

function fits(value: bigint, bytes: number): boolean {
  return value >= 0n && value >> BigInt(bytes * 8) === 0n;
}
