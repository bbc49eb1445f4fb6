import { integerSchema, listSchema } from '../json-schema.js';
import { arrayText } from '../toml-text.js';
import type { Form } from './form.js';
import { readInteger } from './integer.js';
import { readList } from './list.js';

/** Numbers of things, each at least one. */
export const counts: Form<'counts'> = {
  read: (reading, value, path, { max }) =>
    readList(reading, value, path, 'an array of integers', (r, element, at) => readInteger(r, element, at, 1n, max)),
  write: (value) => arrayText(value.map(String)),
  schema: ({ max }) => listSchema(integerSchema(1n, max)),
  words: ({ max }) => `array of integers from 1 to ${max}`,
};
