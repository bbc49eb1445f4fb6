import { CPC_LEVELS } from '../../grammar/cpc.js';
import type { CpuVendor } from '../../grammar/cpu-models.js';
import { DEVICE_CPU_PROPERTIES } from '../../grammar/layouts.js';
import type { Architecture, MachineName } from '../../grammar/machines.js';
import { OBJECTS } from '../../grammar/spec-keys.js';
import { OUR_TABLE, QEMU_CREATOR } from '../../grammar/structures.js';
import { VIRT_MACHINES } from '../../grammar/virt-machines.js';
import type { AmlTable } from '../aml/tree.js';
import { type CpuModel, cpuModelOf, cpuOfHost, hasFlag, type PhysicalBits, physicalBitsOf } from '../cpc/cpu-model.js';
import { fixedHardwareOf, hasHardwareOnly, hasPort } from '../cpc/fixed-hardware.js';
import type { CpcTable, Processor } from '../cpc/ir.js';
import { machineRow, pathPattern, QEMU_VIRT_PATH, virtMachine } from '../cpc/machine.js';
import { type CpcPackage, type NamedPackage, type PackageValue, packagesOf } from '../cpc/package.js';
import { psdElements } from '../cpc/psd.js';
import { groupBy } from '../diagnostics/group-by.js';
import type { MachineFacts, PackageWay, ProcessorFacts } from '../firmware/facts.js';
import { objectPlaces } from '../firmware/object-places.js';
import type { PackagePlace } from '../firmware/package-places.js';
import { processorsWithoutCpc } from '../firmware/rules/processors.js';

interface NotPackage {
  readonly path: string;
  /** What it is, or how ACPICA ends it. */
  readonly why: string;
}

/** The objects of a guest's processors, and the known facts about its machine. */
export interface GuestSubject {
  /** The packages that are, or can be, the `_CPC` of a processor. */
  readonly cpc: readonly CpcPackage[];
  readonly psd: readonly NamedPackage[];
  /** Objects of processors that are not packages. */
  readonly notPackages: readonly NotPackage[];
  /** Processors that have no `_CPC`, beside others that have one. */
  readonly without: readonly PackagePlace[];
  /** The ways through the code of each processor's objects, where there is code. */
  readonly ways?: ReadonlyMap<string, readonly (readonly PackageWay<CpcPackage | NamedPackage>[])[]>;
  /** Undefined if a table that was not given may define it. */
  readonly osc: boolean | undefined;
  /** Missing if unknown. */
  readonly architecture?: Architecture;
  /** True for processors of stock QEMU and similar, which have no performance MSRs. */
  readonly virtual: boolean;
  /** QEMU's machine virt, whose memory is known. */
  readonly qemuVirt?: true;
  /** The device of layout `acpi-cppc`. */
  readonly device?: NonNullable<CpcTable['device']>;
  /** The highest levels that the device answers, one for each processor. */
  readonly answered?: readonly (bigint | undefined)[];
  /** Cores with different levels have one register block of the device. */
  readonly sharedBlock?: true;
  /** The CPU flag `cppc`, with which Linux reads MSRs instead of `_CPC`. */
  readonly cppcFlag?: true;
  readonly cpu?: CpuModel;
  /** The physical address bits that the CPU model asks for; missing if it leaves them to QEMU. */
  readonly physicalBits?: PhysicalBits;
  /** The vendor of the host's CPU, if known. */
  readonly hostVendor?: CpuVendor;
}

/** The facts of a resolved table. Cores share their packages. */
export function subjectOfTable(table: CpcTable): GuestSubject {
  const cpu = cpuModelOf(table.cpuModel) ?? (table.vendor && cpuOfHost(table.cpuModel, table.vendor));
  const { processors, objects } = table.device ? ofDevice(table) : table;
  const cpc = objects.includes('_CPC') ? packagesOf({ ...table, processors }) : [];
  return {
    cpc,
    psd: objects.includes('_PSD') ? processors.map(psdOf) : [],
    notPackages: [],
    without: [],
    osc: objects.includes('_OSC') || (machineRow(table.machine).bringsOsc ? undefined : false),
    architecture: table.architecture,
    virtual: VIRTUAL.some((machine) => machine === table.machine),
    ...(virtMachine(table.machine) && { qemuVirt: true as const }),
    ...(table.device && { device: table.device, answered: table.processors.map(({ known }) => known.highest_perf) }),
    ...(sharesBlock(table) && { sharedBlock: true as const }),
    ...(hasFlag(table.cpuModel, DEVICE_CPU_PROPERTIES.cppc) && { cppcFlag: true as const }),
    ...(cpu && { cpu }),
    ...bitsOf(table.cpuModel),
    ...(table.hostVendor && { hostVendor: table.hostVendor }),
  };
}

function bitsOf(cpuModel: string | undefined): Pick<GuestSubject, 'physicalBits'> {
  const physicalBits = physicalBitsOf(cpuModel);
  return physicalBits === undefined ? {} : { physicalBits };
}

/** MSRs belong to a CPU; only the other blocks can be shared. */
function sharesBlock({ device, processors }: CpcTable): boolean {
  if (!device?.addrShared || device.addrspace === 2) return false;
  return new Set(processors.map(({ known }) => CPC_LEVELS.map((key) => known[key]).join())).size > 1;
}

