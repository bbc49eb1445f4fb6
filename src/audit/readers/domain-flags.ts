// A domain says in several elements what QEMU has as properties of the CPU. They become one list by QEMU's names, so that rules
// need not know how a configuration is written.

import type { XmlElement } from '@rgrove/parse-xml';
import { ENLIGHTENMENTS, type EnlightenmentKey, type EnlightenmentRow } from '../../../grammar/enlightenments.js';
import { ownRow } from '../../diagnostics/own-row.js';
import { flagName } from '../../hyperv/enlightenments.js';
import { childOf, childrenOf } from '../../libvirt/children.js';
import { passedOptions, valueElement } from '../../libvirt/command-line.js';
import type { DomainXml } from '../../libvirt/domain-xml.js';
import { globalFlag } from './global.js';
import type { Placed } from './vm.js';

type Flag = readonly [name: string, Placed<string>];

/** The properties of a domain's CPU by QEMU's names. libvirt's own come last, as they stand in `-cpu` and win over `-global`. */
export function domainFlags(xml: DomainXml): ReadonlyMap<string, Placed<string>> {
  return new Map([...globals(xml), ...cpuFlagsOf(xml), ...enlightenmentsOf(xml), ...timers(xml)]);
}

function globals({ root, placeAt }: DomainXml): Flag[] {
  const options = passedOptions(root).filter(({ option }) => option === '-global');
  return options.flatMap((option) => {
    const flag = globalFlag(option.value);
    return flag ? [[flag.name, { value: flag.value, place: placeAt(valueElement(option).start) }] as const] : [];
  });
}

const POLICIES: Readonly<Record<string, string>> = { force: 'on', require: 'on', disable: 'off', forbid: 'off' };

/** Without a policy, libvirt requires the feature; an optional one depends on the host. */
function cpuFlagsOf({ root, placeAt }: DomainXml): Flag[] {
  const cpu = childOf(root, 'cpu');
  const features = childrenOf(cpu, 'feature').flatMap(({ attributes, start }): Flag[] => {
    const value = ownRow(POLICIES, attributes['policy'] ?? 'require');
    return value === undefined ? [] : [[attributes['name'] ?? '', { value, place: placeAt(start) }]];
  });
  const { migratable } = cpu?.attributes ?? {};
  const hidden = childOf(childOf(childOf(root, 'features'), 'kvm'), 'hidden');
  return [
    ...features,
    ...(cpu && migratable !== undefined
      ? [['migratable', { value: migratable, place: placeAt(cpu.start) }] as const]
      : []),
    ...(hidden?.attributes['state'] === 'on' ? [['kvm', { value: 'off', place: placeAt(hidden.start) }] as const] : []),
  ];
}

function enlightenmentsOf({ root, placeAt }: DomainXml): Flag[] {
  const hyperv = childOf(childOf(root, 'features'), 'hyperv');
  const mode = hyperv?.attributes['mode'];
  const passthrough: Flag[] =
    hyperv && mode === 'passthrough' ? [['hv-passthrough', { value: 'on', place: placeAt(hyperv.start) }]] : [];
  const panic = childrenOf(childOf(root, 'devices'), 'panic').find((one) => one.attributes['model'] === 'hyperv');
  const flags = (ENLIGHTENMENTS as readonly EnlightenmentRow[]).flatMap((row): Flag[] => {
    const element = elementOf(hyperv, row);
    if (!element) return [];
    const { state } = element.attributes;
    return [
      [flagName(row.key as EnlightenmentKey), { value: flagValue(element, row, state), place: placeAt(element.start) }],
    ];
  });
  return [
    ...passthrough,
    ...flags,
    ...(panic ? [['hv-crash', { value: 'on', place: placeAt(panic.start) }] as const] : []),
  ];
}

function elementOf(hyperv: XmlElement | undefined, { libvirt }: EnlightenmentRow): XmlElement | undefined {
  if (libvirt?.in === 'hyperv') return childOf(hyperv, libvirt.element);
  if (libvirt?.in !== 'part') return undefined;
  const parent = childOf(hyperv, libvirt.of);
  return parent?.attributes['state'] === 'off' ? undefined : childOf(parent, libvirt.element);
}

function flagValue(element: XmlElement, { libvirt }: EnlightenmentRow, state: string | undefined): string {
  if (state === 'off') return 'off';
  const attribute = libvirt?.in === 'hyperv' ? libvirt.value : undefined;
  return (attribute === undefined ? undefined : element.attributes[attribute]) ?? 'on';
}

/** `<timer name='hypervclock'>` is hv-time, and the frequency of the TSC is a property of the CPU. */
function timers({ root, placeAt }: DomainXml): Flag[] {
  return childrenOf(childOf(root, 'clock'), 'timer').flatMap(({ attributes, start }): Flag[] => {
    const { name, present = 'yes', frequency } = attributes;
    const place = placeAt(start);
    if (name === 'hypervclock') return [['hv-time', { value: present === 'yes' ? 'on' : 'off', place }]];
    if (name === 'tsc' && frequency !== undefined) return [['tsc-frequency', { value: frequency, place }]];
    return [];
  });
}
