// RefOf, CondRefOf, Index, SizeOf, ObjectType. ACPI 6.6 §19.6; as ACPICA 20200925 (exoparg1.c, exoparg2.c, exresolv.c).

import { OBJECT_TYPES } from '../../grammar/aml-terms.js';
import { abort, BoundError } from './abort.js';
import { compared } from './compare.js';
import type { Entity, IndexValue, PackageValue, Slot, Unknown, Value } from './model.js';
import { isSlot, resolve, seen } from './resolve.js';
import type { State } from './state.js';
import type { Target } from './store.js';
import { derived, isUnknown, keyOf, textOf } from './unknown.js';
import { integerValue } from './values.js';

export function referenceTo(target: Target): Value {
  switch (target?.at) {
    case 'name':
      return { type: 'RefOf', to: target.entity };
    case 'slot':
      return { type: 'RefOf', to: target.slot };
    case 'value':
      if (isUnknown(target.value)) return target.value;
      return abort('AE_AML_OPERAND_TYPE', textOf(target.value));
    default:
      return abort('AE_AML_OPERAND_TYPE');
  }
}

const LIMITS = {
  Package: 'AE_AML_PACKAGE_LIMIT',
  Buffer: 'AE_AML_BUFFER_LIMIT',
  String: 'AE_AML_STRING_LIMIT',
} as const;

export function indexInto(state: State, of: Value, index: Value): IndexValue | Unknown {
  if (isUnknown(index)) {
    const known = state.way.known(index);
    if (!isUnknown(known)) return indexInto(state, of, known);
    return of.type === 'Package' && mayChoose(state, of) ? chosenElement(state, of, index) : unknownIndex(of, index);
  }
  if (isUnknown(of)) return unknownIndex(of, index);
  if (of.type !== 'Package' && of.type !== 'Buffer' && of.type !== 'String')
    return abort('AE_AML_OPERAND_TYPE', textOf(of));
  if (index.type !== 'Integer') return abort('AE_AML_OPERAND_TYPE', textOf(index));
  const length = of.type === 'Package' ? of.elements.length : of.type === 'Buffer' ? of.bytes.length : of.text.length;
  if (index.value >= BigInt(length)) abort(LIMITS[of.type], `${textOf(of)} [${textOf(index)}]`);
  return { type: 'Index', of, index: Number(index.value) };
}

/** A longer Package would make too many ways of one Index: which element it is stays unknown. */
const MOST_CHOICES = 8;

/** Table-level code is not run for each way. */
function mayChoose({ calls }: State, { elements }: PackageValue): boolean {
  return calls > 0 && elements.length > 0 && elements.length <= MOST_CHOICES;
}

/** Firmware chooses a Package of a few by what hardware says: each choice is a way. It is taken to be within the Package. */
function chosenElement(state: State, of: PackageValue, index: Unknown): IndexValue {
  const last = of.elements.length - 1;
  for (let i = 0; i < last; i++) {
    const isHere = compared(state, 'DefLEqual', index, integerValue(i));
    if (isUnknown(isHere) ? state.way.decide(isHere) : isHere.value !== 0n) return { type: 'Index', of, index: i };
  }
  state.way.assume(index, BigInt(last));
  return { type: 'Index', of, index: last };
}

function unknownIndex(of: Value, index: Value): Unknown {
  return derived(`${textOf(of)} [${textOf(index)}]`, `${keyOf(of)} [${keyOf(index)}]`, [of, index], 'any');
}

/** What SizeOf and ObjectType look at: references are followed to the object. ACPICA does not end in a circle of them. */
function base(state: State, target: Target): Value | Entity | undefined {
  let current = placed(target);
  for (let followed = 0; current && followed < MOST_FOLLOWED; followed++) {
    const next = inner(state, current);
    if (next === current) return current as Value | Entity;
    current = next;
  }
  if (current) throw new BoundError('circle');
  return undefined;
}

function placed(target: Target): Value | Entity | Slot | undefined {
  if (target?.at === 'name') return target.entity;
  return target?.at === 'slot' ? target.slot : target?.value;
}

// A chain of references that is longer leads in a circle.
const MOST_FOLLOWED = 64;

function inner(state: State, current: Value | Entity | Slot): Value | Entity | Slot | undefined {
  if ('kind' in current) {
    if (isSlot(current)) return current.value && seen(current.value);
    return current.kind === 'data' ? state.held(current) : current;
  }
  if (current.type === 'RefOf') return current.to;
  if (current.type !== 'Index' || current.of.type !== 'Package') return current;
  const element = current.of.elements[current.index];
  return element && seen(element);
}

export function sizeOf(state: State, target: Target): Value {
  if (target?.at === 'slot') resolve(target.slot);
  const object = base(state, target) ?? abort('AE_AML_OPERAND_TYPE');
  if ('kind' in object) return abort('AE_AML_OPERAND_TYPE', object.node.segment);
  switch (object.type) {
    case 'Integer':
      return integerValue(state.settings.integerBytes);
    case 'String':
      return integerValue(object.text.length);
    case 'Buffer':
      return integerValue(object.bytes.length);
    case 'Package':
      return integerValue(object.elements.length);
    case 'Unknown':
      return derived(`SizeOf (${object.text})`, `SizeOf (${object.key})`, [object], 'Integer');
    default:
      return abort('AE_AML_OPERAND_TYPE', textOf(object));
  }
}

const KINDS: Readonly<Record<string, string>> = {
  device: 'DeviceObj',
  event: 'EventObj',
  method: 'MethodObj',
  osi: 'MethodObj',
  mutex: 'MutexObj',
  region: 'OpRegionObj',
  powerResource: 'PowerResObj',
  processor: 'ProcessorObj',
  thermalZone: 'ThermalZoneObj',
  field: 'FieldUnitObj',
  bufferField: 'BuffFieldObj',
};

const TYPES: Readonly<Record<string, string>> = {
  Integer: 'IntObj',
  String: 'StrObj',
  Buffer: 'BuffObj',
  Package: 'PkgObj',
  Index: 'BuffFieldObj',
};

/** ObjectType of the Debug object. ACPI 6.6 §19.6.96. */
const DEBUG_TYPE = 16;

export function objectType(state: State, target: Target): Value {
  const object = base(state, target);
  if (!object) return integerValue(0);
  if ('kind' in object) return integerValue(idOf(KINDS[object.kind]));
  if (object.type === 'Debug') return integerValue(DEBUG_TYPE);
  if (object.type === 'Object') return integerValue(idOf(KINDS[object.entity.kind]));
  if (isUnknown(object) && object.as === 'any') {
    return derived(`ObjectType (${object.text})`, `ObjectType (${object.key})`, [object], 'Integer');
  }
  return integerValue(idOf(TYPES[isUnknown(object) ? object.as : object.type]));
}

function idOf(asl: string | undefined): number {
  return OBJECT_TYPES.find((row) => row.asl === asl)?.id ?? 0;
}
