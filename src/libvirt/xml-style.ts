import type { Style } from '../xml/xml-text.js';
import { childrenOf } from './children.js';
import type { DomainXml } from './domain-xml.js';
import { startTagAt } from './start-tag.js';

/** How the rest of the document is written. */
export function styleOf({ text, root }: DomainXml): Style {
  const own = indentOf(text, root.start) ?? '';
  const isDeeper = (indent: string | undefined) => indent?.startsWith(own) && indent.length > own.length;
  const first = childrenOf(root).find((child) => isDeeper(indentOf(text, child.start)));
  const unit = first && indentOf(text, first.start)?.slice(own.length);
  const [attribute] = startTagAt(text, root.start).attributes;
  return {
    newline: /\r?\n/.exec(text)?.[0] ?? '\n',
    unit: unit ?? '  ',
    quote: attribute?.quote ?? "'",
  };
}

/** White space before an element that is the first of its line; undefined where something else stands before it. */
export function indentOf(text: string, start: number): string | undefined {
  let at = start;
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at--;
  const isFirst = at === 0 || text[at - 1] === '\n' || (at === 1 && text[0] === '\uFEFF');
  return isFirst ? text.slice(at, start) : undefined;
}

/** Where the line end before an element's line is; the line holds nothing else before it. */
export function newlineStart(text: string, start: number): number {
  const at = text.lastIndexOf('\n', start - 1);
  if (at < 0) return start;
  return text[at - 1] === '\r' ? at - 1 : at;
}
