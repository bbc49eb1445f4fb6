import type { KeyRow } from '../../../grammar/spec-keys.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import type { Schema } from '../json-schema.js';
import type { Reading } from '../reading.js';
import type { Given } from '../spec.js';
import type { TomlTable } from '../toml.js';
import { boolean, booleanOrAuto } from './boolean.js';
import { choice, choices } from './choice.js';
import { counts } from './counts.js';
import { entry } from './entry.js';
import type { AnyForm, Form, FormName } from './form.js';
import { guests } from './guests.js';
import { hostThreads } from './host-threads.js';
import { integer, number } from './integer.js';
import { kernel } from './kernel.js';
import { level } from './level.js';
import { paths, pattern } from './path.js';
import { pins } from './pins.js';
import { priorities } from './priorities.js';
import { readRows, writeRows } from './rows.js';
import { text, word } from './text.js';
import { vcpus } from './vcpus.js';

/** What reads, writes and describes the values of each form of keys. */
const FORMS = {
  boolean,
  'boolean-or-auto': booleanOrAuto,
  choice,
  choices,
  counts,
  descriptors: priorities,
  entry,
  guests,
  'host-threads': hostThreads,
  integer,
  kernel,
  level,
  number,
  paths,
  pattern,
  pins,
  text,
  vcpus,
  word,
} as const satisfies { readonly [F in FormName]: Form<F> };

/** Reads the keys of a table that the rows name; unreadable ones are left out. */
export function readKeys<Rows extends readonly KeyRow[]>(
  reading: Reading,
  rows: Rows,
  table: TomlTable,
  path: SpecPath,
): Given<Rows> {
  return readRows(reading, rows, FORMS, table, path);
}

/** The values of a table as TOML, by their keys: in the order of the rows, without keys that are not given. */
export function writeKeys<Rows extends readonly KeyRow[]>(rows: Rows, given: Given<Rows>): [string, string][] {
  return writeRows(rows, FORMS, given);
}

/** The JSON Schema of the values of a key. */
export function schemaOf(row: KeyRow): Schema {
  const form: AnyForm = FORMS[row.form];
  return form.schema(row);
}

/** What the values of a key can be, for the manual page. */
export function wordsOf(row: KeyRow): string {
  const form: AnyForm = FORMS[row.form];
  return form.words(row);
}
