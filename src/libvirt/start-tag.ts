import type { Quote } from '../xml/xml-text.js';

/** An attribute as it stands in the text; offsets count from the text's start. */
export interface Attribute {
  readonly name: string;
  /** Where the white space before it begins. */
  readonly start: number;
  readonly space: string;
  /** What stands between its quotes, entities and all. */
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly quote: Quote;
  /** Behind its last quote. */
  readonly end: number;
}

/** Where the parts of a start tag are. */
export interface StartTag {
  readonly attributes: readonly Attribute[];
  /** Behind the element's name, where a first attribute would stand. */
  readonly nameEnd: number;
  /** Where `>` or `/>` is. */
  readonly close: number;
  readonly isEmpty: boolean;
}

/** XML's white space is less than JavaScript's: U+FEFF is a character of names. XML 1.0, production 3. */
const NAME = /<[^ \t\r\n/>]+/y;
const ATTRIBUTE = /([ \t\r\n]+)([^ \t\r\n=/>]+)[ \t\r\n]*=[ \t\r\n]*(["'])/y;
const SPACE = /[ \t\r\n]*/y;

/** The start tag at an offset of a text that an XML parser took: nothing is left to check. */
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
