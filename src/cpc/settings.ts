import { MACHINES, type MachineName, QEMU_ACPITABLE } from '../../grammar/machines.js';
import type { CoordType } from '../../grammar/psd.js';
import { LAYOUT_KEYS, type LayoutName, OBJECTS, type ObjectName } from '../../grammar/spec-keys.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Spec } from '../spec/spec.js';

/** What a spec says outside its cores, defaults filled in. */
export interface Settings {
  readonly oemId: string;
  readonly oemTableId: string;
  readonly oemRevision: number;
  readonly revision: number;
  readonly objects: readonly ObjectName[];
  readonly coordType: CoordType;
  readonly maxTableBytes: number;
  readonly compact: boolean;
  readonly machine: MachineName;
  readonly processorPath: string;
  readonly threadsPerCore: number;
  readonly os: readonly string[];
  readonly cpuModel: string;
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

export function settingsOf({ table, guest, layout: keys }: Spec): Settings {
  const machine = MACHINES.find((row) => row.machine === guest.machine) ?? MACHINES[0];
  const layout = keys.layout ?? 'acpi-cppc';
  return {
    oemId: table.oem_id ?? 'CPPC',
    oemTableId: table.oem_table_id ?? 'CPPC-VM',
    oemRevision: Number(table.oem_revision ?? 1n),
    revision: Number(table.cpc_revision ?? 3n),
    objects: table.objects ?? defaultObjects(layout, machine.bringsOsc),
    coordType: table.coord_type ?? 'SW_ANY',
    maxTableBytes: Number(table.max_table_bytes ?? BigInt(QEMU_ACPITABLE.mostBytes)),
    compact: table.compact ?? false,
    machine: machine.machine,
    processorPath: guest.processor_path ?? machine.processorPath,
    threadsPerCore: Number(guest.threads_per_core ?? 1n),
    os: guest.os ?? [layout === 'acpi-cppc' ? 'windows11' : 'linux'],
    cpuModel: guest.cpu_model ?? 'host',
    layout,
    addrspace: Number(keys.addrspace ?? 2n),
    ...(keys.address !== undefined && { address: keys.address }),
    addrShared: keys.addr_shared ?? false,
    counterScale: keys.counter_scale ?? 1n,
    controls: keys.controls ?? 'sink',
    sinkPort: keys.sink_port ?? 0x5f0n,
    counters: keys.counters ?? 'msr',
    pmTimerPort: keys.pm_timer_port ?? 0x608n,
  };
}

/** The device's own objects for its layout; else what machines lack. */
function defaultObjects(layout: LayoutName, bringsOsc: boolean): readonly ObjectName[] {
  if (layout === 'acpi-cppc') return OBJECTS;
  return bringsOsc ? ['_CPC', '_PSD'] : ['_OSC', '_CPC', '_PSD'];
}

/** Keys of `[registers]` that the chosen layout does not read. */
export function foreignLayoutKeys(spec: Spec, { layout }: Settings): Diagnostic[] {
  if (spec.unreadable(['registers', 'layout'])) return [];
  return LAYOUT_KEYS.filter((row) => row.key in spec.layout && !row.layouts.some((name) => name === layout)).map(
    (row) =>
      diagnostic(
        'cpc/key-of-other-layout',
        { file: spec.file, path: ['registers', row.key] },
        {
          key: row.key,
          layout,
          layouts: row.layouts,
        },
      ),
  );
}
