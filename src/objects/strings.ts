// Operators on Strings and Buffers. ACPI 6.6 §19.6; as ACPICA 20200925 (exconcat.c, exoparg2.c, exoparg3.c).

import { END_TAG, LARGE_DESCRIPTOR, SMALL_LENGTH_MASK } from '../../grammar/descriptors.js';
import { abort } from './abort.js';
import { bytesOf, cString, toBuffer, toInteger, toText } from './convert.js';
import type { BufferValue, IntegerValue, StringValue, Unknown, Value } from './model.js';
import type { State } from './state.js';
import { derived, isUnknown, keyOf, textOf } from './unknown.js';
import { bufferValue, stringValue } from './values.js';

/** The result has the type of the first operand; two Integers give a Buffer. */
export function concatenated(state: State, first: Value, second: Value): Value {
  const a = described(first);
  const b = described(second);
  if (isUnknown(a)) return call('Concatenate', [a, b], a.as === 'String' ? 'String' : 'Buffer');
  if (a.type === 'String') {
    const text = toText(state, b, 'implicit');
    if (!text || isUnknown(text)) return call('Concatenate', [a, b], 'String');
    state.spend(a.text.length + text.text.length);
    const joint = cString(a.text) + cString(text.text);
    return stringValue(joint.padEnd(a.text.length + text.text.length, '\0'));
  }
  const size = state.settings.integerBytes;
  const other = a.type === 'Integer' ? toInteger(state, b) : toBuffer(state, b);
  if (!other || isUnknown(other)) return call('Concatenate', [a, b], 'Buffer');
  const left = a.type === 'Integer' ? bufferValue(bytesOf(a.value, size)) : (a as BufferValue);
  const right = other.type === 'Integer' ? bufferValue(bytesOf(other.value, size)) : other;
  return joined(state, left, right);
}

function joined(state: State, a: BufferValue, b: BufferValue): BufferValue {
  state.spend(a.bytes.length + b.bytes.length);
  const bytes = new Uint8Array(a.bytes.length + b.bytes.length);
  bytes.set(a.bytes);
  bytes.set(b.bytes, a.bytes.length);
  const moved = [...(b.unknown ?? [])].map(([at, one]) => [at + a.bytes.length, one] as const);
  return bufferValue(bytes, new Map([...(a.unknown ?? []), ...moved]));
}

/** What is neither Integer, String nor Buffer becomes a text. */
function described(value: Value): Value {
  switch (value.type) {
    case 'Integer':
    case 'String':
    case 'Buffer':
    case 'Unknown':
      return value;
    default:
      return stringValue(`[${typeName(value)} Object]`);
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  data: 'Untyped',
  device: 'Device',
  event: 'Event',
  method: 'Method',
  mutex: 'Mutex',
  region: 'Region',
  powerResource: 'Power',
  processor: 'Processor',
  thermalZone: 'Thermal',
};

function typeName(value: Value): string {
  if (value.type === 'Package') return 'Package';
  return value.type === 'Object' ? (TYPE_NAMES[value.entity.kind] ?? 'Untyped') : 'Reference';
}

/** `Mid (FOO, 1, 2)` */
function call(name: string, operands: readonly Value[], as: Unknown['as']): Unknown {
  const text = `${name} (${operands.map(textOf).join(', ')})`;
  return derived(text, `${name} (${operands.map(keyOf).join()})`, operands, as);
}

export function middle(state: State, source: Value, index: Value, length: Value): Value {
  const from = source.type === 'Integer' ? toBuffer(state, source) : source;
  if (!from || isUnknown(from) || isUnknown(index) || isUnknown(length)) {
    return call('Mid', [source, index, length], source.type === 'String' ? 'String' : 'Buffer');
  }
  if (from.type !== 'String' && from.type !== 'Buffer') return abort('AE_AML_OPERAND_TYPE', textOf(source));
  const size = from.type === 'String' ? from.text.length : from.bytes.length;
  const start = clamp(index, size);
  const end = Math.min(start + clamp(length, size), size);
  state.spend(end - start);
  if (from.type === 'String') return stringValue(from.text.slice(start, end));
  const unknown = [...(from.unknown ?? [])].filter(([at]) => at >= start && at < end);
  return bufferValue(from.bytes.slice(start, end), new Map(unknown.map(([at, one]) => [at - start, one])));
}

function clamp(value: Value, most: number): number {
  const number = (value as IntegerValue).value;
  return number > BigInt(most) ? most : Number(number);
}

/** ToString: the bytes up to a zero, at most `length`. */
export function bytesText(state: State, source: BufferValue, length: Value): StringValue | Unknown {
  if (source.unknown || isUnknown(length)) return call('ToString', [source, length], 'String');
  const most = clamp(length, source.bytes.length);
  const end = source.bytes.subarray(0, most).indexOf(0);
  const bytes = source.bytes.subarray(0, end < 0 ? most : end);
  state.spend(bytes.length);
  return stringValue(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Two resource templates as one, with a new end tag. */
export function joinedTemplates(state: State, a: BufferValue, b: BufferValue): BufferValue {
  const part = (of: BufferValue) => ({ ...of, bytes: of.bytes.subarray(0, endTag(of.bytes)) });
  return joined(state, joined(state, part(a), part(b)), bufferValue(Uint8Array.of(END_TAG, 0)));
}

function endTag(bytes: Uint8Array): number {
  for (let at = 0; at + 1 < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    if ((tag & ~SMALL_LENGTH_MASK) === (END_TAG & ~SMALL_LENGTH_MASK)) return at;
    at +=
      tag < LARGE_DESCRIPTOR ? 1 + (tag & SMALL_LENGTH_MASK) : 3 + (bytes[at + 1] ?? 0) + 0x100 * (bytes[at + 2] ?? 0);
  }
  return abort('AE_AML_NO_RESOURCE_END_TAG');
}
