import { wrongType } from '../reading.js';
import type { Form } from './form.js';

export const boolean: Form<'boolean'> = {
  read: (reading, value, path) =>
    typeof value === 'boolean' ? value : wrongType(reading, value, path, 'true or false'),
  write: String,
  schema: () => ({ type: 'boolean' }),
  words: () => 'true or false',
};
