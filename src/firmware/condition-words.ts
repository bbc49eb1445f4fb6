import { FIRMWARE_CONDITIONS } from '../../grammar/firmware-conditions.js';
import type { When } from './facts.js';

/** What a condition means, where that is known: `overclocking is unlocked`. */
export function meaningOf(condition: string): string | undefined {
  for (const { value, set, clear } of FIRMWARE_CONDITIONS) {
    if (condition === `(${value} != 0)`) return set;
    if (condition === `(${value} == 0)`) return clear;
  }
  return undefined;
}

// A person reads no longer conditions; --json has all of them.
const MOST_CONDITIONS = 8;
const MOST_ALTERNATIVES = 4;

/** `overclocking is locked and (LMPS != 0)` */
function conditionWords(when: When): string {
  const words = when.slice(0, MOST_CONDITIONS).map((one) => meaningOf(one) ?? one);
  const more = when.length - MOST_CONDITIONS;
  return [...words, ...(more > 0 ? [`${more} more conditions`] : [])].join(' and ');
}

/** `when (MODE == 1)`, `or when …`: a line for each alternative. */
export function alternativeLines(alternatives: readonly When[]): string[] {
  const shown = alternatives.slice(0, MOST_ALTERNATIVES);
  const lines = shown.map((one, i) => `${i > 0 ? 'or ' : ''}when ${conditionWords(one)}`);
  const more = alternatives.length - MOST_ALTERNATIVES;
  return more > 0 ? [...lines, `or under ${more} more conditions`] : lines;
}
