// The value of a Name that code may have written before: unknown, by the Name and the indexes that were written.

import { pathOfName } from '../aml/name-tree.js';
import { markUnknown } from './fields.js';
import type { BufferFieldEntity, BufferValue, DataEntity, PackageValue, Unknown, Value } from './model.js';
import { unknownOf } from './unknown.js';

type Indexes = readonly (number | undefined)[];

/** The value with what was written made unknown, in place where it can be. */
export function makeUnknown(value: Value, { node }: DataEntity, indexes: Indexes): Value {
  const path = pathOfName(node);
  return changed(value, indexes, { text: node.segment, key: path, path });
}

export function makeUnknownField({ layout, buffer, node }: BufferFieldEntity): void {
  const first = Math.floor(layout.bitOffset / 8);
  const end = Math.ceil((layout.bitOffset + layout.bitLength) / 8);
  markUnknown(buffer, first, end - first, unknownOf(node.segment, pathOfName(node), 'Integer'));
}

/** What is written, as ASL; its key, and the path of the Name. */
interface Written {
  readonly text: string;
  readonly key: string;
  readonly path: string;
}

function unknown({ text, key, path }: Written, as: Unknown['as']): Unknown {
  return { ...unknownOf(text, path, as), key };
}

function changed(value: Value, indexes: Indexes, written: Written): Value {
  if (indexes.length === 0) return wholly(value, written);
  const [index, ...rest] = indexes;
  if (value.type === 'Package') return elements(value, index, rest, written);
  if (value.type === 'String') return unknown(written, 'String');
  if (value.type === 'Buffer' && rest.length === 0) someBytes(value, index, written);
  return value;
}

function wholly(value: Value, written: Written): Value {
  switch (value.type) {
    case 'Integer':
      // In place: Packages that name it hold the same object.
      value.unknown = unknown(written, 'Integer');
      return value;
    case 'Buffer':
      someBytes(value, undefined, written);
      return value.bytes.length > 0 ? value : unknown(written, 'Buffer');
    default:
      return unknown(written, value.type === 'String' ? 'String' : 'any');
  }
}

function someBytes(value: BufferValue, index: number | undefined, written: Written): void {
  if (index === undefined) markUnknown(value, 0, value.bytes.length, unknown(written, 'Buffer'));
  else if (index < value.bytes.length) markUnknown(value, index, 1, unknown(elementOf(written, index), 'Integer'));
}

function elements(value: PackageValue, index: number | undefined, rest: Indexes, written: Written): Value {
  for (const [i, element] of value.elements.entries()) {
    if (index !== undefined && index !== i) continue;
    const one = elementOf(written, i);
    if (rest.length === 0) value.elements[i] = unknown(one, element?.type === 'Integer' ? 'Integer' : 'any');
    else if (element) value.elements[i] = changed(element, rest, { ...one, text: `DerefOf (${one.text})` });
  }
  return value;
}

function elementOf({ text, key, path }: Written, index: number): Written {
  return { text: `${text} [${index}]`, key: `${key} [${index}]`, path };
}
