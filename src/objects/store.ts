// Where results go, and what they are converted to on the way. As ACPICA 20200925 (exstore.c, exstoren.c, dsmthdat.c).

import { abort } from './abort.js';
import { toBuffer, toInteger, toText } from './convert.js';
import { clearUnknown, markUnknown, writeField } from './fields.js';
import type {
  BufferValue,
  DataEntity,
  Entity,
  IndexValue,
  IntegerValue,
  PackageValue,
  Slot,
  StringValue,
  Unknown,
  Value,
} from './model.js';
import { dataOf, isSlot, seen } from './resolve.js';
import { pathOf, type State } from './state.js';
import { textOf, unknownOf, writtenText } from './unknown.js';

/** Where a result goes: a named object, a local, what a reference refers to; undefined for nowhere. */
export type Target =
  | { readonly at: 'name'; readonly entity: Entity }
  | { readonly at: 'slot'; readonly slot: Slot }
  | { readonly at: 'value'; readonly value: Value }
  | undefined;

/** How the operator stores: results are converted, results of To… operators are not, CopyObject replaces. */
export type StoreKind = 'store' | 'result' | 'fixed' | 'copy';

/** `own`: the operator has just made the value, so that nobody else holds it. */
export function store(state: State, value: Value, target: Target, kind: StoreKind, own = kind !== 'store'): void {
  if (!target) return;
  if (target.at === 'name') return storeToEntity(state, value, target.entity, kind, true);
  if (target.at === 'slot') return storeToSlot(state, value, target.slot, kind, own);
  const { value: reference } = target;
  switch (reference.type) {
    case 'RefOf':
      return storeThrough(state, value, reference.to, kind, true);
    case 'Index':
      return storeToIndex(state, value, reference);
    case 'Debug':
    case 'Unknown':
      return;
    case 'Integer':
      if (reference.constant) return;
      break;
    default:
      break;
  }
  abort('AE_AML_OPERAND_TYPE', textOf(reference), 'refused-store');
}

function storeToSlot(state: State, value: Value, slot: Slot, kind: StoreKind, isOwn: boolean): void {
  if (slot.value === value) return;
  const current = slot.value;
  // A result that was just made is not copied: what follows, as the cut to 32 bits, changes it in the local, too.
  const own = isOwn || isFresh(value) ? value : state.copy(value);
  if (own.type === 'Package') own.fresh = false;
  if (slot.kind === 'arg' && current?.type === 'RefOf') return storeThrough(state, own, current.to, kind, false);
  slot.value = own;
}

function isFresh(value: Value): boolean {
  return value.type === 'Package' && value.fresh === true;
}

function storeThrough(state: State, value: Value, to: Entity | Slot, kind: StoreKind, converts: boolean): void {
  if (!isSlot(to)) return storeToEntity(state, value, to, kind, converts);
  const current = to.value;
  if (to.typed && current && isPlain(current) && kind !== 'copy') {
    const source = plainSource(value);
    if (converts) {
      to.value = storedInto(state, source, current, kind);
      return;
    }
  }
  if (to.typed && current?.type === 'Package' && kind !== 'copy' && value.type !== 'Package')
    abort('AE_AML_TARGET_TYPE');
  to.value = state.copy(value);
  to.typed = true;
}

type Plain = IntegerValue | StringValue | BufferValue;

function isPlain(value: Value): value is Plain {
  return value.type === 'Integer' || value.type === 'String' || value.type === 'Buffer';
}

function storeToEntity(state: State, value: Value, entity: Entity, kind: StoreKind, converts: boolean): void {
  switch (entity.kind) {
    case 'data':
      return storeToName(state, value, entity, kind, converts);
    case 'field':
    case 'bufferField':
      if (!isPlain(value) && value.type !== 'Unknown')
        abort('AE_AML_OPERAND_TYPE', entity.node.segment, 'refused-store');
      return writeField(state, entity, value);
    default:
      abort('AE_AML_TARGET_TYPE', entity.node.segment);
  }
}

function storeToName(state: State, value: Value, entity: DataEntity, kind: StoreKind, converts: boolean): void {
  // At table level under an unknown condition it is either value.
  if (state.loading.length > 0) return replace(state, entity, unknownOf(entity.node.segment, pathOf(entity), 'any'));
  const current = dataOf(state, entity);
  if (kind !== 'copy' && current.type === 'Package') {
    const refused = kind !== 'store' || (value.type !== 'Package' && value.type !== 'Unknown');
    if (refused) abort('AE_AML_TARGET_TYPE', entity.node.segment);
  }
  if (kind === 'copy' || !converts || !isPlain(current)) {
    if (kind !== 'copy' && isPlain(current)) plainSource(value, entity.node.segment);
    return replace(state, entity, state.copy(value));
  }
  const stored = storedInto(state, plainSource(value, entity.node.segment), current, kind);
  if (stored !== current) replace(state, entity, stored);
}

