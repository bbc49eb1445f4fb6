import { CPC_ENTRIES, CPC_HEAD } from '../../grammar/cpc.js';
import { MACHINES, type MachineName } from '../../grammar/machines.js';
import { spaceName } from '../aml/register-names.js';
import type { CpcTable, CpcValue, Processor } from '../cpc/ir.js';
import type { FoundCpc, FoundValue } from '../firmware/found.js';
import type { FoundPackage, Lifted } from '../firmware/lift.js';
import { type Namespace, parentOf } from '../firmware/namespace.js';
import { psdNumbers } from '../lower/psd.js';
import { type CpuModel, cpuModelOf } from './cpu-model.js';

/** What a guest is given: its processors' objects, and what is known of the machine that runs it. */
export interface GuestSubject {
  /** The packages that are, or can be, the `_CPC` of a processor. */
  readonly cpc: readonly FoundCpc[];
  readonly psd: readonly FoundPackage[];
  /** Paths that are defined more than once without a condition; the first definition counts. */
  readonly definedTwice: readonly string[];
  /** Objects of the name `_CPC` that are no packages. */
  readonly notPackages: readonly string[];
  /** Undefined where tables that are not here may have it. */
  readonly osc: boolean | undefined;
  /** Left out where nothing tells. */
  readonly architecture?: 'x86' | 'arm';
  /** True where the processors are those of stock QEMU and its like, which pass no performance MSRs on. */
  readonly virtual: boolean;
  /** Of the device that answers layout `acpi-cppc`. */
  readonly device?: NonNullable<CpcTable['device']>;
  readonly cpu?: CpuModel;
}

/** The same facts of a table that is not yet bytes. Cores share their packages. */
export function subjectOfTable(table: CpcTable): GuestSubject {
  const machine = MACHINES.find((row) => row.machine === table.machine);
  const cpu = cpuModelOf(table.cpuModel);
  const cpc = table.objects.includes('_CPC') ? packagesOf(table) : [];
  const architecture = architectureOf(table.machine, cpc);
  return {
    cpc,
    psd: table.objects.includes('_PSD') ? table.processors.map(psdOf) : [],
    ...{ definedTwice: [], notPackages: [] },
    osc: table.objects.includes('_OSC') || (machine?.bringsOsc ? undefined : false),
    ...(architecture && { architecture }),
    virtual: VIRTUAL.some((machine) => machine === table.machine),
    ...(table.device && { device: table.device }),
    ...(cpu && { cpu }),
  };
}

/** Machines on KVM and TCG, which give a guest neither AMD's CPPC MSRs nor Intel's HWP. */
const VIRTUAL: readonly MachineName[] = ['qemu', 'cloud-hypervisor'];

/** Cloud Hypervisor runs on both; Arm has no ports. */
function architectureOf(machine: MachineName, cpc: readonly FoundCpc[]): GuestSubject['architecture'] {
  if (machine === 'qemu-virt') return 'arm';
  return machine !== 'cloud-hypervisor' || cpc.some(hasPort) ? 'x86' : undefined;
}

function packagesOf({ processors, revision }: CpcTable): FoundCpc[] {
  const found = new Map<Processor['entries'], Processor[]>();
  for (const one of processors) {
    const known = found.get(one.entries);
    if (known) known.push(one);
    else found.set(one.entries, [one]);
  }
  return [...found].map(([entries, sharing]) => packageOf(entries, revision, sharing));
}

function packageOf(entries: Processor['entries'], revision: number, sharing: readonly Processor[]): FoundCpc {
  const rows = CPC_ENTRIES.filter((row) => row.since <= revision);
  const count = CPC_HEAD.length + rows.length;
  return {
    path: `${sharing[0]?.path}._CPC`,
    ...{ offset: 0, length: 0, table: 0, count, spans: [], extra: [], patches: [] },
    numEntries: { kind: 'integer', value: BigInt(count) },
    revision: { kind: 'integer', value: BigInt(revision) },
    declared: BigInt(count),
    entries: new Map(rows.map(({ key }) => [key, foundValueOf(entries[key])])),
    processors: sharing.map(({ path }) => path),
  };
}

function foundValueOf(value: CpcValue): FoundValue {
  return value.kind === 'priorities' ? { kind: 'package', elements: [] } : value;
}

function psdOf(processor: Processor): FoundPackage {
  const elements = psdNumbers(processor).map((value): FoundValue => ({ kind: 'integer', value }));
  const value: FoundValue = { kind: 'package', elements: [{ kind: 'package', elements }] };
  return { path: `${processor.path}._PSD`, table: 0, offset: 0, length: 0, value };
}

/** Tables as firmware or a hypervisor has them, with all objects that they name. */
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
    ...{ cpc, psd: lifted.psd, osc, virtual, ...(cpu && { cpu }) },
    definedTwice: twiceIn(namespace),
    notPackages: namesOf(namespace, '_CPC').filter((path) => !having.has(parentOf(path))),
    ...((virtual || cpc.some(hasPort)) && { architecture: 'x86' }),
  };
}

/** ACPICA refuses the second Name of a path (AE_ALREADY_EXISTS); of a Method, each package can be the one returned. */
function countsIn(namespace: Namespace) {
  return ({ path }: FoundCpc, at: number, all: readonly FoundCpc[]): boolean => {
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

function hasPort({ entries }: FoundCpc): boolean {
  return [...entries.values()].some(
    (value) => value.kind === 'register' && spaceName(value.register.spaceId) === 'SystemIO',
  );
}
