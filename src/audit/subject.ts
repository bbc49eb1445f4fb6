import type { CpuVendor } from '../../grammar/cpu-models.js';
import { booleanOf, cpuModelOf } from '../cpc/cpu-model.js';
import type { Compiled } from '../emit/format.js';
import type { Host } from '../host/sysfs.js';
import type { HostFacts } from '../hyperv/host-facts.js';
import type { Placed, Vm } from './readers/vm.js';
import { signOfWindows } from './readers/windows.js';
import { type ReadTable, type TableFile, tableFiles } from './table-files.js';

/** What an audit knows besides the configuration. */
export interface AuditRequest {
  /** A guest's name, such as `windows11`; by default that of the configuration, else of the spec. */
  readonly guest?: string;
  readonly spec?: {
    readonly compiled: Compiled;
    readonly stem: string;
    /** The variant that was asked for. */
    readonly variant?: string;
  };
  /** There is a spec, which has errors. */
  readonly specFails?: true;
  readonly host?: Host;
  /** What the KVM of the hosts offers; by default what the spec was compiled for. */
  readonly offer?: HostFacts;
  /** The configuration has just got the tables of the spec. */
  readonly isMerged?: true;
  /** Reads tables on the host of the VM. Without it, tables are not looked for. */
  readonly readTable?: ReadTable;
}

interface Vendor {
  readonly vendor: CpuVendor;
  /** What names it, for messages: `the CPU model is EPYC-Rome`. */
  readonly from: string;
}

/** A configuration with what rules ask about it. */
export interface Subject extends AuditRequest {
  readonly vm: Vm;
  readonly tableFiles: readonly TableFile[];
  readonly offer: HostFacts;
  readonly vendor?: Vendor;
  /** The guest is that of --guest. */
  readonly isAsked: boolean;
  /** `yes` where the guest is named, `likely` where only enlightenments suggest it. */
  readonly windows: 'yes' | 'likely' | 'no';
}

export function subjectOf(vm: Vm, request: AuditRequest): Subject {
  const guest = request.guest ?? vm.guest ?? guestOfSpec(vm, request);
  const vendor = vendorOf(vm, request);
  return {
    ...request,
    ...(guest !== undefined && { guest }),
    vm,
    tableFiles: tableFiles(vm.tables ?? [], request.readTable),
    isAsked: request.guest !== undefined,
    offer: request.offer ?? request.spec?.compiled.hyperv.host ?? {},
    ...(vendor && { vendor }),
    windows: windowsOf(vm, guest),
  };
}

/** A spec for Linux, which is the default, tells nothing where the VM seems to be Windows, unless the spec has enlightenments. */
function guestOfSpec(vm: Vm, { spec }: AuditRequest): string | undefined {
  const { table, hyperv } = spec?.compiled ?? {};
  const [first] = table?.os ?? [];
  if (!signOfWindows(vm)) return first;
  return table?.os.find(isWindows) ?? (hyperv?.on.length ? first : undefined);
}

export function isWindows(guest: string | undefined): boolean {
  return guest?.startsWith('windows') ?? false;
}

function windowsOf(vm: Vm, guest: string | undefined): Subject['windows'] {
  if (guest !== undefined) return isWindows(guest) ? 'yes' : 'no';
  return signOfWindows(vm) ? 'likely' : 'no';
}

/** CPU features that only one vendor has. */
const VENDOR_FEATURES = [
  { feature: 'svm', vendor: 'amd' },
  { feature: 'topoext', vendor: 'amd' },
  { feature: 'sse4a', vendor: 'amd' },
  { feature: 'vmx', vendor: 'intel' },
] as const satisfies readonly { readonly feature: string; readonly vendor: CpuVendor }[];

function vendorOf(vm: Vm, { spec, host }: AuditRequest): Vendor | undefined {
  const { model = '' } = vm.cpu;
  const known = cpuModelOf(model);
  if (known) return { vendor: known.vendor === 'Intel' ? 'intel' : 'amd', from: `the CPU model is ${model}` };
  const { vendor } = spec?.compiled.table ?? {};
  if (vendor) return { vendor, from: `the spec is for ${VENDOR_NAMES[vendor]}` };
  if (host?.vendor) return { vendor: host.vendor, from: `the host has an ${VENDOR_NAMES[host.vendor]} CPU` };
  const row = VENDOR_FEATURES.find(({ feature }) => isOn(vm, feature));
  return row && { vendor: row.vendor, from: `the CPU has ${row.feature}, which is for ${VENDOR_NAMES[row.vendor]}` };
}

const VENDOR_NAMES: Readonly<Record<CpuVendor, string>> = { amd: 'AMD', intel: 'Intel' };

/** A property of the CPU. */
export function flagIn({ cpu }: Vm, name: string): Placed<string> | undefined {
  return cpu.flags.get(name);
}

export function isOn(vm: Vm, name: string): boolean {
  return booleanOf(flagIn(vm, name)?.value ?? '') === true;
}

export function isOff(vm: Vm, name: string): boolean {
  return booleanOf(flagIn(vm, name)?.value ?? '') === false;
}
