import { XmlComment, XmlElement, XmlText } from '@rgrove/parse-xml';
import { groupBy } from '../diagnostics/group-by.js';

export function childrenOf(element: XmlElement | undefined, name?: string): XmlElement[] {
  const all = (element?.children ?? []).filter((one): one is XmlElement => one instanceof XmlElement);
  return name === undefined ? all : all.filter((one) => one.name === name);
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

/** Elements and comments, without the white space between them. */
export function writtenIn(element: XmlElement): (XmlElement | XmlComment)[] {
  return element.children.filter((one): one is XmlElement | XmlComment => one instanceof XmlElement || isComment(one));
}

/** The end of an element, or of the last comment that follows it on the same line. */
export function endWithComments(element: XmlElement | XmlComment): number {
  const siblings = element.parent && 'children' in element.parent ? element.parent.children : [];
  let { end } = element;
  for (const next of siblings.slice((siblings as readonly unknown[]).indexOf(element) + 1)) {
    if (isComment(next)) end = next.end;
    else if (!(next instanceof XmlText) || /[\n\S]/.test(next.text)) break;
  }
  return end;
}

function isComment(node: unknown): node is XmlComment {
  return node instanceof XmlComment;
}

/** The XPath of an element from the root. */
export function pathOf(element: XmlElement): string {
  const { parent } = element;
  if (!(parent instanceof XmlElement)) return `/${element.name}`;
  const indexes = INDEXES.get(parent) ?? indexesIn(parent);
  INDEXES.set(parent, indexes);
  return `${pathOf(parent)}/${element.name}${indexes.get(element) ?? ''}`;
}

/** Thousands of pins can have one parent, so its children are counted once. */
const INDEXES = new WeakMap<XmlElement, ReadonlyMap<XmlElement, string>>();

function indexesIn(parent: XmlElement): ReadonlyMap<XmlElement, string> {
  const groups = groupBy(childrenOf(parent), ({ name }) => name);
  return new Map(
    [...groups.values()].flatMap((same) => same.map((one, i) => [one, same.length > 1 ? `[${i + 1}]` : ''] as const)),
  );
}
