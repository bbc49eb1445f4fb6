import type { XmlElement } from '@rgrove/parse-xml';
import { QEMU_MOST_VCPUS } from '../../grammar/machines.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { mostInQ35, releaseFor } from '../emit/vcpu-limit.js';
import { childOf, childrenOf } from './children.js';

/** More vCPUs than the machine of the domain has, or than libvirt allows without an IOMMU. */
export function vcpuLimits(root: XmlElement, vcpus: number, place: Place): Diagnostic[] {
  const machine = childOf(childOf(root, 'os'), 'type')?.attributes['machine'] ?? '';
  const most = mostOf(machine);
  if (most !== undefined && vcpus > most)
    return [diagnostic('libvirt/too-many-vcpus', place, { vcpus, machine, most, enough: releaseFor(vcpus) })];
  if (vcpus <= QEMU_MOST_VCPUS || hasInterruptMode(root)) return [];
  return [diagnostic('libvirt/no-interrupt-mode', place, { vcpus, most: QEMU_MOST_VCPUS })];
}

/** One more than the highest vCPU that is on at the start: `<vcpu current>`, or `<vcpus>`, which names each vCPU. */
export function vcpusAtStart(root: XmlElement, maximum: number): number {
  const on = childrenOf(childOf(root, 'vcpus'), 'vcpu').filter(({ attributes }) => attributes['enabled'] === 'yes');
  const named = on.map(({ attributes }) => Number(attributes['id'] ?? Number.NaN) + 1);
  const current = named.length > 0 ? named.reduce((most, one) => Math.max(most, one), 0) : currentIn(root, maximum);
  return current >= 1 && current <= maximum ? current : maximum;
}

function currentIn(root: XmlElement, maximum: number): number {
  return Number(childOf(root, 'vcpu')?.attributes['current'] ?? maximum);
}

/** vCPUs of the domain and of the spec: those that are off at the start need no levels until they are plugged in. */
export function vcpuCountProblems(
  vcpus: { readonly current: number; readonly maximum: number },
  { processors, device }: Pick<CpcTable, 'processors' | 'device'>,
  place: Place,
): Diagnostic[] {
  const { current, maximum } = vcpus;
  const facts = { domain: maximum, spec: processors.length, device: device !== undefined };
  if (facts.spec === maximum) return [];
  const isOff = facts.spec >= current && facts.spec < maximum;
  return [diagnostic(isOff ? 'libvirt/vcpus-off' : 'libvirt/vcpu-count', place, facts)];
}

/** Undefined where the name does not tell: `q35` is the newest machine of the installed QEMU. */
function mostOf(machine: string): number | undefined {
  if (/^pc(?:-i440fx-.*)?$/.test(machine)) return QEMU_MOST_VCPUS;
  const [, major, minor] = /^pc-q35-(\d+)\.(\d+)/.exec(machine) ?? [];
  return major === undefined ? undefined : mostInQ35([Number(major), Number(minor)]);
}

function hasInterruptMode(root: XmlElement): boolean {
  const drivers = childrenOf(childOf(root, 'devices'), 'iommu').map((iommu) => childOf(iommu, 'driver'));
  return drivers.some((driver) => driver?.attributes['eim'] === 'on');
}
