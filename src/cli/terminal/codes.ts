import { CATALOG } from '../../diagnostics/catalog.js';
import type { Code } from '../../diagnostics/diagnostic.js';
import { suggest } from '../../diagnostics/suggest.js';
import { list } from '../../diagnostics/words.js';

const CODES = Object.keys(CATALOG) as Code[];

/** Nobody reads a longer list of codes. */
const MOST_CODES = 12;

export function isCode(text: string): text is Code {
  return Object.hasOwn(CATALOG, text);
}

/** The codes that a person may mean by a text that is none: the same last part, the same beginning, nearly the text, or the text as a part. */
export function codesLike(text: string, others: readonly string[] = []): string {
  const last = text.slice(text.indexOf('/') + 1);
  const sameLast = CODES.filter((code) => code.endsWith(`/${last}`));
  const beginning = text === '' ? [] : CODES.filter((code) => code.startsWith(text));
  const near = suggest(text, [...CODES, ...others]);
  const parts = text.length < 3 ? [] : CODES.filter((code) => code.includes(text));
  const found = [sameLast, beginning, near === undefined ? [] : [near], parts].find((codes) => codes.length > 0) ?? [];
  const more = found.length > MOST_CODES ? ` and ${found.length - MOST_CODES} more` : '';
  return found.length === 0 ? '' : `; did you mean ${list(found.slice(0, MOST_CODES), 'or')}${more}?`;
}
