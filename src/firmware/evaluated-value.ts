// Values of the evaluator as elements of packages.

import { templateOf } from '../aml/resource-template.js';
import type { AmlNode } from '../aml/tree.js';
import { isNullRegister } from '../cpc/ir.js';
import type { PackageValue } from '../cpc/package.js';
import type { BufferValue, Value } from '../objects/model.js';
import { bytesText } from './package-content.js';

/** What an element is after the code has run. */
export function evaluatedValue(value: Value | undefined): PackageValue {
  switch (value?.type) {
    case 'Integer':
      return { kind: 'integer', value: value.value };
    case 'Buffer':
      return bufferValue(value);
    case 'Package':
      return { kind: 'package', elements: value.elements.map(evaluatedValue) };
    case 'String':
      return { kind: 'other', node: { term: 'String', value: value.text } };
    case 'Unknown':
      return { kind: 'unknown', text: value.text, from: value.from };
    case 'Object':
      return { kind: 'other', node: { term: 'NameString', name: value.entity.node.segment } };
    default:
      return { kind: 'other', node: { term: 'NullName' } };
  }
}

// Longer Buffers are no Register, and hostile ones can be large.
const LONGEST_REGISTER = 64;

// Firmware states few different registers, for each processor again.
const MOST_REMEMBERED = 4096;
const remembered = new Map<string, PackageValue>();

function bufferValue({ bytes, unknown }: BufferValue): PackageValue {
  if (unknown) {
    const whole = [...unknown.values()].map((byte) => byte.byteOf?.whole ?? byte);
    const texts = new Set(whole.map(({ text }) => text));
    const from = new Set(whole.flatMap((one) => one.from));
    return { kind: 'unknown', text: [...texts].join(', '), from: [...from], of: 'Buffer' };
  }
  if (bytes.length > LONGEST_REGISTER) return { kind: 'other', node: bufferNode(bytes) };
  const key = bytesText(bytes);
  const known = remembered.get(key);
  if (known) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const value = registerOf(bytes);
  remembered.set(key, value);
  return value;
}

function registerOf(bytes: Uint8Array): PackageValue {
  const node = templateOf(bufferNode(bytes));
  const [register, ...more] = node.term === 'ResourceTemplate' ? node.registers : [];
  if (!register || more.length > 0) return { kind: 'other', node };
  return isNullRegister(register) ? { kind: 'absent' } : { kind: 'register', register };
}

function bufferNode(bytes: Uint8Array): Extract<AmlNode, { term: 'DefBuffer' }> {
  const bufferSize = { term: 'Integer', value: BigInt(bytes.length) } as const;
  return { term: 'DefBuffer', bufferSize, bytes };
}
