import type { XmlElement } from '@rgrove/parse-xml';
import type { Leftovers } from '../hyperv/leftovers.js';
import type { HypervElements } from '../hyperv/libvirt-elements.js';
import { element, type XmlNode } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';
import { mergeBelow } from './merge.js';

/** Writes enlightenments: `<features><hyperv>`, timers of `<clock>`, `<panic>` of `<devices>`. */
export function putHyperv(
  editor: Editor,
  root: XmlElement,
  { hyperv, timers, devices }: HypervElements,
  offset: 'localtime' | 'utc',
): void {
  if (hyperv) {
    mergeBelow(editor, root, element('features', {}), [hyperv]);
    const existing = childOf(childOf(root, 'features'), 'hyperv');
    if (existing) fitMode(editor, existing, hyperv.attributes['mode']);
  }
  putClock(editor, root, timers, offset);
  mergeBelow(editor, root, element('devices', {}), devices, 'model');
}

/** A domain without `<clock>` has UTC. The offset of a `<clock>` stays. */
function putClock(editor: Editor, root: XmlElement, timers: readonly XmlNode[], offset: 'localtime' | 'utc'): void {
  const isMissing = !childOf(root, 'clock') && offset === 'localtime';
  if (isMissing) editor.addToRoot(element('clock', { offset }, timers));
  else mergeBelow(editor, root, element('clock', { offset }), timers, 'name');
}

/** Removes elements of an earlier spec or for another libvirt. */
export function removeLeftovers(editor: Editor, root: XmlElement, { elements }: Leftovers): void {
  const has = (one: XmlElement, attributes: Readonly<Record<string, string>>) =>
    Object.entries(attributes).every(([name, value]) => one.attributes[name] === value);
  for (const { path, attributes, harmlessWith } of elements) {
    const parent = path.slice(0, -1).reduce<XmlElement | undefined>(childOf, root);
    const there = childrenOf(parent, path.at(-1)).filter((one) => has(one, attributes));
    const gone = there.filter((one) => !harmlessWith || !has(one, harmlessWith));
    if (parent) editor.remove(gone, parent);
  }
}

/** libvirt's schema does not allow children with mode passthrough; single flags need mode custom. */
function fitMode(editor: Editor, existing: XmlElement, mode: string | undefined): void {
  if (mode === 'passthrough') editor.remove(childrenOf(existing), existing);
  else if (mode === undefined && existing.attributes['mode'] === 'passthrough')
    editor.setAttribute(existing, 'mode', 'custom');
}
