import type { XmlElement } from '@rgrove/parse-xml';
import { element, type XmlNode } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';

/** Sets the attributes and children of an element; its other attributes and children stay. */
function merge(editor: Editor, existing: XmlElement, element: XmlNode): void {
  for (const [name, value] of Object.entries(element.attributes)) editor.setAttribute(existing, name, value);
  mergeChildren(editor, existing, element.children);
}

/** Merges children by name; with `key`, only elements with an equal `key` attribute match. */
function mergeChildren(editor: Editor, parent: XmlElement, children: readonly XmlNode[], key?: string): void {
  const missing: XmlNode[] = [];
  const nameOf = ({ name, attributes }: Pick<XmlNode, 'name' | 'attributes'>) =>
    key === undefined ? name : `${name} ${attributes[key] ?? ''}`;
  // Of equal elements the first one; thousands of pins are looked up.
  const byName = new Map(
    childrenOf(parent)
      .toReversed()
      .map((one) => [nameOf(one), one]),
  );
  for (const child of children) {
    const existing = byName.get(nameOf(child));
    if (existing) merge(editor, existing, child);
    else missing.push(child);
  }
  editor.append(parent, missing);
}

/** Merges children into a child of the root, which is added if it is missing. */
export function mergeBelow(
  editor: Editor,
  root: XmlElement,
  parent: XmlNode,
  children: readonly XmlNode[],
  key?: string,
): void {
  if (children.length === 0) return;
  const existing = childOf(root, parent.name);
  if (existing) mergeChildren(editor, existing, children, key);
  else editor.addToRoot(element(parent.name, parent.attributes, children));
}
