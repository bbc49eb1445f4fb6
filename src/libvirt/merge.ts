import type { XmlElement } from '@rgrove/parse-xml';
import { element, type XmlNode } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';

/** Brings an element to what is wanted of it: its attributes, and its children by their names; what it has more stays. */
export function merge(editor: Editor, existing: XmlElement, element: XmlNode): void {
  for (const [name, value] of Object.entries(element.attributes)) editor.setAttribute(existing, name, value);
  mergeChildren(editor, existing, element.children);
}

/** The same for children; those whose `key` attribute differs are others, and stay. */
export function mergeChildren(editor: Editor, parent: XmlElement, children: readonly XmlNode[], key?: string): void {
  const missing: XmlNode[] = [];
  for (const child of children) {
    const existing = childrenOf(parent, child.name).find(
      (one) => key === undefined || one.attributes[key] === child.attributes[key],
    );
    if (existing) merge(editor, existing, child);
    else missing.push(child);
  }
  editor.append(parent, missing);
}

/** Children of a child of the root, which is put in with them where the domain has none. */
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
