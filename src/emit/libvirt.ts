import { TOPOEXT } from '../../grammar/cpu-models.js';
import { QEMU_CPU_TYPE } from '../../grammar/enlightenments.js';
import { LIBVIRT_DIES, LIBVIRT_RAW_TABLES, LIBVIRT_TABLE_FOLDER, QEMU_NAMESPACE } from '../../grammar/libvirt.js';
import { QEMU_MOST_VCPUS } from '../../grammar/machines.js';
import type { Release } from '../../grammar/release.js';
import type { CpcTable } from '../cpc/ir.js';
import { topologyOf } from '../cpc/topology.js';
import { type HypervElements, hypervElements } from '../hyperv/libvirt-elements.js';
import type { QemuOption } from '../hyperv/qemu-flags.js';
import { knownTo } from '../hyperv/releases.js';
import { isSince, NEWEST } from '../versions/release.js';
import { element, textElement, type XmlNode, xmlLines } from '../xml/xml-text.js';
import { cpuFlags, cpuMode } from './cpu-flags.js';
import { deviceFlagOptions } from './device-flags.js';
import { type Compiled, type Format, type Placement, textFile } from './format.js';
import { lacksMachine, lacksPath, qemuOptions, tableFile } from './qemu.js';

/** The parts of a libvirt domain that the spec determines. */
export const LIBVIRT: Format = {
  name: 'libvirt',
  about: 'the parts of a libvirt domain',
  text: true,
  lacks: (table, placement) =>
    lacksMachine(table) ?? lacksAbsolutePath(table, placement) ?? lacksPath(table, placement),
  emit: (compiled, placement) => [textFile(`${placement.stem}.libvirt.xml`, domain(compiled, placement))],
};

function lacksAbsolutePath({ layout }: CpcTable, { tablePath }: Placement): string | undefined {
  if (layout === 'acpi-cppc' || tablePath === undefined || tablePath.startsWith('/')) return undefined;
  return `libvirt needs an absolute path, not "${tablePath}"`;
}

