import { U64_MAX } from '../../../grammar/limits.js';
import { REGISTER_KEYS } from '../../../grammar/spec-keys.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { integerSchema, type Schema } from '../json-schema.js';
import { isTable, type Reading, reject, wrongType } from '../reading.js';
import type { Given, SpecRegister } from '../spec.js';
import type { TomlTable } from '../toml.js';
import { inlineTableText, stringText } from '../toml-text.js';
import { choice } from './choice.js';
import type { Form } from './form.js';
import { integer, integerOf, readInteger } from './integer.js';
import { isComplete, readOnlyRows, writeRows } from './rows.js';

const REGISTER_FORMS = { choice, integer };

/** Defined beside the keys, in schema.ts. */
const REGISTER_SCHEMAS: readonly Schema[] = [{ $ref: '#/$defs/register' }, { $ref: '#/$defs/pccRegister' }];

/** A `_CPC` entry: a register, "none", or an Integer. */
export const entry: Form<'entry'> = {
  // An Integer where ACPI allows none is read as well: a rule about meaning reports it with the entry's title.
  read(reading, value, path, row) {
    if (value === 'none') return 'none';
    if (integerOf(value) !== undefined) return readInteger(reading, value, path, 0n, U64_MAX);
    if (isTable(value)) return readRegister(reading, value, path);
    const wanted = row.integer ? 'a register table, an integer or "none"' : 'a register table or "none"';
    return wrongType(reading, value, path, wanted, ['none']);
  },
  write(value) {
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'string') return stringText(value);
    return inlineTableText(writeRows(REGISTER_KEYS, REGISTER_FORMS, value as Given<typeof REGISTER_KEYS>));
  },
  schema(row) {
    const integers = row.integer ? [integerSchema(0n, U64_MAX)] : [];
    return { anyOf: [...REGISTER_SCHEMAS, ...integers, { type: 'string', enum: ['none'] }] };
  },
  words: () => 'register entry',
};

/** All keys of a register are needed; for PCC `subspace` takes the place of `access_size`. */
function readRegister(reading: Reading, table: TomlTable, path: SpecPath): SpecRegister | undefined {
  const given = readOnlyRows(reading, REGISTER_KEYS, REGISTER_FORMS, table, path);
  const [key, instead] =
    given.space === 'PCC' ? (['access_size', 'subspace'] as const) : (['subspace', 'access_size'] as const);
  if (given.space && Object.hasOwn(table, key)) {
    return reject(reading, 'spec/access-or-subspace', [...path, key], { space: given.space, key, instead });
  }
  const needed = REGISTER_KEYS.filter((row) => row.key !== key);
  return isComplete(reading, needed, table, given, path) ? (given as SpecRegister) : undefined;
}
