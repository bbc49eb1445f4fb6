// Terms that name objects. At table level names stay; in a method they end with it. ACPI 6.6 §5.5.2.3.

import { ByteReader } from '../aml/bytes.js';
import { fieldUnits } from '../aml/field-list.js';
import { findName, placeName } from '../aml/name-tree.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { abort } from '../objects/abort.js';
import { bufferOperand, integerOperand } from '../objects/convert.js';
import type { Entity, FieldEntity, FieldLayout, OtherEntity, RegionEntity, Scope, Value } from '../objects/model.js';
import { resolve } from '../objects/resolve.js';
import type { Frame, State } from '../objects/state.js';
import { isUnknown } from '../objects/unknown.js';
import { dataValue } from './data.js';

/** An entity without what its place gives it. */
type Made<E extends Entity = Entity> = E extends Entity ? Omit<E, 'node' | 'when' | 'otherwise'> : never;

/** Defines what the term names; false for a term that names nothing. */
export function define(state: State, node: AmlNode, frame: Frame): boolean {
  switch (node.term) {
    case 'DefName':
      defineName(state, node, frame);
      return true;
    case 'DefMethod':
      put(state, node.name, frame, { kind: 'method', term: node });
      return true;
    case 'DefAlias':
      return alias(state, node, frame);
    case 'DefMutex':
      put(state, node.name, frame, { kind: 'mutex', acquired: 0 });
      return true;
    case 'DefEvent':
      put(state, node.name, frame, { kind: 'event' });
      return true;
    case 'DefOpRegion':
      region(state, node, frame);
      return true;
    case 'DefDataRegion':
      put(state, node.name, frame, { kind: 'region', space: DATA_TABLE, range: () => undefined });
      return true;
    case 'DefExternal':
      return true;
    default:
      return (
        defineScope(state, node, frame) || defineFields(state, node, frame) || defineBufferField(state, node, frame)
      );
  }
}

// Not an address space that anything simulates.
const DATA_TABLE = 0xfe;

/** The node of a new object. What is there stays, and the second definition fails, as in ACPICA. */
function put(state: State, name: string, frame: Frame, made: Made): Entity {
  const node = placeName(name, frame.scope);
  if (state.taken(node)) abort('AE_ALREADY_EXISTS', name);
  const when = state.loading;
  const entity = Object.assign(made, { node }, when.length > 0 && { when }) as Entity;
  let last = node.value;
  while (last?.otherwise) last = last.otherwise;
  if (last) last.otherwise = entity;
  else node.value = entity;
  frame.made?.push(node);
  return entity;
}

function defineName(state: State, node: NodeOf<'DefName'>, frame: Frame): void {
  if (frame.made) {
    const value = dataValue(state, node.object, frame) ?? resolve(state.operand(node.object, frame));
    put(state, node.name, frame, { kind: 'data', value, make: undefined, term: node });
    return;
  }
  const { scope } = frame;
  const make = (): Value => {
    const here: Frame = { ...frame, scope };
    return dataValue(state, node.object, here) ?? resolve(state.operand(node.object, here));
  };
  put(state, node.name, frame, { kind: 'data', value: undefined, make, term: node });
}

function alias(state: State, node: NodeOf<'DefAlias'>, frame: Frame): boolean {
  const source = state.find(node.source, frame.scope) ?? abort('AE_NOT_FOUND', node.source);
  const place = placeName(node.name, frame.scope);
  if (state.taken(place)) abort('AE_ALREADY_EXISTS', node.name);
  place.value = source;
  frame.made?.push(place);
  return true;
}

function region(state: State, node: NodeOf<'DefOpRegion'>, frame: Frame): void {
  const { scope } = frame;
  const evaluated = (): ReturnType<RegionEntity['range']> => {
    const here: Frame = { ...frame, scope };
    const [offset, length] = [node.regionOffset, node.regionLength].map((one) =>
      integerOperand(state, resolve(state.operand(one, here))),
    );
    if (!offset || !length || isUnknown(offset) || isUnknown(length)) return undefined;
    return { offset: offset.value, length: length.value };
  };
  // In a method, the operands may be locals, which change.
  const now = frame.made ? evaluated() : undefined;
  const range = frame.made ? () => now : evaluated;
  put(state, node.name, frame, { kind: 'region', space: node.regionSpace, range });
}

const SCOPES: Readonly<Record<string, OtherEntity['kind']>> = {
  DefDevice: 'device',
  DefProcessor: 'processor',
  DefThermalZone: 'thermalZone',
  DefPowerRes: 'powerResource',
};

function defineScope(state: State, node: AmlNode, frame: Frame): boolean {
  const kind = SCOPES[node.term];
  if (!('name' in node) || !('terms' in node) || (!kind && node.term !== 'DefScope')) return false;
  const place = kind
    ? put(state, node.name, frame, { kind, term: node } as Made).node
    : scopeOf(state, node.name, frame);
  const outer = frame.scope;
  frame.scope = place;
  try {
    state.block(node.terms, frame);
  } finally {
    frame.scope = outer;
  }
  return true;
}

