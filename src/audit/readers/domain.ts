import type { XmlElement } from '@rgrove/parse-xml';
import { LIBOSINFO_WINDOWS } from '../../../grammar/libosinfo.js';
import { LIBVIRT_CPU_MODES } from '../../../grammar/libvirt.js';
import type { Result } from '../../diagnostics/result.js';
import { valueOfKey } from '../../emit/qemu-value.js';
import { childOf, childrenOf } from '../../libvirt/children.js';
import { passedOptions, valueElement } from '../../libvirt/command-line.js';
import { guestOfDomain } from '../../libvirt/domain-guest.js';
import { foreignArchIn, readPinned } from '../../libvirt/domain-pins.js';
import type { DomainXml } from '../../libvirt/domain-xml.js';
import { vcpusAtStart } from '../../libvirt/vcpu-limits.js';
import { domainFlags } from './domain-flags.js';
import { domainPinning } from './domain-pinning.js';
import type { Placed, Vm, VmTopology } from './vm.js';

/** A libvirt domain. */
export function readDomainVm(xml: DomainXml): Result<Vm> {
  const { value: pinned, diagnostics } = readPinned(xml);
  if (!pinned) return { diagnostics };
  const { value: pinning, diagnostics: unread } = domainPinning(xml, pinned);
  if (!pinning) return { diagnostics: unread };
  const { root, file, placeAt } = xml;
  const [cpu, features] = [childOf(root, 'cpu'), childOf(root, 'features')];
  const foreign = foreignArchIn(root);
  const lost = passedOptions(root).filter(({ option }) => option === '-cpu');
  const vm: Vm = {
    kind: 'libvirt',
    file,
    place: placeAt(root.start),
    ...guestIn(xml),
    ...(foreign && { foreignArch: { value: foreign.arch, place: placeAt(foreign.element.start) } }),
    kvm: { value: root.attributes['type'] === 'kvm', place: placeAt(root.start) },
    vcpus: countOf(xml),
    topology: topologyOf(xml, cpu),
    pinning,
    cpu: {
      ...modelOf(cpu),
      place: placeAt((cpu ?? root).start),
      flags: domainFlags(xml),
      placeOfMore: placeAt((childOf(features, 'hyperv') ?? features ?? root).start),
    },
    lostCpus: lost.map((one) => ({ value: one.value, place: placeAt(valueElement(one).start), lost: 'own' as const })),
    clock: clockOf(xml),
    ...acpiOf(xml),
    tables: tablesOf(xml),
    hostDevices: childrenOf(childOf(root, 'devices'), 'hostdev').map((one) => ({
      value: '<hostdev>',
      place: placeAt(one.start),
    })),
    variables: [],
  };
  return { value: vm, diagnostics: [] };
}

function guestIn(xml: DomainXml): Pick<Vm, 'guest' | 'unruled'> {
  const { id = '', guest, place } = guestOfDomain(xml) ?? {};
  if (guest) return { guest };
  return place ? { unruled: { value: id.startsWith(LIBOSINFO_WINDOWS) ? 'windows' : 'other', place } } : {};
}

function modelOf(cpu: XmlElement | undefined): { model?: string } {
  const mode = cpu?.attributes['mode'] ?? (childOf(cpu, 'model') ? 'custom' : undefined);
  const [qemu] = Object.entries(LIBVIRT_CPU_MODES).find(([, one]) => one === mode) ?? [];
  const model = qemu ?? (mode === 'custom' ? childOf(cpu, 'model')?.text.trim() : mode);
  return model ? { model } : {};
}

/** Without `<vcpu>`, libvirt gives a domain one vCPU. readPinned has checked the number. */
function countOf({ root, placeAt }: DomainXml): NonNullable<Vm['vcpus']> {
  const vcpu = childOf(root, 'vcpu');
  const maximum = vcpu ? Number(vcpu.text.trim()) : 1;
  return { value: { current: vcpusAtStart(root, maximum), maximum }, place: placeAt((vcpu ?? root).start) };
}

/** libvirt disables ACPI unless <features> has it. */
function acpiOf({ root, placeAt }: DomainXml): Pick<Vm, 'machine' | 'acpi'> {
  const [features, type] = [childOf(root, 'features'), childOf(childOf(root, 'os'), 'type')];
  const { machine } = type?.attributes ?? {};
  return {
    ...(type && machine !== undefined && { machine: { value: machine, place: placeAt(type.start) } }),
    acpi: {
      value: childOf(features, 'acpi') !== undefined,
      place: placeAt((features ?? root).start),
      by: 'option',
    },
  };
}

const LEVELS = ['sockets', 'dies', 'clusters', 'cores', 'threads'] as const;

function topologyOf({ root, placeAt }: DomainXml, cpu: XmlElement | undefined): NonNullable<Vm['topology']> {
  const topology = childOf(cpu, 'topology');
  const place = placeAt((topology ?? cpu ?? root).start);
  if (!topology) return { value: null, place };
  const numbers = LEVELS.map((name) => [name, Number(topology.attributes[name] ?? 1)] as const);
  return { value: Object.fromEntries(numbers) as unknown as VmTopology, place };
}

/** libvirt's clock is UTC where a domain names none. */
function clockOf({ root, placeAt }: DomainXml): Placed<string> {
  const clock = childOf(root, 'clock');
  const { offset = 'utc', basis, timezone } = clock?.attributes ?? {};
  const value = offset === 'variable' && basis !== undefined ? basis : offset;
  return { value: timezone === undefined ? value : 'timezone', place: placeAt((clock ?? root).start) };
}

/** `<os><acpi><table>`, and `-acpitable` among the arguments for QEMU. */
function tablesOf({ root, placeAt }: DomainXml): Placed<string>[] {
  const own = childrenOf(root, 'os').flatMap((os) =>
    childrenOf(os, 'acpi').flatMap((acpi) => childrenOf(acpi, 'table')),
  );
  const passed = passedOptions(root).filter(({ option }) => option === '-acpitable');
  return [
    ...own.map((one) => ({ value: one.text.trim(), place: placeAt(one.start) })),
    ...passed.flatMap((option) => {
      const files = (valueOfKey(option.value, 'file') ?? '').split(':').filter((path) => path !== '');
      return files.map((path) => ({ value: path, place: placeAt(valueElement(option).start) }));
    }),
  ];
}
