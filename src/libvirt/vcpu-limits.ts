import type { XmlElement } from '@rgrove/parse-xml';
import { QEMU_MOST_VCPUS } from '../../grammar/machines.js';
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