function replace(state: State, entity: DataEntity, value: Value): void {
  const before = entity.value;
  state.changed(() => {
    entity.value = before;
  });
  state.replaced = true;
  entity.value = value;
}

function plainSource(value: Value, name?: string): Plain | Unknown {
  if (isPlain(value) || value.type === 'Unknown') return value;
  return abort('AE_AML_OPERAND_TYPE', name, 'refused-store');
}

/** Stores into an object in place, or gives what takes its place. */
function storedInto(state: State, value: Plain | Unknown, into: Plain, kind: StoreKind): Value {
  if (kind === 'fixed' && value.type !== into.type && value.type !== 'Unknown') return value;
  switch (into.type) {
    case 'Integer':
      return setInteger(state, into, toInteger(state, value) as IntegerValue | Unknown);
    case 'String': {
      const text = toText(state, value, 'implicit');
      return text?.type === 'String' ? setText(state, into, text.text) : (text as Unknown);
    }
    case 'Buffer': {
      const buffer = toBuffer(state, value);
      return buffer?.type === 'Buffer' ? setBytes(state, into, buffer) : setUnknown(state, into, buffer as Unknown);
    }
  }
}

function setInteger(state: State, into: IntegerValue, value: IntegerValue | Unknown): IntegerValue {
  const { value: before, unknown } = into;
  state.changed(() => {
    into.value = before;
    into.unknown = unknown;
  });
  into.unknown = value.type === 'Unknown' ? value : undefined;
  if (value.type === 'Integer') into.value = value.value & state.mask;
  return into;
}

function setText(state: State, into: StringValue, text: string): StringValue {
  const before = into.text;
  state.changed(() => {
    into.text = before;
  });
  into.text = text;
  return into;
}

/** The Buffer keeps its length, unless it has none. */
function setBytes(state: State, into: BufferValue, from: BufferValue): BufferValue {
  if (into === from) return into;
  const { bytes: before, unknown } = into;
  state.changed(() => {
    into.bytes = before;
    into.unknown = unknown;
  });
  const length = before.length === 0 ? from.bytes.length : before.length;
  state.spend(length);
  into.bytes = new Uint8Array(length);
  into.bytes.set(from.bytes.subarray(0, length));
  into.unknown = from.unknown && new Map([...from.unknown].filter(([at]) => at < length));
  return into;
}

function setUnknown(state: State, into: BufferValue, value: Unknown): BufferValue {
  const { unknown } = into;
  state.changed(() => {
    into.unknown = unknown;
  });
  into.unknown = new Map(unknown);
  state.spend(into.bytes.length * 16);
  markUnknown(into, 0, into.bytes.length, value);
  return into;
}

function storeToIndex(state: State, value: Value, { of, index }: IndexValue): void {
  if (of.type === 'Package') return storeToElement(state, value, of, index);
  const byte = firstByte(value);
  if (of.type === 'String') {
    const code = typeof byte === 'number' ? byte : 0;
    setText(state, of, of.text.slice(0, index) + String.fromCharCode(code) + of.text.slice(index + 1));
    return;
  }
  const before = of.bytes[index] ?? 0;
  const { unknown, writes } = of;
  state.changed(() => {
    of.bytes[index] = before;
    of.unknown = unknown;
    of.writes = writes;
  });
  of.writes = [...(writes ?? []), { index, value: writtenText(value), by: state.by }];
  of.unknown = unknown && new Map(unknown);
  clearUnknown(of, index, 1);
  if (typeof byte === 'number') of.bytes[index] = byte;
  else markUnknown(of, index, 1, byte);
}

function firstByte(value: Value): number | Unknown {
  switch (value.type) {
    case 'Integer':
      return Number(value.value & 0xffn);
    case 'Buffer':
      return value.bytes[0] ?? 0;
    case 'String':
      return value.text.charCodeAt(0) || 0;
    case 'Unknown':
      return value;
    default:
      return abort('AE_AML_OPERAND_TYPE', textOf(value), 'refused-store');
  }
}

// Hostile code could write without end.
const MOST_WRITES = 256;

function storeToElement(state: State, value: Value, of: PackageValue, index: number): void {
  const before = of.elements[index];
  const { writes = [] } = of;
  state.changed(() => {
    of.elements[index] = before;
    of.writes = writes;
  });
  if (writes.length < MOST_WRITES) of.writes = [...writes, { index, value: writtenText(seen(value)), by: state.by }];
  of.elements[index] = state.copy(value);
}

/** Cuts a result to the width of Integers; a local that holds the same object sees it. */
export function truncate(state: State, value: Value): Value {
  if (value.type === 'Integer') value.value &= state.mask;
  return value;
}
