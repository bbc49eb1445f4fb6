// Which diagnostics a terminal shows. A machine of 4,096 cores can have a note for each of them: an error among them must be
// seen, so errors come first, each code has a limit of its own, and problems of a code that differ come before repetitions.

import { type Code, type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { groupBy } from '../../diagnostics/group-by.js';

/** A person reads no more of one code, and the rest would hide other problems. */
const MOST_OF_A_CODE = 20;

const SEVERITIES = ['error', 'warning', 'note'] as const;

/** Diagnostics of one code, and how many more there are. */
interface ShownCode {
  readonly code: Code;
  readonly shown: readonly Diagnostic[];
  readonly more: number;
}

/** Errors, warnings, notes, each in their order. */
export function bySeverity(all: readonly Diagnostic[]): readonly Diagnostic[] {
  return SEVERITIES.flatMap((severity) => all.filter((one) => one.severity === severity));
}

/** The first of each code, the codes in the order of their first diagnostics, and errors before warnings and notes. */
export function shownByCode(all: readonly Diagnostic[]): readonly ShownCode[] {
  const codes = groupBy(bySeverity(all), ({ code }) => code);
  return [...codes].map(([code, ofCode]) => {
    const shown = mostDifferent(ofCode);
    return { code, shown, more: ofCode.length - shown.length };
  });
}

/** In their order; those whose messages differ in more than numbers are chosen before others. */
function mostDifferent(all: readonly Diagnostic[]): readonly Diagnostic[] {
  if (all.length <= MOST_OF_A_CODE) return all;
  const indices = [...all.keys()];
  const kinds = groupBy(indices, (index) => all[index]?.message.replaceAll(/\d+/g, '0'));
  const chosen = new Set([...kinds.values()].flatMap(([first = 0]) => first).slice(0, MOST_OF_A_CODE));
  for (const index of indices) if (chosen.size < MOST_OF_A_CODE) chosen.add(index);
  return all.filter((_, index) => chosen.has(index));
}

/** The first error, if so many warnings and notes follow the errors that they fill a terminal. */
export function errorOutOfSight(codes: readonly ShownCode[]): Diagnostic | undefined {
  const [first] = codes.flatMap(({ shown }) => shown);
  const after = codes.filter(({ shown }) => !hasErrors(shown)).reduce((sum, { shown }) => sum + shown.length, 0);
  return first?.severity === 'error' && after >= MOST_OF_A_CODE ? first : undefined;
}
