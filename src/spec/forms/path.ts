import { canonicalName, isNameString } from '../../aml/name-string.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { listSchema } from '../json-schema.js';
import { type Reading, reject, wrongType } from '../reading.js';
import { arrayText, stringText } from '../toml-text.js';
import type { Form } from './form.js';
import { readList } from './list.js';

/** An absolute NameString; the schema does not limit its length, `read` does. ACPI 6.6 §19.2.2. */
const SEGMENT = '[A-Z_][A-Z0-9_]{0,3}';
const PATH = `^\\\\${SEGMENT}(?:\\.${SEGMENT})*$`;

/** The same with a number field in it; only `read` limits the segment that has the field to four characters. */
const BEFORE_FIELD = `\\\\(?:${SEGMENT}\\.)*(?:[A-Z_][A-Z0-9_]{0,2})`;
const BEHIND_FIELD = `[A-Z0-9_]{0,2}(?:\\.${SEGMENT})*`;

/** An ACPI path with one number field, %0NX or %0Nd. */
export const pattern: Form<'pattern'> = {
  read(reading, value, path) {
    if (typeof value !== 'string') return wrongType(reading, value, path, 'a pattern of an ACPI path');
    const fields = value.match(/%0[1-9][Xd]/g) ?? [];
    const sample = value.replace(/%0([1-9])[Xd]/, (_, digits) => '0'.repeat(Number(digits)));
    if (fields.length === 1 && sample.startsWith('\\') && isNameString(sample)) return value;
    return reject(reading, 'spec/bad-pattern', path, { value, fields: fields.length });
  },
  write: stringText,
  schema: () => ({ type: 'string', pattern: `^${BEFORE_FIELD}(?:%0[1-9][Xd])${BEHIND_FIELD}$` }),
  words: () => 'pattern of an ACPI path',
};

export const paths: Form<'paths'> = {
  read: (reading, value, path) => readList(reading, value, path, 'an array of ACPI paths', readPath),
  write: (value) => arrayText(value.map(stringText)),
  schema: () => listSchema({ type: 'string', pattern: PATH }),
  words: () => 'array of ACPI paths',
};

function readPath(reading: Reading, value: unknown, path: SpecPath): string | undefined {
  if (typeof value !== 'string') return wrongType(reading, value, path, 'an ACPI path');
  if (value.startsWith('\\') && value.length > 1 && isNameString(value)) return canonicalName(value);
  return reject(reading, 'spec/bad-path', path, { value });
}
