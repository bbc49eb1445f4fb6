import { HEXADECIMAL_KEYS } from '../../../grammar/spec-keys.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { list } from '../../diagnostics/words.js';
import { integerSchema } from '../json-schema.js';
import { keyOf, type Reading, reject, wrongType } from '../reading.js';
import type { Form } from './form.js';

export const integer: Form<'integer'> = {
  read: (reading, value, path, { min, max }) => readInteger(reading, value, path, min, max),
  write: (value, { key }) => integerText(value, key),
  schema: ({ min, max }) => integerSchema(min, max),
  words: ({ key, min, max }) => `integer from ${integerText(min, key)} to ${integerText(max, key)}`,
};

/** One of a few integers. */
export const number: Form<'number'> = {
  read(reading, value, path, { of }) {
    const given = integerOf(value);
    if (given === undefined) return wrongType(reading, value, path, 'an integer');
    if (of.includes(given)) return given;
    return reject(reading, 'spec/not-one-of', path, { key: keyOf(path), value: String(given), of: of.map(String) });
  },
  write: (value, { key }) => integerText(value, key),
  schema: ({ of }) => ({ type: 'integer', enum: of }),
  words: ({ of }) => list(of.map(String), 'or'),
};

/** The TOML parser gives small integers as numbers, others as bigints. */
export function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

export function readInteger(
  reading: Reading,
  value: unknown,
  path: SpecPath,
  min: bigint,
  max: bigint,
): bigint | undefined {
  const given = integerOf(value);
  if (given === undefined) return wrongType(reading, value, path, 'an integer');
  if (given >= min && given <= max) return given;
  return reject(reading, 'spec/out-of-range', path, { key: keyOf(path), value: given, min, max });
}

export function integerText(value: bigint, key: string): string {
  return HEXADECIMAL_KEYS.has(key) ? `0x${value.toString(16).toUpperCase()}` : String(value);
}
