// Measures a TOML text before a parser reads it, since the parsers take time and memory for each value, line and character of
// a string. Comments are skipped, a string is one word, and values are counted by their punctuation: `=`, `,` and `.`, and the
// brackets that open arrays, inline tables and headers (of `[[` only the first). A text that is not TOML can be measured
// wrongly only behind its first mistake, where the parsers stop.

import { SPEC_LIMITS } from '../../grammar/limits.js';
import { MOST_PROCESSORS } from '../../grammar/machines.js';

/** What is measured, with its limit. The first row that a text passes is reported. */
const MOST = {
  cores: MOST_PROCESSORS,
  values: SPEC_LIMITS.values,
  lines: SPEC_LIMITS.lines,
  word: SPEC_LIMITS.word,
  depth: SPEC_LIMITS.depth,
} as const;

type Measured = keyof typeof MOST;

/** A limit that a text passes. */
export interface TooMany {
  readonly of: Measured | 'characters';
  readonly count: number;
  readonly most: number;
  /** Where the text first has more than that. */
  readonly index: number;
}

interface Measure {
  readonly counts: Record<Measured, number>;
  /** Where each count passed its limit. */
  readonly past: Partial<Record<Measured, number>>;
  open: number;
  /** Where the word began that is being read. */
  word: number;
}

const CORE_HEADER = /\[\[[ \t]*core[ \t]*\]\]/y;

/** The limit that a text passes, if any. */
export function tooManyIn(text: string): TooMany | undefined {
  const measure: Measure = { counts: { cores: 0, values: 0, lines: 0, word: 0, depth: 0 }, past: {}, open: 0, word: 0 };
  let at = 0;
  while (at < text.length) at = readFrom(text, at, measure);
  endWord(measure, at);
  const of = (Object.keys(MOST) as Measured[]).find((one) => measure.past[one] !== undefined);
  return of && { of, count: measure.counts[of], most: MOST[of], index: measure.past[of] ?? 0 };
}

/** Measures one character, comment or string; returns where the next begins. */
function readFrom(text: string, at: number, measure: Measure): number {
  const character = text[at];
  switch (character) {
    case '#':
      return endOfWord(measure, at, lineEnd(text, at));
    case '"':
    case "'": {
      const end = stringEnd(text, at, character);
      setCount(measure, 'word', Math.max(measure.counts.word, end - at), at);
      return endOfWord(measure, at, end);
    }
    case '\n':
      setCount(measure, 'lines', measure.counts.lines + 1, at);
      break;
    case '[':
    case '{':
      open(text, at, measure);
      break;
    case ']':
    case '}':
      measure.open = Math.max(0, measure.open - 1);
      break;
    case '=':
    case ',':
    case '.':
      setCount(measure, 'values', measure.counts.values + 1, at);
      break;
    case ' ':
    case '\t':
      break;
    default:
      return at + 1;
  }
  return endOfWord(measure, at, at + 1);
}

function open(text: string, at: number, measure: Measure): void {
  measure.open++;
  setCount(measure, 'depth', Math.max(measure.counts.depth, measure.open), at);
  if (text[at - 1] === '[') return;
  setCount(measure, 'values', measure.counts.values + 1, at);
  CORE_HEADER.lastIndex = at;
  if (CORE_HEADER.test(text)) setCount(measure, 'cores', measure.counts.cores + 1, at);
}

function endOfWord(measure: Measure, at: number, next: number): number {
  endWord(measure, at);
  measure.word = next;
  return next;
}

function endWord(measure: Measure, at: number): void {
  setCount(measure, 'word', Math.max(measure.counts.word, at - measure.word), measure.word);
}

function setCount({ counts, past }: Measure, of: Measured, count: number, at: number): void {
  counts[of] = count;
  if (count > MOST[of]) past[of] ??= at;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The end of a string; without its quote, the end of its line or of the text. TOML 1.0, "String". */
function stringEnd(text: string, start: number, quote: '"' | "'"): number {
  const close = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  for (let at = start + close.length; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && quote === '"') at++;
    else if (character === quote && text.startsWith(close, at)) return at + close.length;
    else if (character === '\n' && close === quote) return at;
  }
  return text.length;
}
