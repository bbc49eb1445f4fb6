import type { KeyRow } from '../../../grammar/spec-keys.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { keyOf, markUnreadable, type Reading, reject, rejectUnknown } from '../reading.js';
import type { FormValues, Given } from '../spec.js';
import type { TomlTable } from '../toml.js';
import type { AnyForm, FormName } from './form.js';

/** The forms that these rows have. Tables inside values name theirs: the table of all forms would import itself. */
type FormsOf<Rows extends readonly KeyRow[]> = Readonly<Record<Rows[number]['form'], AnyForm>>;

/** Reads the keys of a table that the rows name; unreadable ones are left out. */
export function readRows<Rows extends readonly KeyRow[]>(
  reading: Reading,
  rows: Rows,
  forms: FormsOf<Rows>,
  table: TomlTable,
  path: SpecPath,
): Given<Rows> {
  const values: Record<string, unknown> = {};
  for (const row of rows) {
    if (!Object.hasOwn(table, row.key)) continue;
    const form = forms[row.form as Rows[number]['form']];
    const value = form.read(reading, table[row.key], [...path, row.key], row);
    if (value !== undefined) values[row.key] = value;
  }
  return values as Given<Rows>;
}

/** The values of a table as TOML, by their keys: in the order of the rows, without keys that are not given. */
export function writeRows<Rows extends readonly KeyRow[]>(
  rows: Rows,
  forms: FormsOf<Rows>,
  given: Given<Rows>,
): [string, string][] {
  const values = given as Readonly<Record<string, FormValues[FormName] | undefined>>;
  return rows.flatMap((row): [string, string][] => {
    const value = values[row.key];
    return value === undefined ? [] : [[row.key, forms[row.form as Rows[number]['form']].write(value, row)]];
  });
}

/** Reads a table that may have no other keys than these rows. */
export function readOnlyRows<Rows extends readonly KeyRow[]>(
  reading: Reading,
  rows: Rows,
  forms: FormsOf<Rows>,
  table: TomlTable,
  path: SpecPath,
): Given<Rows> {
  const known = rows.map((row) => row.key);
  rejectUnknown(reading, table, path, known, new Map());
  return readRows(reading, rows, forms, table, path);
}

/** Reports each needed key that the table lacks. Without all of them, read well, the table is unreadable. */
export function isComplete(
  reading: Reading,
  needed: readonly KeyRow[],
  table: TomlTable,
  given: object,
  path: SpecPath,
): boolean {
  for (const { key, about } of needed) {
    if (!Object.hasOwn(table, key)) reject(reading, 'spec/missing-key', path, { key, about, table: keyOf(path) });
  }
  const complete = needed.every(({ key }) => Object.hasOwn(given, key));
  if (!complete) markUnreadable(reading, path);
  return complete;
}