/** Scope names what is there. Without a DSDT it may be in a table that was not given. */
function scopeOf(state: State, name: string, frame: Frame): Scope {
  const found = findName(name, frame.scope, (node) => state.at(node) !== undefined || node.children !== undefined);
  if (found) return found;
  if (state.settings.complete) return abort('AE_NOT_FOUND', name);
  state.unresolved.add(name);
  return placeName(name, frame.scope);
}

const ACCESS_BYTES = [1, 1, 2, 4, 8, 1];

/** FieldFlags: bits 0-3 access type, 4 lock, 5-6 update rule. ACPI 6.6 §20.2.5.2. */
function layoutOf(flags: number, access: number | undefined, bitOffset: number, bitLength: number): FieldLayout {
  const accessBytes = ACCESS_BYTES[(access ?? flags) & 0x0f] ?? abort('AE_AML_OPERAND_VALUE');
  return { bitOffset, bitLength, accessBytes, updateRule: (flags >> 5) & 3 };
}

type FieldTerm = NodeOf<'DefField'> | NodeOf<'DefIndexField'> | NodeOf<'DefBankField'>;

function defineFields(state: State, node: AmlNode, frame: Frame): boolean {
  if (node.term !== 'DefField' && node.term !== 'DefIndexField' && node.term !== 'DefBankField') return false;
  const parts = fieldParts(state, node, frame);
  for (const { name, bitOffset, bitLength, access } of fieldUnits(new ByteReader(node.fieldList))) {
    state.step();
    const layout = layoutOf(node.fieldFlags, access, bitOffset, bitLength);
    put(state, name, frame, { kind: 'field', layout, version: 0, ...parts });
  }
  return true;
}

function fieldParts(state: State, node: FieldTerm, frame: Frame): Pick<FieldEntity, 'region' | 'indexed' | 'bank'> {
  const at = (name: string) => state.find(name, frame.scope) ?? absent(state, name);
  if (node.term === 'DefField') {
    const region = at(node.name);
    return region ? { region } : {};
  }
  if (node.term === 'DefIndexField') {
    const index = at(node.indexName);
    const data = at(node.dataName);
    return index && data ? { indexed: { index, data } } : {};
  }
  const region = at(node.name);
  const register = at(node.bankName);
  const { scope } = frame;
  const value = () => integerOperand(state, resolve(state.operand(node.bankValue, { ...frame, scope })));
  return { ...(region && { region }), ...(register && { bank: { register, value } }) };
}

function absent(state: State, name: string): Entity | undefined {
  return state.settings.complete ? abort('AE_NOT_FOUND', name) : undefined;
}

/** Bits of what the Create…Field operators make; 0 where an operand says it. */
const WIDTHS: Readonly<Record<string, { readonly bits: number; readonly unit: number }>> = {
  DefCreateBitField: { bits: 1, unit: 1 },
  DefCreateByteField: { bits: 8, unit: 8 },
  DefCreateWordField: { bits: 16, unit: 8 },
  DefCreateDWordField: { bits: 32, unit: 8 },
  DefCreateQWordField: { bits: 64, unit: 8 },
  DefCreateField: { bits: 0, unit: 1 },
};

type CreateTerm = NodeOf<'DefCreateField'> | NodeOf<'DefCreateByteField'> | NodeOf<'DefCreateBitField'>;

function defineBufferField(state: State, term: AmlNode, frame: Frame): boolean {
  const width = WIDTHS[term.term];
  if (!width) return false;
  const node = term as CreateTerm;
  const index = 'bitIndex' in node ? node.bitIndex : node.byteIndex;
  const operands = [node.source, index, ...('numBits' in node ? [node.numBits] : [])];
  const found = operands.map((one) => state.operand(one, frame));
  if (state.taken(placeName(node.name, frame.scope))) abort('AE_ALREADY_EXISTS', node.name);
  const [source, at, count] = found.map((one) => resolve(one));
  const offset = integerOperand(state, at as Value);
  const length = count && integerOperand(state, count);
  const buffer = bufferOperand(state, source as Value);
  if (isUnknown(offset) || isUnknown(buffer) || (length && isUnknown(length))) {
    put(state, node.name, frame, { kind: 'data', value: unknownField(node.name, [source, at]), make: undefined });
    return true;
  }
  const bitLength = length ? Number(length.value & 0xffff_ffffn) : width.bits;
  if (bitLength === 0) abort('AE_AML_OPERAND_VALUE', node.name);
  const bitOffset = Number((offset.value * BigInt(width.unit)) & 0xffff_ffffn);
  if (bitOffset + bitLength > buffer.bytes.length * 8) abort('AE_AML_BUFFER_LIMIT', node.name);
  const layout = { bitOffset, bitLength, accessBytes: 1, updateRule: 0 };
  put(state, node.name, frame, { kind: 'bufferField', layout, buffer, alwaysBuffer: width.bits === 0 });
  return true;
}

function unknownField(name: string, operands: readonly (Value | undefined)[]): Value {
  const [found] = operands.filter(isUnknown);
  return { ...(found as Extract<Value, { type: 'Unknown' }>), text: name, key: `field ${name}`, as: 'any' };
}
