import { PRIORITY_KEYS } from '../../../grammar/spec-keys.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { listSchema } from '../json-schema.js';
import { isTable, type Reading, wrongType } from '../reading.js';
import type { SpecPriority } from '../spec.js';
import { inlineTableText } from '../toml-text.js';
import { entry } from './entry.js';
import type { Form } from './form.js';
import { integer } from './integer.js';
import { readList } from './list.js';
import { isComplete, readOnlyRows, writeRows } from './rows.js';
import { vcpus } from './vcpus.js';

const PRIORITY_FORMS = { entry, integer, vcpus };

/** Resource priorities. ACPI 6.6 §8.4.6.1.2.7. */
export const priorities: Form<'descriptors'> = {
  read: (reading, value, path) => readList(reading, value, path, 'an array of tables', readPriority),
  // One line each: an inline table may not have several. TOML 1.0, "Inline Table".
  write(value) {
    const lines = value.map((one) => `  ${inlineTableText(writeRows(PRIORITY_KEYS, PRIORITY_FORMS, one))},\n`);
    return `[\n${lines.join('')}]`;
  },
  schema: () => listSchema({ $ref: '#/$defs/priority' }),
  words: () => 'array of resource priorities',
};

function readPriority(reading: Reading, value: unknown, path: SpecPath): SpecPriority | undefined {
  if (!isTable(value)) return wrongType(reading, value, path, 'a table');
  const given = readOnlyRows(reading, PRIORITY_KEYS, PRIORITY_FORMS, value, path);
  return isComplete(reading, PRIORITY_KEYS, value, given, path) ? (given as SpecPriority) : undefined;
}
