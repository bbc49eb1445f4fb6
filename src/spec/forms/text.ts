import { MOST_LETTERS } from '../../../grammar/spec-keys.js';
import { printable } from '../../diagnostics/words.js';
import { keyOf, reject, wrongType } from '../reading.js';
import { stringText } from '../toml-text.js';
import type { Form } from './form.js';

/** Printable ASCII, as the header fields of a table hold it. ACPI 6.6 §5.2.6. */
export const text: Form<'text'> = {
  read(reading, value, path, { most }) {
    if (typeof value !== 'string') return wrongType(reading, value, path, 'a string');
    if (value.length >= 1 && value.length <= most && /^[\x20-\x7e]*$/.test(value)) return value;
    return reject(reading, 'spec/bad-text', path, { key: keyOf(path), value, most });
  },
  write: stringText,
  schema: ({ most }) => ({ type: 'string', minLength: 1n, maxLength: BigInt(most), pattern: '^[ -~]*$' }),
  words: ({ most }) => `1 to ${most} printable ASCII characters`,
};

/** Any text on one line. */
export const word: Form<'word'> = {
  read(reading, value, path) {
    if (typeof value !== 'string') return wrongType(reading, value, path, 'a string');
    if (value !== '' && value.length <= MOST_LETTERS && value === printable(value)) return value;
    return reject(reading, 'spec/bad-word', path, { key: keyOf(path), most: MOST_LETTERS });
  },
  write: stringText,
  schema: () => ({
    type: 'string',
    minLength: 1n,
    maxLength: BigInt(MOST_LETTERS),
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufffe\\uffff]*$',
  }),
  words: () => 'a name on one line',
};
