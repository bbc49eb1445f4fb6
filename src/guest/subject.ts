import { ADDRESS_SPACES } from '../../grammar/address-spaces.js';
import { CPC_LEVELS } from '../../grammar/cpc.js';
import type { CpuVendor } from '../../grammar/cpu-models.js';
import { DEVICE_CPU_PROPERTIES } from '../../grammar/layouts.js';
import { MACHINES, type MachineName } from '../../grammar/machines.js';
import { OBJECTS } from '../../grammar/spec-keys.js';
import { type CpuModel, cpuModelOf, cpuOfHost, hasFlag } from '../cpc/cpu-model.js';
import type { CpcTable, Processor } from '../cpc/ir.js';
import { machineRow } from '../cpc/machine.js';
import { type CpcPackage, type NamedPackage, type PackageValue, packagesOf } from '../cpc/package.js';
import { psdElements } from '../cpc/psd.js';
import { groupBy } from '../diagnostics/group-by.js';
import type { Lifted } from '../firmware/lift.js';
import { type Namespace, parentOf } from '../firmware/namespace.js';

/** The architectures that rules tell apart. */
export type Architecture = 'x86' | 'arm';

/** The objects of a guest's processors, and the known facts about its machine. */
export interface GuestSubject {
  /** The packages that are, or can be, the `_CPC` of a processor. */
  readonly cpc: readonly CpcPackage[];
  readonly psd: readonly NamedPackage[];
  /** Paths that are defined more than once without a condition; the first definition counts. */
  readonly definedTwice: readonly string[];
  /** Objects named `_CPC` that are not packages. */
  readonly notPackages: readonly string[];
  /** Undefined if a table that was not given may define it. */
  readonly osc: boolean | undefined;
  /** Missing if unknown. */
  readonly architecture?: Architecture;
  /** True for processors of stock QEMU and similar, which have no performance MSRs. */
  readonly virtual: boolean;
  /** The device of layout `acpi-cppc`. */
  readonly device?: NonNullable<CpcTable['device']>;
  /** The highest levels that the device answers, one for each processor. */
  readonly answered?: readonly (bigint | undefined)[];
  /** Cores with different levels have one register block of the device. */
  readonly sharedBlock?: true;
  /** The CPU flag `cppc`, with which Linux reads MSRs instead of `_CPC`. */
  readonly cppcFlag?: true;
  readonly cpu?: CpuModel;
  /** The vendor of the host's CPU, if known. */
  readonly hostVendor?: CpuVendor;
}

/** The facts of a resolved table. Cores share their packages. */
export function subjectOfTable(table: CpcTable): GuestSubject {
  const cpu = cpuModelOf(table.cpuModel) ?? (table.vendor && cpuOfHost(table.cpuModel, table.vendor));
  const { processors, objects } = table.device ? ofDevice(table) : table;
  const cpc = objects.includes('_CPC') ? packagesOf({ ...table, processors }) : [];
  const architecture = architectureOf(table.machine, cpc);
  return {
    cpc,
    psd: objects.includes('_PSD') ? processors.map(psdOf) : [],
    definedTwice: [],
    notPackages: [],
    osc: objects.includes('_OSC') || (machineRow(table.machine).bringsOsc ? undefined : false),
    ...(architecture && { architecture }),
    virtual: VIRTUAL.some((machine) => machine === table.machine),
    ...(table.device && { device: table.device, answered: table.processors.map(({ known }) => known.highest_perf) }),
    ...(sharesBlock(table) && { sharedBlock: true as const }),
    ...(hasFlag(table.cpuModel, DEVICE_CPU_PROPERTIES.cppc) && { cppcFlag: true as const }),
    ...(cpu && { cpu }),
    ...(table.hostVendor && { hostVendor: table.hostVendor }),
  };
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
const VIRTUAL: readonly MachineName[] = ['qemu', 'cloud-hypervisor'];

/** Cloud Hypervisor runs on both; Arm has no ports. */
function architectureOf(machine: MachineName, cpc: readonly CpcPackage[]): GuestSubject['architecture'] {
  if (machine === 'qemu-virt') return 'arm';
  return machine !== 'cloud-hypervisor' || cpc.some(hasPort) ? 'x86' : undefined;
}

function psdOf(processor: Processor): NamedPackage {
  const elements = psdElements(processor).map((value): PackageValue => ({ kind: 'integer', value }));
  const value: PackageValue = { kind: 'package', elements: [{ kind: 'package', elements }] };
  return { path: `${processor.path}._PSD`, table: 0, offset: 0, length: 0, value };
}

/** The facts of tables from firmware or a hypervisor. */
export function subjectOfFirmware(
  lifted: Lifted,
  namespace: Namespace,
  { whole, cpuModel }: { readonly whole: boolean; readonly cpuModel?: string },
): GuestSubject {
  const cpc = lifted.cpc.filter(({ processors }) => processors.length > 0).filter(countsIn(namespace));
  const virtual = cpc.some(({ processors }) => processors.some((path) => QEMU_PATH.test(path)));
  const osc = namespace.has('\\_SB._OSC') || (whole || virtual ? false : undefined);
  const having = new Set(cpc.flatMap(({ processors }) => processors));
  const cpu = cpuModel === undefined ? undefined : cpuModelOf(cpuModel);
  return {
    cpc,
    psd: lifted.psd,
    osc,
    virtual,
    ...(hasFlag(cpuModel, DEVICE_CPU_PROPERTIES.cppc) && { cppcFlag: true as const }),
    ...(cpu && { cpu }),
    definedTwice: twiceIn(namespace),
    notPackages: namesOf(namespace, '_CPC').filter((path) => !having.has(parentOf(path))),
    ...((virtual || cpc.some(hasPort)) && { architecture: 'x86' }),
  };
}

/** ACPICA refuses the second Name of a path (AE_ALREADY_EXISTS); of a Method, each package can be the one returned. */
function countsIn(namespace: Namespace) {
  return ({ path }: CpcPackage, at: number, all: readonly CpcPackage[]): boolean => {
    const [first] = namespace.get(path) ?? [];
    const isName = path.endsWith('._CPC') && first?.node.term === 'DefName';
    return !isName || all.findIndex((other) => other.path === path) === at;
  };
}

/** A processor's path as QEMU writes it: `processorPath` of its row, with hexadecimal digits for the number. */
const QEMU_PATH = new RegExp(
  `^${MACHINES[0].processorPath.replace(/[\\.]/g, '\\$&').replace(/%0(\d)X/, '[0-9A-F]{$1}')}$`,
);

function namesOf(namespace: Namespace, name: string): string[] {
  return [...namespace]
    .filter(([path, [first]]) => path.endsWith(`.${name}`) && first?.node.term === 'DefName')
    .map(([path]) => path);
}

function twiceIn(namespace: Namespace): string[] {
  return [...namespace]
    .filter(([, objects]) => objects.length > 1 && objects.every(({ node }) => node.term === 'DefName'))
    .map(([path]) => path)
    .filter((path) => /\._(?:CPC|PSD|OSC)$/.test(path));
}

const SYSTEM_IO = ADDRESS_SPACES.find((row) => row.asl === 'SystemIO')?.id;

function hasPort({ entries }: CpcPackage): boolean {
  return [...entries.values()].some((value) => value.kind === 'register' && value.register.spaceId === SYSTEM_IO);
}
