/** An XML element to be written, with children or a text. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text?: string;
}

export function element(name: string, attributes: XmlNode['attributes'], children: readonly XmlNode[] = []): XmlNode {
  return { name, attributes, children };
}

export function textElement(name: string, attributes: XmlNode['attributes'], text: string): XmlNode {
  return { name, attributes, children: [], text };
}

export type Quote = "'" | '"';

/** How a document is laid out where something is put in. */
export interface Style {
  readonly newline: string;
  /** What a child stands in more than its parent. */
  readonly unit: string;
  readonly quote: Quote;
}

/** How an output of our own is laid out. */
const OURS: Style = { newline: '\n', unit: '  ', quote: "'" };

/** An element as lines of an output. */
export function xmlLines(element: XmlNode, indent = ''): string[] {
  return (indent + elementText(element, OURS, indent)).split('\n');
}

/** An element as text: on lines of its own, each child one deeper; or without an indent all on one line. */
export function elementText(element: XmlNode, style: Style, indent?: string): string {
  const start = `<${element.name}${attributesText(element, style.quote)}`;
  if (element.text !== undefined) return `${start}>${escaped(element.text)}</${element.name}>`;
  if (element.children.length === 0) return `${start}/>`;
  const own = indent === undefined ? '' : style.newline + indent;
  return `${start}>${childrenText(element.children, style, indent)}${own}</${element.name}>`;
}

/** Children of an element that stands at an indent, each after the end of a line. */
export function childrenText(children: readonly XmlNode[], style: Style, indent?: string): string {
  const deeper = indent === undefined ? undefined : indent + style.unit;
  const before = deeper === undefined ? '' : style.newline + deeper;
  return children.map((child) => before + elementText(child, style, deeper)).join('');
}

function attributesText({ attributes }: XmlNode, quote: Quote): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}=${quote}${escaped(value, quote)}${quote}`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
};

/** A text as XML takes it; in an attribute only its own quote needs a word. White space there would become a space. */
export function escaped(text: string, quote?: Quote): string {
  const words = text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');
  if (quote === undefined) return words.replaceAll('\r', '&#13;');
  return words
    .replaceAll(quote, ENTITIES[quote] ?? '')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
