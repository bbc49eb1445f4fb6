import { FORMER_MACHINES, MACHINES_WITHOUT_PROCESSORS } from '../../../grammar/machines.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { ownRow } from '../../diagnostics/own-row.js';
import { suggest } from '../../diagnostics/suggest.js';
import { list } from '../../diagnostics/words.js';
import { listSchema } from '../json-schema.js';
import { keyOf, type Reading, reject, wrongType } from '../reading.js';
import { arrayText, stringText } from '../toml-text.js';
import type { Form } from './form.js';
import { readList, withoutRepeats } from './list.js';

/** One of a few words. */
export const choice: Form<'choice'> = {
  read: (reading, value, path, { of }) => readChoice(reading, value, path, of),
  write: stringText,
  schema: ({ of }) => ({ type: 'string', enum: of }),
  words: ({ of }) => alternatives(of),
};

/** Several of a few words, each once. */
export const choices: Form<'choices'> = {
  read(reading, value, path, { of }) {
    const words = readList(reading, value, path, 'an array of strings', (r, element, at) =>
      readChoice(r, element, at, of),
    );
    return withoutRepeats(reading, path, words);
  },
  write: (value) => arrayText(value.map(stringText)),
  schema: ({ of }) => ({ ...listSchema({ type: 'string', enum: of }), uniqueItems: true }),
  words: ({ of }) => `array of ${alternatives(of)}`,
};

function readChoice(reading: Reading, value: unknown, path: SpecPath, of: readonly string[]): string | undefined {
  if (typeof value !== 'string') return wrongType(reading, value, path, 'a string');
  if (of.includes(value)) return value;
  if (path[0] === 'guest' && MACHINES_WITHOUT_PROCESSORS.some((machine) => machine === value)) {
    return reject(reading, 'spec/no-processor-objects', path, { machine: value });
  }
  const suggestions =
    ownRow(FORMER_MACHINES, value)?.filter((name) => of.includes(name)) ?? [suggest(value, of) ?? []].flat();
  const facts = { key: keyOf(path), value: JSON.stringify(value), of, suggestions };
  return reject(reading, 'spec/not-one-of', path, facts);
}

function alternatives(of: readonly string[]): string {
  return list(
    of.map((word) => `"${word}"`),
    'or',
  );
}
