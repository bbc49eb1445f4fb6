// Ways through an object that give no package, in words.

import type { FailedWay, ObjectFacts, When } from '../firmware/facts.js';

type Ending =
  | { readonly kind: 'fails'; readonly failure: FailedWay }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly text: string };

export function endingsOf({
  fails,
  nothing,
  absent,
  unknown,
}: ObjectFacts<unknown>): readonly (Ending & { readonly when: When })[] {
  return [
    ...fails.map((failure) => ({ kind: 'fails' as const, failure, when: failure.when })),
    ...nothing.map((when) => ({ kind: 'nothing' as const, when })),
    ...absent.map((when) => ({ kind: 'absent' as const, when })),
    ...unknown.map(({ when, text }) => ({ kind: 'unknown' as const, text, when })),
  ];
}

export function endingWords(ending: Ending): string {
  switch (ending.kind) {
    case 'fails':
      return failureWords(ending.failure);
    case 'nothing':
      return 'returns nothing';
    case 'absent':
      return 'does not exist';
    case 'unknown':
      return `returns ${ending.text}, whose value these tables do not give`;
  }
}

/** `more than 64 ways: the rest was not followed` */
export function notFollowed(limit: string): string {
  return `${limit}: the rest was not followed`;
}

/** `fails: no table defines \_SB.PR00._CPC (AE_NOT_FOUND)` */
function failureWords({ reason, status, name, by }: FailedWay): string {
  return `fails: ${FAILURES[reason](name ?? 'an object')} (${status} in ${by})`;
}

const FAILURES: Readonly<Record<FailedWay['reason'], (name: string) => string>> = {
  'unresolved-name': (name) => `no table defines ${name}`,
  'already-exists': (name) => `${name} exists already`,
  'wrong-type': (name) => `${name} has the wrong type`,
  'not-supported': (name) => `ACPICA does not support ${name}`,
  'unreadable-code': () => 'the code cannot be read',
  'wrong-value': (name) => `${name} has a wrong value`,
  uninitialized: (name) => `${name} has no value`,
  'beyond-end': (name) => `${name} is beyond the end`,
  'divide-by-zero': () => 'it divides by zero',
  'no-return-value': (name) => `${name} returns nothing`,
  'refused-store': (name) => `ACPICA refuses a store into ${name}`,
  'too-deep': () => 'the calls are too deep',
};
