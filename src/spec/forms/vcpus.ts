import { U32_MAX } from '../../../grammar/limits.js';
import { integerSchema, listSchema } from '../json-schema.js';
import { arrayText } from '../toml-text.js';
import type { Form } from './form.js';
import { readInteger } from './integer.js';
import { readList } from './list.js';

export const vcpus: Form<'vcpus'> = {
  read: (reading, value, path) =>
    readList(reading, value, path, 'an array of integers', (r, element, at) =>
      readInteger(r, element, at, 0n, U32_MAX),
    ),
  write: (value) => arrayText(value.map(String)),
  schema: () => listSchema(integerSchema(0n, U32_MAX)),
  words: () => 'array of integers',
};
