import type { XmlElement } from '@rgrove/parse-xml';
import { LIBVIRT_DIES, QEMU_DOMAIN_TYPES } from '../../grammar/libvirt.js';
import { DOMAIN_LIMITS } from '../../grammar/limits.js';
import { MACHINES_WITHOUT_PROCESSORS } from '../../grammar/machines.js';
import type { CpcTable } from '../cpc/ir.js';
import { threadsPerCore } from '../cpc/topology.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { pastVcpus, pinnedTwice } from '../host/pin-rules.js';
import { isSince, NEWEST } from '../versions/release.js';
import { childOf } from './children.js';
import { passedOptions, passedWords, valueElement } from './command-line.js';
import { diesOf, domainTopoext, isOpen, modelOf, policyOf, topoextElement } from './cpu.js';
import type { DomainEdit } from './domain-edit.js';
import { foreignArchIn, libvirtArchProblem, readPinned } from './domain-pins.js';
import type { DomainXml } from './domain-xml.js';
import { type PinDifference, pinChangeProblems } from './pins.js';
import { ourTables } from './raw-tables.js';
import { vcpuCountProblems, vcpuLimits, vcpusAtStart } from './vcpu-limits.js';

/** Problems of a domain with the guest of this spec. */
export function domainProblems(
  xml: DomainXml,
  edit: DomainEdit,
  differences: readonly PinDifference[],
): readonly Diagnostic[] {
  const ofHypervisor = hypervisorProblems(xml);
  // The other rules are of x86 guests.
  if (ofHypervisor.some(({ code }) => code === 'libvirt/not-x86')) return ofHypervisor;
  return [
    ...ofHypervisor,
    ...vcpuProblems(xml, edit),
    ...dieProblems(xml, edit),
    ...pinChangeProblems(xml, edit, differences),
    ...featureProblems(xml),
    ...topoextProblems(xml, edit.compiled.table),
    ...tableProblems(xml, edit),
    ...commandLineProblems(xml),
  ];
}

type Names = readonly string[];

/** A domain of another hypervisor, or an architecture whose QEMU refuses additional tables. */
function hypervisorProblems({ root, placeAt }: DomainXml): Diagnostic[] {
  const { type = '' } = root.attributes;
  if (!(QEMU_DOMAIN_TYPES as Names).includes(type))
    return [diagnostic('libvirt/not-qemu', placeAt(root.start), { type })];
  const os = childOf(childOf(root, 'os'), 'type');
  const { machine = '' } = os?.attributes ?? {};
  const place = placeAt((os ?? root).start);
  const foreign = foreignArchIn(root);
  if (foreign) return libvirtArchProblem({ value: foreign.arch, place });
  if ((MACHINES_WITHOUT_PROCESSORS as Names).includes(machine))
    return [diagnostic('libvirt/machine-without-processors', place, { machine })];
  return [];
}

function vcpuProblems(xml: DomainXml, { compiled: { table }, topology }: DomainEdit): readonly Diagnostic[] {
  const { value: pinned, diagnostics } = readPinned(xml);
  if (!pinned) return diagnostics;
  const { root, placeAt } = xml;
  const vcpu = childOf(root, 'vcpu');
  // Without `<vcpu>`, libvirt gives a domain one vCPU.
  const domain = vcpu ? pinned.vcpus : 1;
  const spec = table.processors.length;
  const [place, threads] = [placeAt((vcpu ?? root).start), threadsPerCore(table)];
  const seen = pinned.topology?.threads ?? 1;
  const differs = threads !== undefined && seen !== threads && pinned.topology;
  return [
    ...pinnedTwice(pinned.pins),
    ...pinned.pins.flatMap((pin) => pastVcpus(pin, { ...pinned, vcpus: domain })),
    ...vcpuLimits(root, domain, place),
    ...vcpuCountProblems({ current: vcpusAtStart(root, domain), maximum: domain }, table, place),
    ...(topology && domain !== spec ? [diagnostic('libvirt/topology-vcpus', place, { domain, spec })] : []),
    ...(topology && threads === undefined ? [diagnostic('libvirt/topology-uneven', place, {})] : []),
    ...(!topology && differs
      ? [diagnostic('libvirt/topology-differs', differs.place, { seen, given: differs.given, threads })]
      : []),
  ];
}

