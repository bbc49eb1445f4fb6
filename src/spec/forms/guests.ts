import { GUEST_FAMILIES, GUEST_FORMS, type GuestName, LINUX_NAME, NAMED_GUESTS } from '../../../grammar/guests.js';
import { OFFERED_GUESTS } from '../../../grammar/spec-keys.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { suggest } from '../../diagnostics/suggest.js';
import { list } from '../../diagnostics/words.js';
import { isGuestName } from '../../versions/guest.js';
import { listSchema } from '../json-schema.js';
import { keyOf, type Reading, reject, wrongType } from '../reading.js';
import { arrayText, stringText } from '../toml-text.js';
import type { Form } from './form.js';
import { readList, withoutRepeats } from './list.js';

/** Names of guests, each once. */
export const guests: Form<'guests'> = {
  read: (reading, value, path) =>
    withoutRepeats(reading, path, readList(reading, value, path, 'an array of strings', readGuest)),
  write: (value) => arrayText(value.map(stringText)),
  schema: () => {
    const names = [...GUEST_FAMILIES, ...NAMED_GUESTS.map(({ guest }) => guest)];
    return { ...listSchema({ anyOf: [{ enum: names }, { type: 'string', pattern: LINUX_NAME }] }), uniqueItems: true };
  },
  words: () => `array of ${list(GUEST_FORMS, 'or')}`,
};

function readGuest(reading: Reading, value: unknown, path: SpecPath): GuestName | undefined {
  if (typeof value !== 'string') return wrongType(reading, value, path, 'a string');
  if (isGuestName(value)) return value;
  const suggestion = /\d/.test(value) ? undefined : suggest(value, OFFERED_GUESTS);
  const facts = {
    key: keyOf(path),
    value: JSON.stringify(value),
    of: GUEST_FORMS,
    ...(suggestion && { suggestions: [suggestion] }),
  };
  return reject(reading, 'spec/not-one-of', path, facts);
}
