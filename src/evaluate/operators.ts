// What each operator does with its operands. The operands are evaluated first, in their order; then they are resolved to
// values, the last one first, as ACPICA does (exresop.c).

import { abort } from '../objects/abort.js';
import { both, type Comparison, compared, either, matched, negated } from '../objects/compare.js';
import { bufferOperand, cString, integerOperand, toBuffer, toInteger, toText } from '../objects/convert.js';
import { BINARY, binary, divided, UNARY, unary } from '../objects/math.js';
import type { BufferValue, Entity, IntegerValue, PackageValue, Unknown, Value } from '../objects/model.js';
import { indexInto, objectType, referenceTo, sizeOf } from '../objects/references.js';
import { dereferenced, resolve, seen } from '../objects/resolve.js';
import type { State } from '../objects/state.js';
import { type StoreKind, store, type Target, truncate } from '../objects/store.js';
import { bytesText, concatenated, joinedTemplates, middle } from '../objects/strings.js';
import { derived, isUnknown, keyOf, textOf } from '../objects/unknown.js';
import { integerValue } from '../objects/values.js';

/** What an operand must be, as ACPICA has it in acopcode.h, ARGI. */
export type Role =
  | 'integer'
  | 'data'
  | 'any'
  | 'source'
  | 'buffer'
  | 'complex'
  | 'package'
  | 'text'
  | 'place'
  | 'target'
  | 'number';

type Number_ = IntegerValue | Unknown;

/** An operand as its role has it. */
export interface Operands {
  readonly values: readonly Value[];
  readonly targets: readonly Target[];
  readonly numbers: readonly number[];
}

export interface Operator {
  readonly roles: readonly Role[];
  readonly run: (state: State, operands: Operands) => Value;
}

const integers = (operands: Operands) => operands.values as readonly Number_[];

/** Stores a result, then cuts it: a copy of it in a Package stays as it is. */
function stored(state: State, value: Value, target: Target, kind: StoreKind = 'result'): Value {
  store(state, value, target, kind);
  return truncate(state, value);
}

function mathOperator(term: string): Operator {
  return {
    roles: ['integer', 'integer', 'target'],
    run: (state, operands) => {
      const [a, b] = integers(operands) as [Number_, Number_];
      return stored(state, binary(state, term, a, b), operands.targets[0]);
    },
  };
}

function unaryOperator(term: string): Operator {
  const kind = term.endsWith('BCD') ? 'fixed' : 'result';
  return {
    roles: ['integer', 'target'],
    run: (state, operands) => {
      const [value] = integers(operands) as [Number_];
      return stored(state, unary(state, term, value), operands.targets[0], kind);
    },
  };
}

function comparison(term: Comparison): Operator {
  return {
    roles: ['data', 'data'],
    run: (state, { values: [a, b] }) => truncate(state, compared(state, term, a as Value, b as Value)),
  };
}

function conversion(convert: (state: State, value: Value) => Value | undefined): Operator {
  return {
    roles: ['data', 'target'],
    run: (state, { values: [value], targets: [target] }) => {
      const result = convert(state, value as Value) ?? abort('AE_AML_OPERAND_TYPE');
      // An operand that needs no conversion is stored as any other object: by a copy.
      store(state, result, target, 'fixed', result !== value);
      return truncate(state, result);
    },
  };
}

function counted(state: State, target: Target, by: bigint): Value {
  const value = integerOperand(state, placeValue(state, target));
  const term = by > 0n ? 'DefAdd' : 'DefSubtract';
  return stored(state, binary(state, term, value, integerValue(1)), target);
}

/** The value that stands at a target, before it is changed. */
function placeValue(state: State, target: Target): Value {
  if (target?.at === 'name') return state.read(target.entity);
  return target?.at === 'slot' ? resolve(target.slot) : resolve(target?.value ?? integerValue(0));
}

function derefOf(state: State, target: Target): Value {
  const value = target?.at === 'name' ? heldReference(state, target.entity) : placeReference(target);
  if (value.type === 'String') return named(state, value.text);
  const isReference = value.type === 'RefOf' || value.type === 'Index' || isUnknown(value);
  // ACPICA looks at the type of a local only when it follows the reference.
  if (isReference || target?.at === 'slot') return dereferenced(state, value);
  return abort('AE_AML_OPERAND_TYPE', textOf(value));
}

function heldReference(state: State, entity: Entity): Value {
  const held = entity.kind === 'data' ? state.held(entity) : undefined;
  return held ?? abort('AE_AML_OPERAND_TYPE', entity.node.segment);
}

function placeReference(target: Target): Value {
  if (!target || target.at === 'name') return abort('AE_AML_OPERAND_TYPE');
  return target.at === 'slot' ? resolve(target.slot, true) : seen(target.value);
}

/** DerefOf a String: the object of that name. */
function named(state: State, text: string): Value {
  const name = cString(text);
  if (name === '') abort('AE_BAD_PARAMETER', name);
  if (!PATH.test(name)) abort('AE_BAD_PATHNAME', name);
  const entity = state.find(name.toUpperCase(), state.scope);
  return entity ? state.read(entity) : abort('AE_NOT_FOUND', name);
}

