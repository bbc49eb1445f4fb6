import type { BufferValue, IntegerValue, StringValue, Unknown, Value } from './model.js';

export function integerValue(value: bigint | number): IntegerValue {
  return { type: 'Integer', value: BigInt(value) };
}

export function stringValue(text: string): StringValue {
  return { type: 'String', text };
}

export function bufferValue(bytes: Uint8Array, unknown?: Map<number, Unknown>): BufferValue {
  return { type: 'Buffer', bytes, ...(unknown && unknown.size > 0 && { unknown }) };
}

/** How much memory a value takes, roughly, in bytes. */
function weightOf(value: Value): number {
  if (value.type === 'Buffer') return value.bytes.length;
  if (value.type === 'String') return value.text.length;
  return value.type === 'Package' ? value.elements.length * 8 : 8;
}

/** A copy, packages and all inside. `spend` is told the weight of each part, and may throw. */
export function copyOf(value: Value, spend: (weight: number) => void): Value {
  spend(weightOf(value));
  switch (value.type) {
    case 'Integer':
      return { ...value };
    case 'String':
      return { type: 'String', text: value.text };
    case 'Buffer':
      return {
        ...value,
        bytes: value.bytes.slice(),
        ...(value.unknown && { unknown: new Map(value.unknown) }),
      };
    case 'Package':
      return { ...value, fresh: false, elements: value.elements.map((one) => one && copyOf(one, spend)) };
    default:
      return value;
  }
}
