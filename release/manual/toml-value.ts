import type { Example } from '../../grammar/spec-keys.js';
import { IN_HEXADECIMAL, writeString } from '../../src/spec/write-values.js';

/** A value as a spec has it, its integers as people know them. */
export function tomlValue(value: Example, key: string): string {
  if (typeof value === 'bigint')
    return IN_HEXADECIMAL.has(key) ? `0x${value.toString(16).toUpperCase()}` : String(value);
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map((one) => tomlValue(one, key)).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([name, one]) => `${name} = ${tomlValue(one, name)}`)
    .join(', ')} }`;
}

function isList(value: Example): value is readonly Example[] {
  return Array.isArray(value);
}
