import type { Example } from '../../grammar/spec-keys.js';
import { integerText } from '../../src/spec/forms/integer.js';
import { arrayText, inlineTableText, stringText } from '../../src/spec/toml-text.js';

/** A value as a spec has it; integers in hexadecimal where the key has them so. */
export function tomlValue(value: Example, key: string): string {
  if (typeof value === 'bigint') return integerText(value, key);
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'boolean') return String(value);
  if (isList(value)) return arrayText(value.map((one) => tomlValue(one, key)));
  return inlineTableText(Object.entries(value).map(([name, one]) => [name, tomlValue(one, name)]));
}

function isList(value: Example): value is readonly Example[] {
  return Array.isArray(value);
}
