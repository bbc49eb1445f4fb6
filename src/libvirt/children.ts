import { XmlComment, XmlElement, XmlText } from '@rgrove/parse-xml';

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
  const same = childrenOf(parent, element.name);
  const index = same.length > 1 ? `[${same.indexOf(element) + 1}]` : '';
  return `${pathOf(parent)}/${element.name}${index}`;
}
