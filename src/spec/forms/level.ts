import { SPEC_LIMITS } from '../../../grammar/limits.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { integerSchema } from '../json-schema.js';
import { isTable, keyOf, markUnreadable, type Reading, reject, wrongType } from '../reading.js';
import type { SpecLevel } from '../spec.js';
import type { TomlTable } from '../toml.js';
import { inlineTableText } from '../toml-text.js';
import type { Form } from './form.js';
import { integerOf, readInteger } from './integer.js';

/** A performance value: one integer, or one for each variant. */
export const level: Form<'level'> = {
  read(reading, value, path, { min = 0n, max }) {
    if (isTable(value)) return readVariants(reading, value, path, { min, max });
    if (integerOf(value) !== undefined) return readInteger(reading, value, path, min, max);
    return wrongType(reading, value, path, 'an integer, or a table of variants like { cache = 196, frequency = 166 }');
  },
  write(value) {
    if (typeof value === 'bigint') return String(value);
    return inlineTableText([...value].map(([variant, one]) => [variant, String(one)]));
  },
  schema({ min = 0n, max }) {
    const variants = {
      description: 'one number for each variant',
      type: 'object',
      minProperties: 1n,
      additionalProperties: integerSchema(min, max),
    };
    return { anyOf: [integerSchema(min, max), variants] };
  },
  words: ({ min, max }) => `integer${min === undefined ? '' : ` from ${min} to ${max}`}, or a table of variants`,
};

interface Bounds {
  readonly min: bigint;
  readonly max: bigint;
}

function readVariants(reading: Reading, table: TomlTable, path: SpecPath, { min, max }: Bounds): SpecLevel | undefined {
  const names = Object.keys(table);
  if (names.length === 0)
    return reject(reading, 'spec/empty', path, { key: keyOf(path), wanted: 'a table of variants' });
  const tooMany = tooManyVariants(reading, names.length);
  if (tooMany) return reject(reading, 'spec/too-many', path, tooMany);
  const variants = new Map<string, bigint>();
  for (const name of names) {
    const value = readInteger(reading, table[name], [...path, name], min, max);
    if (value !== undefined) variants.set(name, value);
  }
  return variants.size === names.length ? variants : markUnreadable(reading, path);
}

/** The limit that these variants pass, of one value or of the spec. */
function tooManyVariants(reading: Reading, count: number) {
  const { variants, variantValues } = SPEC_LIMITS;
  if (count > variants) return { of: 'variants', count, most: variants } as const;
  const [before, all] = [reading.variantValues, reading.variantValues + count];
  reading.variantValues = all;
  if (all <= variantValues || before > variantValues) return undefined;
  return { of: 'variantValues', count: all, most: variantValues } as const;
}
