import type { XmlElement } from '@rgrove/parse-xml';
import type { CpcTable } from '../cpc/ir.js';
import { readCpuset } from '../spec/cpuset.js';
import { element } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';
import { mergeBelow } from './merge.js';

/** Writes a `<vcpupin>` for each vCPU with a host thread in the spec. */
export function putPins(editor: Editor, root: XmlElement, { processors }: CpcTable): void {
  const pinned = childrenOf(childOf(root, 'cputune'), 'vcpupin');
  const correct = new Set(pinned.filter((pin) => threadOf(pin) !== undefined).map(canonicalForm));
  // libvirt reads "01" as 1, so such an element is changed, not doubled.
  const written = new Map(pinned.map(({ attributes }) => [Number(attributes['vcpu']), attributes['vcpu']]));
  const pins = processors.flatMap(({ vcpu, hostThread }) =>
    hostThread === undefined || correct.has(`${vcpu} ${hostThread}`)
      ? []
      : [element('vcpupin', { vcpu: written.get(vcpu) ?? String(vcpu), cpuset: String(hostThread) })],
  );
  mergeBelow(editor, root, element('cputune', {}), pins, 'vcpu');
}

function canonicalForm(pin: XmlElement): string {
  return `${Number(pin.attributes['vcpu'])} ${threadOf(pin)}`;
}

/** The only thread of a pin, in any form of its cpuset; undefined if there are several. */
function threadOf({ attributes }: XmlElement): number | undefined {
  const threads = readCpuset(attributes['cpuset'] ?? '');
  return 'why' in threads || threads.length > 1 ? undefined : threads[0];
}
