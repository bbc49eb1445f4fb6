import type { XmlElement } from '@rgrove/parse-xml';
import type { CpcTable } from '../cpc/ir.js';
import { type CpusetReader, cpusetReader } from '../spec/cpuset.js';
import { element } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';
import { mergeBelow } from './merge.js';

/** Writes a `<vcpupin>` for each vCPU with a host thread in the spec. */
export function putPins(editor: Editor, root: XmlElement, { processors }: CpcTable): void {
  const cpusets = cpusetReader();
  const pinned = childrenOf(childOf(root, 'cputune'), 'vcpupin');
  const correct = new Set(pinned.map((pin) => canonicalForm(pin, cpusets)));
  // libvirt reads "01" as 1, so such an element is changed, not doubled.
  const written = new Map(pinned.map(({ attributes }) => [Number(attributes['vcpu']), attributes['vcpu']]));
  const pins = processors.flatMap(({ vcpu, hostThread }) =>
    hostThread === undefined || correct.has(`${vcpu} ${hostThread}`)
      ? []
      : [element('vcpupin', { vcpu: written.get(vcpu) ?? String(vcpu), cpuset: String(hostThread) })],
  );
  mergeBelow(editor, root, element('cputune', {}), pins, 'vcpu');
}

/** The vCPU and the only thread of a pin, in any form of its cpuset; undefined if there are several. */
function canonicalForm({ attributes: { vcpu, cpuset = '' } }: XmlElement, cpusets: CpusetReader): string | undefined {
  const threads = cpusets(cpuset);
  return 'why' in threads || threads.length > 1 ? undefined : `${Number(vcpu)} ${threads[0]}`;
}
