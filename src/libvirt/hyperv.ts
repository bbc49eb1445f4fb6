import type { XmlElement } from '@rgrove/parse-xml';
import { wanted } from '../emit/xml-text.js';
import type { HypervElements } from '../hyperv/libvirt-elements.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';
import { mergeBelow } from './merge.js';

/** The enlightenments: `<features><hyperv>`, timers of `<clock>`, `<panic>` of `<devices>`. */
export function putHyperv(editor: Editor, root: XmlElement, { hyperv, timers, devices }: HypervElements): void {
  if (hyperv) {
    mergeBelow(editor, root, wanted('features', {}), [hyperv]);
    const existing = childOf(childOf(root, 'features'), 'hyperv');
    if (existing) fitMode(editor, existing, hyperv.attributes['mode']);
  }
  // Without a <clock> libvirt has this one.
  mergeBelow(editor, root, wanted('clock', { offset: 'utc' }), timers, 'name');
  mergeBelow(editor, root, wanted('devices', {}), devices, 'model');
}

/** libvirt's schema allows mode passthrough no children; a spec that names flags means exactly those. */
function fitMode(editor: Editor, existing: XmlElement, mode: string | undefined): void {
  if (mode === 'passthrough') editor.remove(childrenOf(existing), existing);
  else if (mode === undefined && existing.attributes['mode'] === 'passthrough')
    editor.setAttribute(existing, 'mode', 'custom');
}
