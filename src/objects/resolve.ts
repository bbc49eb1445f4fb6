// From operands to values, as ACPICA 20200925 resolves them (exresolv.c, exresnte.c, exoparg1.c).

import { lastSegment } from '../aml/name-string.js';
import { absoluteName } from '../aml/name-tree.js';
import { abort } from './abort.js';
import { readField } from './fields.js';
import type { DataEntity, Entity, IndexValue, Scope, Slot, Value } from './model.js';
import type { Operand, State } from './state.js';
import { derived, textOf, unknownOf } from './unknown.js';
import { integerValue } from './values.js';

export function isSlot(operand: Operand | Entity): operand is Slot {
  return 'kind' in operand && (operand.kind === 'local' || operand.kind === 'arg');
}

/** An Integer that hardware decides is the unknown value. */
export function seen(value: Value): Value {
  return value.type === 'Integer' && value.unknown ? value.unknown : value;
}

/** The value of an operand. An Index into a Package stands for the element, except where `keepIndex`. */
export function resolve(operand: Operand, keepIndex = false): Value {
  if (isSlot(operand)) return slotValue(operand);
  if (operand.type !== 'Index' || keepIndex || operand.of.type !== 'Package') return seen(operand);
  return elementAt(operand);
}

/** ACPICA misses what a method did not return when the operator runs, after its other operands. */
export const LOST: Slot = { kind: 'local', index: 0, value: undefined, lost: true };

function slotValue({ kind, value, lost }: Slot): Value {
  if (value) return seen(value);
  if (lost) return abort('AE_AML_NO_RETURN_VALUE');
  return abort(kind === 'arg' ? 'AE_AML_UNINITIALIZED_ARG' : 'AE_AML_UNINITIALIZED_LOCAL');
}

function elementAt({ of, index }: IndexValue): Value {
  const element = of.type === 'Package' ? of.elements[index] : undefined;
  return element ? seen(element) : abort('AE_AML_UNINITIALIZED_ELEMENT');
}

/** What a named object holds, or itself where it is no data. */
export function heldValue(state: State, entity: Entity): Value {
  switch (entity.kind) {
    case 'data':
      return seen(dataOf(state, entity));
    case 'field':
    case 'bufferField':
      return readField(state, entity);
    case 'scope':
      return abort('AE_AML_OPERAND_TYPE', entity.node.segment);
    default:
      return { type: 'Object', entity };
  }
}

export function dataOf(state: State, entity: DataEntity): Value {
  return state.held(entity) ?? abort('AE_AML_UNINITIALIZED_ELEMENT', entity.node.segment);
}

/** A name in the place of a value. Integers are copied at once: later stores do not change what was read. */
export function readName(state: State, entity: Entity): Value {
  const value = heldValue(state, entity);
  return entity.kind === 'data' && value.type === 'Integer' ? { ...value } : value;
}

/** What a reference refers to. */
export function dereferenced(state: State, value: Value): Value {
  switch (value.type) {
    case 'Index':
      return value.of.type === 'Package' ? elementAt(value) : byteAt(value);
    case 'RefOf':
      return referredTo(state, value.to);
    case 'Unknown':
      return derived(`DerefOf (${value.text})`, `DerefOf (${value.key})`, [value], 'any');
    default:
      return abort('AE_TYPE', textOf(value));
  }
}

/** ACPICA fills what a shorter String leaves free with zeros (AcpiExStoreStringToString). */
function byteAt({ of, index }: IndexValue): Value {
  if (of.type === 'String') return integerValue(index < of.text.length ? of.text.charCodeAt(index) : 0);
  if (of.type !== 'Buffer') return abort('AE_AML_OPERAND_TYPE');
  return of.unknown?.get(index) ?? integerValue(of.bytes[index] ?? 0);
}

function referredTo(state: State, to: Entity | Slot): Value {
  if (isSlot(to)) return to.value ? seen(to.value) : abort('AE_AML_NO_RETURN_VALUE');
  // ACPICA keeps no object for these, and finds nothing.
  if (to.kind === 'device' || to.kind === 'thermalZone') return abort('AE_AML_NO_RETURN_VALUE', to.node.segment);
  return heldValue(state, to);
}

/** What no table has: an error, or an unknown value of its name. */
export function missing(state: State, name: string, scope: Scope): Value {
  const path = absoluteName(name, scope);
  state.unresolved.add(path);
  if (state.settings.complete || state.settings.fill !== undefined) return abort('AE_NOT_FOUND', path);
  return { ...unknownOf(path, path, 'any'), text: lastSegment(name) };
}
