import type { KeyRow } from '../../../grammar/spec-keys.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import type { Schema } from '../json-schema.js';
import type { Reading } from '../reading.js';
import type { FormValues } from '../spec.js';

export type FormName = KeyRow['form'];

/** A row of this form, with the columns that only this form has. */
type RowOf<F extends FormName> = Extract<KeyRow, { form: F }>;

/** Everything that the program does with the values of keys of one form. */
export interface Form<F extends FormName> {
  /** The value; undefined after a diagnostic where the TOML value does not fit. */
  read(reading: Reading, value: unknown, path: SpecPath, row: RowOf<F>): FormValues[F] | undefined;
  /** The TOML text that `read` reads as this value. */
  write(value: FormValues[F], row: RowOf<F>): string;
  /** The JSON Schema of the values that `read` accepts. */
  schema(row: RowOf<F>): Schema;
  /** What can be written, for the manual page: "integer from 0 to 255". */
  words(row: RowOf<F>): string;
}

/** A form where the compiler does not know which; the caller gives it rows and values of that form. */
export interface AnyForm {
  read(reading: Reading, value: unknown, path: SpecPath, row: KeyRow): FormValues[FormName] | undefined;
  write(value: FormValues[FormName], row: KeyRow): string;
  schema(row: KeyRow): Schema;
  words(row: KeyRow): string;
}
