import { some } from '../diagnostics/words.js';
import { alternativeLines } from '../firmware/condition-words.js';
import type { Outcome } from '../firmware/outcomes.js';

/**
 * `when …`, `or when …`; nothing for what always holds. Of two outcomes the second is `otherwise`, if the first has one
 * condition.
 */
export function whenLines<T>({ when }: Outcome<T>, index: number, all: readonly Outcome<T>[]): string[] {
  if (all.length < 2) return [];
  if (all.length === 2 && index === 1 && all[0]?.when.length === 1) return [OTHERWISE];
  return alternativeLines(when);
}

const OTHERWISE = 'otherwise';

/** Alternative values, a line each: `255, when overclocking is unlocked`, `otherwise 200`. */
export function alternatives(outcomes: readonly Outcome<string>[]): string {
  const lines = outcomes.map((one, i) => {
    const when = whenLines(one, i, outcomes).join(' ');
    return when === OTHERWISE ? `${OTHERWISE} ${one.value}` : `${one.value}, ${when}`;
  });
  return outcomes.length < 2 ? (outcomes[0]?.value ?? '') : lines.join('\n');
}

/** The names that conditions depend on. */
export function dependsOn(outcomes: readonly Outcome<unknown>[]): string {
  const texts = outcomes.flatMap(({ when }) => when.flat());
  return some([...new Set(texts.flatMap((text) => text.match(NAMES) ?? []))]);
}

const NAMES = /\\?\b[A-Z_][A-Z0-9_]*(?:\.[A-Z_][A-Z0-9_]*)*\b/g;
