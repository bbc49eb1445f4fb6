import { FIRMWARE_CONDITIONS } from '../../grammar/firmware-conditions.js';
import type { When } from './facts.js';

/** What a condition means, where that is known: `overclocking is unlocked`. */
export function meaningOf(condition: string): string | undefined {
  const [, value, is] = /^\((.*) ([!=]=) 0\)$/.exec(condition) ?? [];
  if (value === undefined) return undefined;
  const row = FIRMWARE_CONDITIONS.find(
    (one) => one.value === value || one.value === value.replace(OWN_FIELD, '(P$1nn'),
  );
  return is === '!=' ? row?.set : row?.clear;
}

const OWN_FIELD = /^\(P([CF])\d\d/;

interface Worded {
  readonly words: string;
  /** False where no part has a meaning: such a condition stays as it is. */
  readonly known: boolean;
  readonly operator?: 'and' | 'or';
}

/** `Turbo Boost Max 3.0 is supported and (ITBM == 0)`: the parts that have a meaning in words, the others as ASL. */
function wordsOf(condition: string, negated = false): Worded {
  if (condition.startsWith('!')) return wordsOf(condition.slice(1), !negated);
  const { operator, sides } = partsOf(condition);
  if (!operator) {
    const asl = negated ? oppositeOf(condition) : condition;
    const words = meaningOf(asl);
    return { words: words ?? asl, known: words !== undefined };
  }
  const joins = (operator === '&&') !== negated ? 'and' : 'or';
  const all = sides.map((side) => wordsOf(side, negated));
  const words = all.map((one) => (one.operator && one.operator !== joins ? `(${one.words})` : one.words));
  return { words: words.join(` ${joins} `), known: all.some(({ known }) => known), operator: joins };
}

/** The sides of `((A) && (B))`. */
function partsOf(condition: string): { readonly operator?: '&&' | '||'; readonly sides: readonly string[] } {
  const inner = condition.slice(1, -1);
  let depth = 0;
  for (let i = 0; i < inner.length; i++) {
    if (inner[i] === '(') depth++;
    else if (inner[i] === ')') depth--;
    const operator = inner.slice(i, i + 2);
    if (depth === 0 && (operator === '&&' || operator === '||'))
      return { operator, sides: [inner.slice(0, i).trim(), inner.slice(i + 2).trim()] };
  }
  return { sides: [] };
}

/** `(ITBM != 0)` of `(ITBM == 0)`. */
function oppositeOf(condition: string): string {
  const operators = condition.match(/ [!=]= /g) ?? [];
  if (operators.length !== 1) return `!${condition}`;
  return condition.replace(/ ([!=])= /, (_, sign: string) => (sign === '!' ? ' == ' : ' != '));
}

// A person reads no longer conditions; --json has all of them.
const MOST_CONDITIONS = 8;
const MOST_ALTERNATIVES = 4;

/** `overclocking is locked and (LMPS != 0)` */
function conditionWords(when: When): string {
  const words = when.slice(0, MOST_CONDITIONS).map((one) => {
    const { words, known, operator } = wordsOf(one);
    if (!known) return one;
    return operator === 'or' && when.length > 1 ? `(${words})` : words;
  });
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
