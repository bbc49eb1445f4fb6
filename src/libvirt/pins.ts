import type { XmlElement } from '@rgrove/parse-xml';
import type { CpcTable, HostThreads } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { cpusetReader, cpusetText } from '../spec/cpuset.js';
import { element } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { DomainEdit } from './domain-edit.js';
import type { DomainXml } from './domain-xml.js';
import type { Editor } from './editor.js';
import { mergeBelow } from './merge.js';

/** A vCPU whose pin in the domain is not that of the spec. */
export interface PinDifference {
  readonly vcpu: number;
  /** The element that pins it: its `<vcpupin>`, or `<vcpu cpuset>`, which holds for vCPUs without one. */
  readonly owner?: XmlElement;
  /** The host threads in the domain; undefined if it has no pin. */
  readonly before?: readonly number[];
  readonly after: HostThreads;
}

/** Compares sets, in any form of their text. vCPUs that the domain does not have get no pin: libvirt/vcpu-count reports them. */
export function pinDifferences(root: XmlElement, { processors }: CpcTable): readonly PinDifference[] {
  const cpusets = cpusetReader();
  const vcpu = childOf(root, 'vcpu');
  // Without `<vcpu>`, libvirt gives a domain one vCPU.
  const vcpus = vcpu ? Number(vcpu.text.trim()) : 1;
  const inherited = vcpu?.attributes['cpuset'] === undefined ? undefined : vcpu;
  const pins = childrenOf(childOf(root, 'cputune'), 'vcpupin');
  // Of two pins of a vCPU the first is compared and changed.
  const own = new Map(pins.toReversed().map((pin) => [Number(pin.attributes['vcpu']), pin]));
  return processors.flatMap(({ vcpu: number, hostThreads: after }): PinDifference[] => {
    const owner = own.get(number) ?? inherited;
    if (!after || number >= vcpus) return [];
    if (!owner) return [{ vcpu: number, after }];
    const before = cpusets(owner.attributes['cpuset'] ?? '');
    if ('why' in before) return [{ vcpu: number, owner, after }];
    return cpusetText(before) === after.text ? [] : [{ vcpu: number, owner, before, after }];
  });
}

/** Writes a `<vcpupin>` for each vCPU whose pin is not that of the spec. */
export function putPins(editor: Editor, root: XmlElement, differences: readonly PinDifference[]): void {
  const pins = differences.map(({ vcpu, owner, after }) => {
    // libvirt reads "01" as 1, so such an element is changed, not doubled.
    const written = owner?.name === 'vcpupin' ? owner.attributes['vcpu'] : undefined;
    return element('vcpupin', { vcpu: written ?? String(vcpu), cpuset: after.text });
  });
  mergeBelow(editor, root, element('cputune', {}), pins, 'vcpu');
}

/** Reports the existing pins that change, or with `keep` those that stay different. */
export function pinChangeProblems(
  { root, placeAt }: DomainXml,
  { pins }: DomainEdit,
  differences: readonly PinDifference[],
): Diagnostic[] {
  if (pins === 'keep') {
    const place = placeAt((childOf(root, 'cputune') ?? root).start);
    const kept = differences.map(({ vcpu, before, after }) => ({ vcpu, ...setsOf(before, after) }));
    return kept.length > 0 ? [diagnostic('libvirt/pins-kept', place, { kept })] : [];
  }
  const changes = differences.flatMap(({ vcpu, owner, before, after }) =>
    owner && before
      ? [{ vcpu, start: owner.start, narrows: after.threads.length < before.length, ...setsOf(before, after) }]
      : [],
  );
  return [true, false].flatMap((narrows) => {
    const same = changes.filter((one) => one.narrows === narrows);
    const [first] = same;
    const facts = { changes: same.map(({ vcpu, from, to }) => ({ vcpu, from, to })) };
    const code = narrows ? 'libvirt/pin-narrowed' : 'libvirt/pin-moved';
    return first ? [diagnostic(code, placeAt(first.start), facts)] : [];
  });
}

function setsOf(before: readonly number[] | undefined, after: HostThreads): { from: string; to: string } {
  return { from: before ? cpusetText(before) : '', to: after.text };
}