/** A guest of the device sees the device's own objects: keys of the spec that change ours do not change them. */
function ofDevice({ processors }: CpcTable): Pick<CpcTable, 'processors' | 'objects'> {
  const cores = groupBy(processors, ({ core }) => core);
  const own = processors.map((one): Processor => {
    const siblings = cores.get(one.core) ?? [];
    const [main = one] = siblings;
    return {
      ...one,
      stated: one.ofDevice ?? one.stated,
      domain: BigInt(main.vcpu),
      coordType: 'SW_ANY',
      numProcessors: BigInt(siblings.length),
    };
  });
  return { processors: own, objects: OBJECTS };
}

/** Machines on KVM and TCG, which have neither AMD's CPPC MSRs nor Intel's HWP. */
const VIRTUAL: readonly MachineName[] = ['qemu', ...VIRT_MACHINES.map(({ machine }) => machine), 'cloud-hypervisor'];

function psdOf(processor: Processor): NamedPackage {
  const elements = psdElements(processor).map((value): PackageValue => ({ kind: 'integer', value }));
  const value: PackageValue = { kind: 'package', elements: [{ kind: 'package', elements }] };
  return { path: `${processor.path}._PSD`, table: 0, offset: 0, length: 0, value };
}

/** The facts of tables from firmware or a hypervisor: what their processors evaluate to. */
export function subjectOfFirmware(tables: readonly AmlTable[], facts: MachineFacts, cpuModel?: string): GuestSubject {
  const { machine, processors, cpc, psd } = facts;
  const { virtual, architecture, qemuVirt } = originOf(tables, facts);
  const osc = machine.has('\\_SB._OSC') || (machine.complete || virtual ? false : undefined);
  const cpu = cpuModel === undefined ? undefined : cpuModelOf(cpuModel);
  const places = objectPlaces(tables, () => machine.paths());
  const without = qemuVirt ? lackingInVirt(facts) : processorsWithoutCpc({ facts, places });
  return {
    cpc,
    psd,
    osc,
    virtual,
    ways: new Map(processors.map((one) => [one.path, waysOf(one)])),
    ...(hasFlag(cpuModel, DEVICE_CPU_PROPERTIES.cppc) && { cppcFlag: true as const }),
    ...(cpu && { cpu }),
    ...bitsOf(cpuModel),
    notPackages: processors.flatMap(unevaluated),
    without: without.map(({ processor: { path, node } }) => places.ofNode(node, path)),
    ...(architecture && { architecture }),
    ...(qemuVirt && { qemuVirt }),
  };
}

/** The DSDT of machine virt declares the processors that the guest has, and no others. */
function lackingInVirt({ machine, processors }: MachineFacts) {
  return processors.flatMap(({ cpc, node, path }) =>
    node && !cpc && !machine.has(`${path}._STA`) ? [{ processor: { path, node } }] : [],
  );
}

function waysOf({ cpc, psd }: ProcessorFacts): readonly (readonly PackageWay<CpcPackage | NamedPackage>[])[] {
  return [cpc, psd].flatMap((object) => (object ? [object.ways] : []));
}

/** Objects that are no Package on any way. Of a table that was not given, any may be. */
function unevaluated({ cpc, psd }: ProcessorFacts): NotPackage[] {
  return (cpc ? [cpc, psd] : []).flatMap((object) => {
    if (!object || object.ways.length + object.unknown.length > 0 || object.limits.length > 0) return [];
    const { path, fails, nothing } = object;
    const [failure] = fails;
    // Linux takes a _PSD that is not found as one that is not there.
    const optional = path.endsWith('._PSD') && failure?.status === 'AE_NOT_FOUND';
    if (optional || (!failure && nothing.length === 0)) return [];
    const isValue = failure !== undefined && failure.statement === undefined;
    return [{ path, why: isValue ? `${failure.name}, not a Package` : (failure?.status ?? 'no return value') }];
  });
}

/** Who can change what is judged. */
export type Owner = 'spec' | 'guest table' | 'table';

/** Tables of virtual machines are made from specs; the owner of real firmware cannot change it. */
export function ownerOf({ virtual, ways }: GuestSubject): Owner {
  if (!ways) return 'spec';
  return virtual ? 'guest table' : 'table';
}

interface Origin {
  readonly virtual: boolean;
  readonly architecture?: Architecture;
  readonly qemuVirt?: true;
}

/** What tables show of their machine: by the paths of QEMU's processors, else by their registers. */
function originOf(tables: readonly AmlTable[], { processors, cpc }: MachineFacts): Origin {
  const paths = processors.flatMap(({ path, cpc: own }) => (own ? [path] : []));
  if (paths.some((path) => QEMU_PATH.test(path))) return { virtual: true, architecture: 'x86' };
  const kinds = cpc.flatMap((one) => fixedHardwareOf(one) ?? []);
  const byRegisters = kinds.includes('riscv') ? 'riscv64' : kinds.includes('amu') ? 'aarch64' : undefined;
  const ofVirt = tables.some(({ header }) => VIRT_CREATORS.includes(header.creatorId));
  if (paths.some((path) => QEMU_VIRT_PATH.test(path)) && (ofVirt || !cpc.some(hasHardwareOnly)))
    return { virtual: true, architecture: byRegisters ?? 'aarch64', qemuVirt: true };
  const architecture = byRegisters ?? (cpc.some(hasPort) ? 'x86' : undefined);
  return { virtual: false, ...(architecture && { architecture }) };
}

const QEMU_PATH = pathPattern('qemu');

/** Without them firmware of a real machine can have the same paths. */
const VIRT_CREATORS: readonly string[] = [OUR_TABLE.creatorId, QEMU_CREATOR];
