import { wrongType } from '../reading.js';
import { stringText } from '../toml-text.js';
import type { Form } from './form.js';

export const boolean: Form<'boolean'> = {
  read: (reading, value, path) =>
    typeof value === 'boolean' ? value : wrongType(reading, value, path, 'true or false'),
  write: String,
  schema: () => ({ type: 'boolean' }),
  words: () => 'true or false',
};

const AUTO = 'auto';

export const booleanOrAuto: Form<'boolean-or-auto'> = {
  read: (reading, value, path) =>
    typeof value === 'boolean' || value === AUTO ? value : wrongType(reading, value, path, 'true, false or "auto"'),
  write: (value) => (value === AUTO ? stringText(value) : String(value)),
  schema: () => ({ enum: [AUTO, true, false] }),
  words: () => '"auto", true or false',
};
