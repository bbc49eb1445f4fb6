import type { CpuVendor } from '../../grammar/cpu-models.js';
import type { Architecture, MachineName } from '../../grammar/machines.js';
import type { CoordType } from '../../grammar/psd.js';
import {
  GUEST_KEYS,
  LAYOUT_KEYS,
  type LayoutName,
  NEEDED_OBJECTS,
  OBJECTS,
  type ObjectName,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import { architectureOf, machineRow } from '../cpc/machine.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { defaultsOf } from '../spec/defaults.js';
import type { Spec } from '../spec/spec.js';
import { hostVendorOf, vendorOf } from './cpu-vendor.js';

/** The settings of a spec outside its cores, with defaults filled in. */
export interface Settings {
  readonly oemId: string;
  readonly oemTableId: string;
  readonly oemRevision: number;
  readonly creatorId: string;
  readonly creatorRevision: number;
  readonly revision: number;
  readonly objects: readonly ObjectName[];
  readonly coordType: CoordType;
  readonly maxTableBytes: number;
  readonly compact: boolean;
  readonly machine: MachineName;
  readonly architecture: Architecture;
  readonly processorPath: string;
  readonly threadsPerCore: number;
  /** The cores of each die. */
  readonly dies?: readonly number[];
  readonly os: readonly string[];
  readonly cpuModel: string;
  readonly vendor?: CpuVendor;
  readonly hostVendor?: CpuVendor;
  readonly topoext: boolean | 'auto';
  readonly layout: LayoutName;
  readonly addrspace: number;
  readonly address?: bigint;
  readonly addrShared: boolean;
  readonly counterScale: bigint;
  readonly controls: 'sink' | 'none';
  readonly sinkPort: bigint;
  readonly counters: 'msr' | 'pm-timer' | 'none';
  readonly pmTimerPort: bigint;
}

export function settingsOf(spec: Spec): Settings {
  const { table: givenTable, guest: givenGuest, layout: givenLayout } = spec;
  const table = { ...TABLE_DEFAULTS, ...givenTable };
  const guest = { ...GUEST_DEFAULTS, ...givenGuest };
  const machine = machineRow(guest.machine);
  const architecture = architectureOf(guest.machine, guest.architecture);
  const keys = {
    ...LAYOUT_DEFAULTS,
    ...layoutDefaults(architecture, spec.unreadable(['guest', 'machine'])),
    ...givenLayout,
  };
  const [vendor, hostVendor] = [vendorOf(spec, guest.cpu_model), hostVendorOf(spec)];
  return {
    oemId: table.oem_id,
    oemTableId: table.oem_table_id,
    oemRevision: Number(table.oem_revision),
    creatorId: table.creator_id,
    creatorRevision: Number(table.creator_revision),
    revision: Number(table.cpc_revision),
    objects: table.objects ?? defaultObjects(keys.layout, machine.bringsOsc),
    coordType: table.coord_type,
    maxTableBytes: Number(table.max_table_bytes),
    compact: table.compact,
    machine: machine.machine,
    architecture,
    processorPath: guest.processor_path ?? machine.processorPath,
    threadsPerCore: Number(guest.threads_per_core),
    ...(guest.dies && { dies: guest.dies.map(Number) }),
    os: guest.os ?? [keys.layout === 'acpi-cppc' ? 'windows11' : 'linux'],
    cpuModel: guest.cpu_model,
    ...(vendor && { vendor }),
    ...(hostVendor && { hostVendor }),
    topoext: guest.topoext,
    layout: keys.layout,
    addrspace: Number(keys.addrspace),
    ...(keys.address !== undefined && { address: keys.address }),
    addrShared: keys.addr_shared,
    counterScale: keys.counter_scale,
    controls: keys.controls,
    sinkPort: keys.sink_port,
    counters: keys.counters,
    pmTimerPort: keys.pm_timer_port,
  };
}

const TABLE_DEFAULTS = defaultsOf(TABLE_KEYS);
const GUEST_DEFAULTS = defaultsOf(GUEST_KEYS);
const LAYOUT_DEFAULTS = defaultsOf(LAYOUT_KEYS);

/** The acpi-cppc device and the MSRs are of x86; a machine that could not be read may be another. */
function layoutDefaults(architecture: Architecture, isUnknown: boolean): Pick<Settings, 'layout' | 'counters'> {
  return architecture === 'x86' && !isUnknown
    ? { layout: 'acpi-cppc', counters: 'msr' }
    : { layout: 'constant', counters: 'none' };
}

/** For the device's layout its own objects; else the objects that the machine lacks. */
function defaultObjects(layout: LayoutName, bringsOsc: boolean): readonly ObjectName[] {
  if (layout === 'acpi-cppc') return OBJECTS;
  return NEEDED_OBJECTS.filter((name) => name !== '_OSC' || !bringsOsc);
}

/** Keys of `[registers]` that the chosen layout does not read. */
export function foreignLayoutKeys(spec: Spec, { layout }: Settings): Diagnostic[] {
  if (spec.unreadable(['registers', 'layout'])) return [];
  return LAYOUT_KEYS.filter((row) => row.key in spec.layout && !row.layouts.some((name) => name === layout)).map(
    (row) =>
      diagnostic(
        'resolve/key-of-other-layout',
        { file: spec.file, path: ['registers', row.key] },
        {
          key: row.key,
          layout,
          layouts: row.layouts,
        },
      ),
  );
}
