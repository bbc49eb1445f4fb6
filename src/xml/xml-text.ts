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

/** White space and quotes of new elements in a document. */
export interface Style {
  readonly newline: string;
  /** The indent of a child relative to its parent. */
  readonly unit: string;
  readonly quote: Quote;
}

/** The style of new documents. */
const OURS: Style = { newline: '\n', unit: '  ', quote: "'" };

/** An element as lines of an output. */
export function xmlLines(element: XmlNode, indent = ''): string[] {
  return (indent + elementText(element, OURS, indent)).split('\n');
}

/** An element as text: each child on a line with a deeper indent; without an indent, all on one line. */
export function elementText(element: XmlNode, style: Style, indent?: string): string {
  const start = `<${element.name}${attributesText(element, style.quote)}`;
  if (element.text !== undefined) return `${start}>${escaped(element.text)}</${element.name}>`;
  if (element.children.length === 0) return `${start}/>`;
  const own = indent === undefined ? '' : style.newline + indent;
  return `${start}>${childrenText(element.children, style, indent)}${own}</${element.name}>`;
}

/** The children of an element with this indent, each after a line end. */
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

/** Escapes a text. In an attribute, only its own quote needs an entity; parsers would replace white space with spaces. */
export function escaped(text: string, quote?: Quote): string {
  const words = text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');
  if (quote === undefined) return words.replaceAll('\r', '&#13;');
  return words
    .replaceAll(quote, ENTITIES[quote] ?? '')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
