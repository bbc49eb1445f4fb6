import type { Style } from '../xml/xml-text.js';
import { childrenOf } from './children.js';
import type { DomainXml } from './domain-xml.js';
import { startTagAt } from './start-tag.js';

/** The style of a document: line ends, indent, quotes. */
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

/** The indent of an element; undefined if it is not the first on its line. */
export function indentOf(text: string, start: number): string | undefined {
  let at = start;
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at--;
  const isFirst = at === 0 || text[at - 1] === '\n' || (at === 1 && text[0] === '\uFEFF');
  return isFirst ? text.slice(at, start) : undefined;
}

/** The start of the line end before the line of an element. */
export function newlineStart(text: string, start: number): number {
  const at = text.lastIndexOf('\n', start - 1);
  if (at < 0) return start;
  return text[at - 1] === '\r' ? at - 1 : at;
}
