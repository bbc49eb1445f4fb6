import type { XmlElement } from '@rgrove/parse-xml';
import type { Leftovers } from '../hyperv/leftovers.js';
import type { HypervElements } from '../hyperv/libvirt-elements.js';
import { element } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';
import { mergeBelow } from './merge.js';

/** The enlightenments: `<features><hyperv>`, timers of `<clock>`, `<panic>` of `<devices>`. */
export function putHyperv(editor: Editor, root: XmlElement, { hyperv, timers, devices }: HypervElements): void {
  if (hyperv) {
    mergeBelow(editor, root, element('features', {}), [hyperv]);
    const existing = childOf(childOf(root, 'features'), 'hyperv');
    if (existing) fitMode(editor, existing, hyperv.attributes['mode']);
  }
  // Without a <clock> libvirt has this one.
  mergeBelow(editor, root, element('clock', { offset: 'utc' }), timers, 'name');
  mergeBelow(editor, root, element('devices', {}), devices, 'model');
}

/** What the enlightenments of an earlier spec or libvirt have left. */
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

/** libvirt's schema allows mode passthrough no children; a spec that names flags means exactly those. */
function fitMode(editor: Editor, existing: XmlElement, mode: string | undefined): void {
  if (mode === 'passthrough') editor.remove(childrenOf(existing), existing);
  else if (mode === undefined && existing.attributes['mode'] === 'passthrough')
    editor.setAttribute(existing, 'mode', 'custom');
}
