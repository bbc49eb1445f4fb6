// Conditions. A comparison of unknown values is unknown, too, and keeps what its being true or false says about them.

import { MATCH_OPERATORS } from '../../grammar/acpica.js';
import { abort } from './abort.js';
import { toBuffer, toInteger, toText } from './convert.js';
import { signed } from './math.js';
import type { IntegerValue, PackageValue, Unknown, Value } from './model.js';
import { seen } from './resolve.js';
import type { State } from './state.js';
import { derived, isUnknown, keyOf, textOf, writtenText } from './unknown.js';
import { integerValue } from './values.js';

type Number_ = IntegerValue | Unknown;

// Ones in 64 bits; the interpreter cuts it.
const TRUE = 0xffff_ffff_ffff_ffffn;

function isNumber(value: Value | undefined): value is Unknown {
  return isUnknown(value) && value.as === 'Integer';
}

function truth(value: boolean): IntegerValue {
  return integerValue(value ? TRUE : 0n);
}

const COMPARISONS = {
  DefLEqual: { sign: '==', opposite: '!=', holds: (order: number) => order === 0 },
  DefLGreater: { sign: '>', opposite: '<=', holds: (order: number) => order > 0 },
  DefLLess: { sign: '<', opposite: '>=', holds: (order: number) => order < 0 },
} as const;

export type Comparison = keyof typeof COMPARISONS;

/** The second operand is converted to the type of the first. */
export function compared(state: State, term: Comparison, a: Value, b: Value): Number_ {
  const row = COMPARISONS[term];
  if (!isUnknown(a) && !isUnknown(b)) {
    const order = orderOf(state, a, b);
    return order === undefined ? unknownComparison(term, a, b) : truth(row.holds(order));
  }
  const numbers = [a, b].map((one) => (isUnknown(one) ? toInteger(state, one) : one));
  const [first = a, second = b] = numbers;
  if (first.type === 'Integer' && second.type === 'Integer') return compared(state, term, first, second);
  return unknownComparison(term, first, second);
}

function unknownComparison(term: Comparison, a: Value, b: Value): Number_ {
  const above = term === 'DefLLess' ? [a, b] : [b, a];
  // What is above zero is not zero.
  if (term !== 'DefLEqual' && above[0]?.type === 'Integer' && above[0].value === 0n && isNumber(above[1])) {
    return negated(negated(above[1]));
  }
  const [first, second] = isUnknown(a) ? [a, b] : [b, a];
  // The value itself tells more than its sum with an Integer.
  if (term === 'DefLEqual' && isUnknown(first) && first.sum && second.type === 'Integer') {
    const { of, addend, mask } = first.sum;
    return unknownComparison(term, of, integerValue((second.value - addend) & mask));
  }
  const { sign, opposite } = COMPARISONS[term];
  const value = { ...signed(sign, a, b), opposite: `(${writtenText(a)} ${opposite} ${writtenText(b)})` };
  const [unknown, known] = isUnknown(a) ? [a, b] : [b, a];
  if (term !== 'DefLEqual' || !isUnknown(unknown) || known.type !== 'Integer') return value;
  if (known.value === 0n) return { ...value, zeroOf: unknown };
  return { ...value, equals: { of: unknown, value: known.value } };
}

/** Below, at or above zero; undefined where bytes are unknown. */
function orderOf(state: State, a: Value, b: Value): number | undefined {
  if (a.type === 'Integer') {
    const other = toInteger(state, b);
    if (other?.type === 'Integer') return a.value < other.value ? -1 : Number(a.value > other.value);
    return other ? undefined : abort('AE_TYPE');
  }
  const left = a.type === 'String' ? textBytes(a.text) : bytesIn(a);
  const converted = a.type === 'String' ? toText(state, b, 'implicit') : toBuffer(state, b);
  if (!left || !converted || isUnknown(converted)) return undefined;
  const right = converted.type === 'String' ? textBytes(converted.text) : bytesIn(converted);
  return right && orderOfBytes(left, right);
}

function textBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function bytesIn(value: Value): Uint8Array | undefined {
  return value.type === 'Buffer' && !value.unknown ? value.bytes : undefined;
}

function orderOfBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
  return a.length - b.length;
}

export function negated(value: Number_): Number_ {
  if (!isUnknown(value)) return truth(value.value === 0n);
  const text = value.opposite ?? `(${value.text} == 0)`;
  const opposite = value.opposite ? value.text : `(${value.text} != 0)`;
  return { ...derived(text, `! ${value.key}`, [value], 'Integer'), opposite, zeroOf: value };
}

export function both(a: Number_, b: Number_): Number_ {
  return joined(a, b, true, '&&');
}

export function either(a: Number_, b: Number_): Number_ {
  return joined(a, b, false, '||');
}

/** `when`: the result is this only when both operands are. */
function joined(a: Number_, b: Number_, when: boolean, sign: string): Number_ {
  const decides = (one: Number_) => !isUnknown(one) && (one.value !== 0n) !== when;
  if (decides(a) || decides(b)) return truth(!when);
  const parts = [a, b].filter(isUnknown);
  const [first, second] = parts;
  if (!first) return truth(when);
  if (!second) return negated(negated(first));
  const words = parts.map((part) => (part.opposite ? part.text : `(${part.text} != 0)`));
  const text = `(${words.join(` ${sign} `)})`;
  const key = `(${first.key} ${sign} ${second.key})`;
  return { ...derived(text, key, parts, 'Integer'), opposite: `!${text}`, parts: { when, of: parts } };
}

/** The index of the first element that matches, or Ones. ACPI 6.6 §19.6.82. */
export function matched(
  state: State,
  of: PackageValue,
  tests: readonly (readonly [operator: number, operand: Value])[],
  start: Value,
): Number_ {
  if (tests.some(([operator]) => operator >= MATCH_OPERATORS.length)) abort('AE_AML_OPERAND_VALUE');
  if (isUnknown(start)) return unknownMatch(of, tests);
  if (start.type !== 'Integer' || start.value >= BigInt(of.elements.length)) abort('AE_AML_PACKAGE_LIMIT');
  for (let i = Number((start as IntegerValue).value); i < of.elements.length; i++) {
    const element = of.elements[i];
    const results = element ? tests.map(([operator, operand]) => matches(state, operator, operand, seen(element))) : [];
    if (results.includes(undefined)) return unknownMatch(of, tests);
    if (results.length > 0 && results.every(Boolean)) return integerValue(i);
  }
  return truth(true);
}

function unknownMatch(of: PackageValue, tests: readonly (readonly [number, Value])[]): Unknown {
  const operands = tests.map(([, operand]) => operand);
  const text = `Match (${textOf(of)}, ${operands.map(textOf).join(', ')})`;
  return derived(text, `Match (${operands.map(keyOf).join()})`, operands, 'Integer');
}

/** undefined where it is unknown. What cannot be compared does not match. */
function matches(state: State, operator: number, operand: Value, element: Value): boolean | undefined {
  const name = MATCH_OPERATORS[operator];
  if (name === 'MTR') return true;
  if (isUnknown(element) || isUnknown(operand)) return undefined;
  const order = comparable(element, operand) ? orderOf(state, operand, element) : Number.NaN;
  if (order === undefined) return undefined;
  switch (name) {
    case 'MEQ':
      return order === 0;
    case 'MLE':
      return order >= 0;
    case 'MLT':
      return order > 0;
    case 'MGE':
      return order <= 0;
    default:
      return order < 0;
  }
}

/** An element that cannot be converted to the type of the operand does not match. */
function comparable(value: Value, operand: Value): boolean {
  if (value.type === 'Buffer' && value.bytes.length === 0 && operand.type === 'Integer') return false;
  return value.type === 'Integer' || value.type === 'String' || value.type === 'Buffer';
}