/** What ACPICA takes for a path; it looks at the lengths of the segments only. */
const PATH = /^(?:\\|\^*)[^.]{0,4}(?:\.[^.]{0,4})*$/;

function unknownCall(name: string, as: Unknown['as'], operands: readonly Value[]): Unknown {
  const text = `${name} (${operands.map(textOf).join(', ')})`;
  return derived(text, `${name} (${operands.map(keyOf).join()})`, operands, as);
}

export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(Object.keys(BINARY).map((term) => [term, mathOperator(term)])),
  ...Object.fromEntries(Object.keys(UNARY).map((term) => [term, unaryOperator(term)])),
  DefLEqual: comparison('DefLEqual'),
  DefLGreater: comparison('DefLGreater'),
  DefLLess: comparison('DefLLess'),
  DefLAnd: {
    roles: ['integer', 'integer'],
    run: (state, operands) => truncate(state, both(...(integers(operands) as [Number_, Number_]))),
  },
  DefLOr: {
    roles: ['integer', 'integer'],
    run: (state, operands) => truncate(state, either(...(integers(operands) as [Number_, Number_]))),
  },
  DefLNot: {
    roles: ['integer'],
    run: (state, operands) => truncate(state, negated(integers(operands)[0] as Number_)),
  },
  DefDivide: {
    roles: ['integer', 'integer', 'target', 'target'],
    run: (state, operands) => {
      const [quotient, remainder] = divided(...(integers(operands) as [Number_, Number_]));
      store(state, remainder, operands.targets[0], 'result');
      return stored(state, quotient, operands.targets[1]);
    },
  },
  DefIncrement: { roles: ['place'], run: (state, { targets }) => counted(state, targets[0], 1n) },
  DefDecrement: { roles: ['place'], run: (state, { targets }) => counted(state, targets[0], -1n) },
  DefStore: {
    roles: ['source', 'target'],
    run: (state, { values: [value], targets }) => {
      store(state, value as Value, targets[0], 'store');
      return value as Value;
    },
  },
  DefCopyObject: {
    roles: ['any', 'place'],
    run: (state, { values: [value], targets }) => {
      const copy = state.copy(value as Value);
      store(state, copy, targets[0], 'copy');
      return copy;
    },
  },
  DefToInteger: conversion((state, value) => toInteger(state, value, true)),
  DefToBuffer: conversion((state, value) => toBuffer(state, value)),
  DefToHexString: conversion((state, value) => toText(state, value, 'hex')),
  DefToDecimalString: conversion((state, value) => toText(state, value, 'decimal')),
  DefToString: {
    roles: ['buffer', 'integer', 'target'],
    run: (state, { values: [source, length], targets }) => {
      const from = bufferOperand(state, source as Value);
      const text = isUnknown(from)
        ? unknownCall('ToString', 'String', [from])
        : bytesText(state, from, length as Value);
      return stored(state, text, targets[0], 'fixed');
    },
  },
  DefConcat: {
    roles: ['any', 'any', 'target'],
    run: (state, { values: [a, b], targets }) => stored(state, concatenated(state, a as Value, b as Value), targets[0]),
  },
  DefConcatRes: {
    roles: ['buffer', 'buffer', 'target'],
    run: (state, { values: [a, b], targets }) => {
      const unknown = [a, b].some((one) => isUnknown(one) || (one?.type === 'Buffer' && one.unknown));
      const result = unknown
        ? unknownCall('ConcatenateResTemplate', 'Buffer', [a as Value, b as Value])
        : joinedTemplates(state, a as BufferValue, b as BufferValue);
      return stored(state, result, targets[0]);
    },
  },
  DefMid: {
    roles: ['text', 'integer', 'integer', 'target'],
    run: (state, { values: [source, index, length], targets }) =>
      stored(state, middle(state, source as Value, index as Value, length as Value), targets[0]),
  },
  DefMatch: {
    roles: ['package', 'number', 'data', 'number', 'data', 'integer'],
    run: (state, { values: [of, first, second, start], numbers: [one = 0, two = 0] }) => {
      const tests = [[one, first as Value] as const, [two, second as Value] as const];
      if (isUnknown(of)) return unknownCall('Match', 'Integer', [of]);
      return truncate(state, matched(state, of as PackageValue, tests, start as Value));
    },
  },
  DefIndex: {
    roles: ['complex', 'integer', 'target'],
    run: (state, { values: [of, index], targets }) => {
      const result = indexInto(state, of as Value, index as Value);
      store(state, result, targets[0], 'result');
      return result;
    },
  },
  DefDerefOf: { roles: ['place'], run: (state, { targets }) => derefOf(state, targets[0]) },
  DefRefOf: { roles: ['place'], run: (_, { targets }) => referenceTo(targets[0]) },
  DefSizeOf: { roles: ['place'], run: (state, { targets }) => truncate(state, sizeOf(state, targets[0])) },
  DefObjectType: { roles: ['place'], run: (state, { targets }) => truncate(state, objectType(state, targets[0])) },
};