/** Dies of the spec that the domain has not, and will not get. */
function dieProblems(
  { root, placeAt }: DomainXml,
  { compiled: { table }, topology, placement }: DomainEdit,
): Diagnostic[] {
  const { dies } = table;
  if (dies === undefined) return [];
  const cpu = childOf(root, 'cpu');
  const existing = childOf(cpu, 'topology');
  const place = placeAt((existing ?? cpu ?? root).start);
  const { libvirt = NEWEST } = placement;
  if (!isSince(libvirt, LIBVIRT_DIES))
    return [diagnostic('libvirt/dies-unsupported', place, { dies, release: libvirt.join('.') })];
  const numberOf = (name: string) => Number(existing?.attributes[name] ?? '1');
  const given = existing ? { sockets: numberOf('sockets'), dies: numberOf('dies') } : null;
  const seen = diesOf(given, Number(childOf(root, 'vcpu')?.text.trim() ?? 1));
  return topology || seen === dies ? [] : [diagnostic('libvirt/dies-differ', place, { seen, dies })];
}

function featureProblems({ root, placeAt }: DomainXml): Diagnostic[] {
  const features = childOf(root, 'features');
  const cpu = childOf(root, 'cpu');
  const hasModel = cpu?.attributes['mode'] !== undefined || childOf(cpu, 'model') !== undefined;
  return [
    ...(childOf(features, 'acpi') ? [] : [diagnostic('libvirt/no-acpi', placeAt((features ?? root).start), {})]),
    ...(hasModel ? [] : [diagnostic('libvirt/default-cpu', placeAt((cpu ?? root).start), {})]),
  ];
}

/** What happens to topoext in the domain, whose CPU may not be that of the spec. */
function topoextProblems({ root, placeAt }: DomainXml, table: CpcTable): Diagnostic[] {
  const cpu = childOf(root, 'cpu');
  if (!cpu) return [];
  const [wanted, feature] = [domainTopoext(cpu, table), topoextElement(cpu)];
  const from = policyOf(feature);
  const threads = threadsPerCore(table) ?? 1;
  if (wanted === undefined)
    return !feature && isOpen(table) && isOfHost(cpu) ? [unknownTopoext(placeAt(cpu.start), cpu, threads)] : [];
  const to = wanted ? 'require' : 'disable';
  const stays = from === undefined || from === to || (wanted && from === 'force');
  return stays ? [] : [diagnostic('libvirt/topoext-changed', placeAt((feature ?? cpu).start), { from, to, threads })];
}

function isOfHost(cpu: XmlElement): boolean {
  return cpu.attributes['mode'] !== undefined && modelOf(cpu) === undefined;
}

function unknownTopoext(place: Place, cpu: XmlElement, threads: number): Diagnostic {
  return diagnostic('libvirt/topoext-unknown', place, { mode: cpu.attributes['mode'] ?? '', threads });
}

function tableProblems({ root, placeAt }: DomainXml, { compiled, placement }: DomainEdit): Diagnostic[] {
  const wrong = ourTables(root, placement.stem).filter((table) => table.attributes['type'] !== 'raw');
  const emulator = childOf(childOf(root, 'devices'), 'emulator');
  const path = emulator?.text.trim() ?? '';
  const code = emulatorProblem(compiled.table, path);
  return [
    ...wrong.map((table) => slicTable(table, placeAt)),
    ...(code ? [diagnostic(code, placeAt((emulator ?? root).start), { path })] : []),
  ];
}

/** The patch gives QEMU an `_OSC` of its own, also without the device; its builds have cppc in their names or folders. */
function emulatorProblem({ layout, objects, os }: CpcTable, path: string) {
  const isStock = path === '' || /\/(?:qemu-system-(?:x86_64|i386)|qemu-kvm|kvm)$/.test(path);
  if (layout === 'acpi-cppc') return isStock ? ('libvirt/stock-emulator' as const) : undefined;
  const conflicts = objects.includes('_OSC') && os.some((name) => name.startsWith('linux'));
  return conflicts && /cppc/i.test(path) ? ('libvirt/patched-emulator' as const) : undefined;
}

function slicTable(table: XmlElement, placeAt: DomainXml['placeAt']): Diagnostic {
  const { type = '' } = table.attributes;
  return diagnostic('libvirt/slic-table', placeAt(table.start), { type, path: table.text.trim() });
}

function commandLineProblems({ root, placeAt }: DomainXml): Diagnostic[] {
  const [words, most] = [passedWords(root), DOMAIN_LIMITS.arguments];
  const past = words[most];
  if (past)
    return [diagnostic('libvirt/too-many', placeAt(past.start), { of: 'arguments', count: words.length, most })];
  const second = passedOptions(root).filter(({ option }) => option === '-cpu');
  return second.map((one) => diagnostic('libvirt/second-cpu', placeAt(valueElement(one).start), { value: one.value }));
}