function domain(compiled: Compiled, given: Placement): string {
  const placement = { ...given, tablePath: given.tablePath ?? LIBVIRT_TABLE_FOLDER };
  const { table, hyperv } = compiled;
  const raw = usesRawTables(table, placement);
  const elements = hypervElements({ ...hyperv, on: knownTo(hyperv.on, placement.qemu) }, placement.libvirt ?? NEWEST);
  const options = [
    ...(raw ? [] : qemuOptions(compiled, placement)),
    ...flagOptions(table),
    ...deviceFlagOptions(table, hyperv),
  ];
  const args = [...elements.qemuArguments, ...options.flat()];
  const interrupts = interruptMode(table);
  const lines = [
    '<!-- Made by cppc-acpi. Copy these elements into a domain. -->',
    args.length === 0 ? '<domain>' : `<domain xmlns:qemu='${QEMU_NAMESPACE}'>`,
    `  <vcpu>${table.processors.length}</vcpu>`,
    ...pinLines(table),
    ...(raw ? rawTables(compiled, placement) : []),
    ...featureLines(elements, interrupts.features),
    ...cpuLines(table, placement.libvirt ?? NEWEST),
    ...clockLines(elements, clockOffset(compiled)),
    ...inside('devices', [...interrupts.devices, ...elements.devices]),
    ...commandlineLines(args),
    '</domain>',
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether libvirt has an element for the tables; else they are arguments of QEMU. */
export function usesRawTables({ layout }: CpcTable, placement: Placement): boolean {
  return layout !== 'acpi-cppc' && supportsRawTables(placement);
}

export function supportsRawTables({ libvirt = NEWEST }: Placement): boolean {
  return isSince(libvirt, LIBVIRT_RAW_TABLES);
}

function featureLines({ hyperv }: HypervElements, others: readonly XmlNode[] = []): string[] {
  return inside('features', [...others, ...(hyperv ? [hyperv] : [])]);
}

/** Above 255 vCPUs libvirt demands an IOMMU with extended interrupt mode, and for it the I/O APIC in QEMU. */
function interruptMode({ processors }: CpcTable): { features: XmlNode[]; devices: XmlNode[] } {
  if (processors.length <= QEMU_MOST_VCPUS) return { features: [], devices: [] };
  const driver = element('driver', { intremap: 'on', eim: 'on' });
  return {
    features: [element('ioapic', { driver: 'qemu' })],
    devices: [element('iommu', { model: 'intel' }, [driver])],
  };
}

type ClockOffset = 'localtime' | 'utc';

/** Windows expects local time in the RTC, and enlightenments are for Windows; `utc` is libvirt's default. */
export function clockOffset({ table: { os }, hyperv: { on } }: Pick<Compiled, 'table' | 'hyperv'>): ClockOffset {
  return on.length > 0 || os.some((name) => name.startsWith('windows')) ? 'localtime' : 'utc';
}

function clockLines({ timers }: HypervElements, offset: ClockOffset): string[] {
  return inside('clock', timers, { offset });
}

/** The parts of a domain that set enlightenments. */
export function hypervFragments(elements: HypervElements, offset: ClockOffset): string[] {
  return [
    ...featureLines(elements),
    ...clockLines(elements, offset),
    ...inside('devices', elements.devices),
    ...commandlineLines(elements.qemuArguments),
  ];
}

/** Elements inside a parent; no lines if there are none. */
function inside(name: string, children: readonly XmlNode[], attributes: XmlNode['attributes'] = {}): string[] {
  return children.length > 0 ? xmlLines({ name, attributes, children }, '  ') : [];
}

function pinLines({ processors }: CpcTable): string[] {
  const pins = processors.flatMap(({ vcpu, hostThreads }) =>
    hostThreads ? [element('vcpupin', { vcpu: String(vcpu), cpuset: hostThreads.text })] : [],
  );
  return inside('cputune', pins);
}

function rawTables(compiled: Compiled, placement: Placement): string[] {
  const tables = compiled.parts.map((_, i) => textElement('table', { type: 'raw' }, tableFile(compiled, placement, i)));
  return xmlLines(element('os', {}, [element('acpi', {}, tables)]), '  ');
}

function cpuLines(table: CpcTable, libvirt: Release): string[] {
  const { cpuModel } = table;
  const { mode, model } = cpuMode(cpuModel);
  const children = [
    ...model,
    ...topologyElement(table, libvirt),
    ...cpuFlags(cpuModel).children,
    ...topoextFeature(table),
  ];
  return xmlLines(element('cpu', { mode }, children), '  ');
}

function topologyElement(table: CpcTable, libvirt: Release): XmlNode[] {
  const topology = topologyOf(table);
  if (!topology) return [];
  const { dies, cores, threads } = isSince(libvirt, LIBVIRT_DIES) ? topology : withoutDies(topology);
  return [
    element('topology', {
      sockets: '1',
      ...(dies !== undefined && { dies: String(dies) }),
      cores: String(cores),
      threads: String(threads),
    }),
  ];
}

function withoutDies({ dies = 1, cores, threads }: NonNullable<ReturnType<typeof topologyOf>>) {
  return { dies: undefined, cores: cores * dies, threads };
}

/** Flags of `cpu_model` that have no element, as properties of every CPU. */
function flagOptions({ cpuModel }: CpcTable): QemuOption[] {
  return cpuFlags(cpuModel).others.map((property) => ['-global', `${QEMU_CPU_TYPE}.${property}`]);
}

/** The child of `<cpu>` for topoext. https://libvirt.org/formatdomain.html#cpu-model-and-topology */
export function topoextFeature({ topoext }: { readonly topoext?: boolean | undefined }): XmlNode[] {
  if (topoext === undefined) return [];
  return [element('feature', { policy: topoext ? 'require' : 'disable', name: TOPOEXT })];
}

/** One qemu:arg for each argument, without shell quotes. */
function commandlineLines(words: readonly string[]): string[] {
  const args = words.map((value) => element('qemu:arg', { value }));
  return inside('qemu:commandline', args);
}
