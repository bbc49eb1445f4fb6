// The parser gives the offsets of elements, but not of their attributes. This file finds those with three regular
// expressions. It relies on the parser having accepted the text: quotes close, and no `>` is outside of quotes.

import type { Quote } from '../xml/xml-text.js';

/** An attribute with its offsets in the text. */
interface Attribute {
  readonly name: string;
  /** Start of the white space before it. */
  readonly start: number;
  readonly space: string;
  /** The range between its quotes, with entities as written. */
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly quote: Quote;
  /** The offset after its closing quote. */
  readonly end: number;
}

/** The offsets of the parts of a start tag. */
interface StartTag {
  readonly attributes: readonly Attribute[];
  /** The offset after the element's name, where a first attribute goes. */
  readonly nameEnd: number;
  /** The offset of `>` or `/>`. */
  readonly close: number;
  readonly isEmpty: boolean;
}

/** XML has fewer white space characters than JavaScript: names can contain U+FEFF. XML 1.0, production 3. */
const NAME = /<[^ \t\r\n/>]+/y;
const ATTRIBUTE = /([ \t\r\n]+)([^ \t\r\n=/>]+)[ \t\r\n]*=[ \t\r\n]*(["'])/y;
const SPACE = /[ \t\r\n]*/y;

/** The start tag at an offset. The parser has checked the text already. */
export function startTagAt(text: string, start: number): StartTag {
  const nameEnd = endOf(NAME, text, start);
  const attributes: Attribute[] = [];
  let at = nameEnd;
  for (let one = attributeAt(text, at); one; one = attributeAt(text, at)) {
    attributes.push(one);
    at = one.end;
  }
  const close = endOf(SPACE, text, at);
  return { attributes, nameEnd, close, isEmpty: text[close] === '/' };
}

function attributeAt(text: string, start: number): Attribute | undefined {
  ATTRIBUTE.lastIndex = start;
  const [whole, space, name, quote] = ATTRIBUTE.exec(text) ?? [];
  if (whole === undefined || space === undefined || name === undefined) return undefined;
  const valueStart = start + whole.length;
  const valueEnd = text.indexOf(quote as Quote, valueStart);
  return { name, start, space, valueStart, valueEnd, quote: quote as Quote, end: valueEnd + 1 };
}

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return start + (pattern.exec(text)?.[0].length ?? 0);
}
