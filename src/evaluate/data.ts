// Values of data objects: what stands in the code, or in a Name.

import { encodeRegisters } from '../aml/resource-template.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { abort, BoundError } from '../objects/abort.js';
import { integerOperand } from '../objects/convert.js';
import { readField } from '../objects/fields.js';
import type { BufferValue, PackageValue, Unknown, Value } from '../objects/model.js';
import { resolve } from '../objects/resolve.js';
import type { Frame, State } from '../objects/state.js';
import { isUnknown, unknownOf } from '../objects/unknown.js';
import { bufferValue } from '../objects/values.js';

/** A literal, Buffer or Package; undefined for any other term. */
export function dataValue(state: State, node: AmlNode, frame: Frame): Value | undefined {
  switch (node.term) {
    case 'Integer':
      return integerLiteral(state, node.value, node.width !== undefined);
    case 'String':
      return { type: 'String', text: node.value };
    case 'ResourceTemplate':
      return { ...bufferValue(templateBytes(node).slice()), origin: node };
    case 'DefBuffer':
      return bufferLiteral(state, node, frame);
    case 'DefPackage':
      return packageValue(state, node, node.numElements, frame);
    case 'DefVarPackage':
      return packageValue(state, node, sizeOperand(state, node.varNumElements, frame), frame);
    default:
      return undefined;
  }
}

const bytesOfTemplate = new WeakMap<AmlNode, Uint8Array>();

function templateBytes(node: NodeOf<'ResourceTemplate'>): Uint8Array {
  const known = bytesOfTemplate.get(node);
  if (known) return known;
  const bytes = encodeRegisters(node.registers);
  bytesOfTemplate.set(node, bytes);
  return bytes;
}

const ONES = 0xffff_ffff_ffff_ffffn;

/** Zero, One and Ones are constants; a store into one is allowed, and does nothing. */
function integerLiteral(state: State, value: bigint, wide: boolean): Value {
  const constant = !wide && (value <= 1n || value === ONES);
  return { type: 'Integer', value: value & state.mask, ...(constant && { constant }) };
}

// No firmware has a Buffer or a Package of this size.
const LARGEST = 1 << 20;

function sizeOperand(state: State, node: AmlNode, frame: Frame): number | Unknown {
  const size = integerOperand(state, resolve(state.operand(node, frame)));
  if (isUnknown(size)) return size;
  if (size.value > LARGEST) throw new BoundError('memory');
  return Number(size.value);
}

function bufferLiteral(state: State, node: NodeOf<'DefBuffer'>, frame: Frame): BufferValue | Unknown {
  const size = sizeOperand(state, node.bufferSize, frame);
  if (typeof size !== 'number') return unknownOf(`Buffer (${size.text})`, `Buffer (${size.key})`, 'Buffer');
  const bytes = new Uint8Array(Math.max(size, node.bytes.length));
  state.spend(bytes.length);
  bytes.set(node.bytes);
  return { ...bufferValue(bytes), origin: node };
}

type PackageNode = NodeOf<'DefPackage'> | NodeOf<'DefVarPackage'>;

function packageValue(state: State, node: PackageNode, size: number | Unknown, frame: Frame): PackageValue | Unknown {
  if (typeof size !== 'number') return unknownOf(`Package (${size.text})`, `Package (${size.key})`, 'any');
  state.spend(size * 8);
  state.enter();
  const elements: (Value | undefined)[] = new Array(size).fill(undefined);
  for (const [i, element] of node.elements.slice(0, size).entries()) {
    state.step();
    elements[i] = elementValue(state, element, frame);
  }
  state.leave();
  return { type: 'Package', elements, origin: node };
}

function elementValue(state: State, node: AmlNode, frame: Frame): Value | undefined {
  if (node.term === 'NameString') return namedElement(state, node.name, frame);
  return dataValue(state, node, frame) ?? abort('AE_SUPPORT');
}

/** A name in a Package stands for the object itself, or for the value that a field has now. */
function namedElement(state: State, name: string, frame: Frame): Value | undefined {
  const entity = state.find(name, frame.scope);
  if (!entity) return missingElement(state, name);
  switch (entity.kind) {
    case 'data':
      return state.held(entity);
    case 'field':
    case 'bufferField':
      return readField(state, entity);
    case 'scope':
      return undefined;
    default:
      return { type: 'Object', entity };
  }
}

function missingElement(state: State, name: string): Value | undefined {
  state.unresolved.add(name);
  return state.settings.complete ? undefined : unknownOf(name, name, 'any');
}
