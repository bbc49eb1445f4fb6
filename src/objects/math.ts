// Operators on Integers. ACPI 6.6 §19.6; as ACPICA 20200925 (exmisc.c, exoparg1.c), which calculates in 64 bits and cuts
// the result afterwards.

import { abort } from './abort.js';
import type { IntegerValue, Unknown, Value } from './model.js';
import type { State } from './state.js';
import { derived, isUnknown, keyOf, textOf, writtenText } from './unknown.js';
import { integerValue } from './values.js';

type Number_ = IntegerValue | Unknown;
const WIDTH = 64;

const cut = (value: bigint) => BigInt.asUintN(WIDTH, value);

type Binary = (a: bigint, b: bigint, bits: bigint) => bigint;

/** Operators of two Integers, with their sign in ASL. */
export const BINARY: Readonly<Record<string, { readonly sign: string; readonly run: Binary }>> = {
  DefAdd: { sign: '+', run: (a, b) => a + b },
  DefSubtract: { sign: '-', run: (a, b) => a - b },
  DefMultiply: { sign: '*', run: (a, b) => a * b },
  DefShiftLeft: { sign: '<<', run: (a, b, bits) => (b >= bits ? 0n : a << b) },
  DefShiftRight: { sign: '>>', run: (a, b, bits) => (b >= bits ? 0n : a >> b) },
  DefAnd: { sign: '&', run: (a, b) => a & b },
  DefNAnd: { sign: 'NAnd', run: (a, b) => ~(a & b) },
  DefOr: { sign: '|', run: (a, b) => a | b },
  DefNOr: { sign: 'NOr', run: (a, b) => ~(a | b) },
  DefXOr: { sign: '^', run: (a, b) => a ^ b },
  DefMod: { sign: '%', run: (a, b) => (b === 0n ? abort('AE_AML_DIVIDE_BY_ZERO') : a % b) },
};

export function binary(state: State, term: string, a: Number_, b: Number_): Number_ {
  const row = BINARY[term] ?? abort('AE_AML_BAD_OPCODE');
  if (!isUnknown(a) && !isUnknown(b)) {
    return integerValue(cut(row.run(a.value, b.value, BigInt(state.settings.integerBytes * 8))));
  }
  const zero = (one: Number_) => !isUnknown(one) && one.value === 0n;
  if ((row.sign === '&' || row.sign === '*') && (zero(a) || zero(b))) return integerValue(0);
  if (isUnknown(a) && zero(b) && UNCHANGED_BY_ZERO.has(row.sign)) return a;
  const value = signed(row.sign, a, b);
  if (!isUnknown(a) || isUnknown(b) || (row.sign !== '+' && row.sign !== '-')) return value;
  return { ...value, sum: { of: a, addend: row.sign === '+' ? b.value : -b.value, mask: state.mask } };
}

const UNCHANGED_BY_ZERO = new Set(['+', '-', '<<', '>>', '|', '^']);

/** Bits are easier to see in hexadecimal. */
const OF_BITS = new Set(['&', '|', '^', 'NAnd', 'NOr']);

/** `(CFGD & 0x01000000)` */
export function signed(sign: string, a: Value, b: Value): Unknown {
  const words = OF_BITS.has(sign) ? textOf : writtenText;
  return derived(`(${words(a)} ${sign} ${words(b)})`, `(${keyOf(a)} ${sign} ${keyOf(b)})`, [a, b], 'Integer');
}

/** The quotient and the remainder. */
export function divided(a: Number_, b: Number_): readonly [Number_, Number_] {
  if (!isUnknown(b) && b.value === 0n) abort('AE_AML_DIVIDE_BY_ZERO');
  if (isUnknown(a) || isUnknown(b)) return [signed('/', a, b), signed('%', a, b)];
  return [integerValue(a.value / b.value), integerValue(a.value % b.value)];
}

type Unary = (value: bigint, state: State) => bigint;

export const UNARY: Readonly<Record<string, { readonly name: string; readonly run: Unary }>> = {
  DefNot: { name: '~', run: (value) => ~value },
  DefFindSetLeftBit: { name: 'FindSetLeftBit', run: (value) => BigInt(value === 0n ? 0 : value.toString(2).length) },
  DefFindSetRightBit: { name: 'FindSetRightBit', run: lowestBit },
  DefFromBCD: { name: 'FromBCD', run: fromBcd },
  DefToBCD: { name: 'ToBCD', run: toBcd },
};

export function unary(state: State, term: string, value: Number_): Number_ {
  const row = UNARY[term] ?? abort('AE_AML_BAD_OPCODE');
  if (!isUnknown(value)) return integerValue(cut(row.run(value.value, state)));
  return derived(`${row.name} (${value.text})`, `${row.name} (${value.key})`, [value], 'Integer');
}

function lowestBit(value: bigint): bigint {
  if (value === 0n) return 0n;
  const text = value.toString(2);
  return BigInt(text.length - text.lastIndexOf('1'));
}

function fromBcd(value: bigint, state: State): bigint {
  let rest = value;
  let sum = 0n;
  for (let power = 1n, i = 0; i < state.settings.integerBytes * 2 && rest > 0n; i++, power *= 10n, rest >>= 4n) {
    const digit = rest & 0xfn;
    if (digit > 9n) abort('AE_AML_NUMERIC_OVERFLOW');
    sum += digit * power;
  }
  return sum;
}

function toBcd(value: bigint, state: State): bigint {
  let rest = value;
  let bcd = 0n;
  for (let i = 0; i < state.settings.integerBytes * 2 && rest > 0n; i++, rest /= 10n)
    bcd |= (rest % 10n) << BigInt(i * 4);
  return rest > 0n ? abort('AE_AML_NUMERIC_OVERFLOW') : bcd;
}
