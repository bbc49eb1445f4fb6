import { CPC_ENTRIES, type CpcKey } from '../../grammar/cpc.js';
import {
  ACPI_CPPC,
  type AddressBase,
  AMD,
  CONSTANT,
  CONSTANT_CONTROLS,
  CONSTANT_COUNTERS,
  INTEL_HWP,
  type LayoutEntry,
  type LayoutMap,
  type LayoutRegister,
} from '../../grammar/layouts.js';
import { DEVICE_STATE_REGISTERS, STATE_REGISTERS } from '../../grammar/p-states.js';
import { accessId, spaceId } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import { ABSENT, type CpcEntries, type CpcValue, type Device } from '../cpc/ir.js';
import type { Settings } from './settings.js';

/** The register map that the settings choose. */
export function layoutMap(settings: Settings): LayoutMap {
  switch (settings.layout) {
    case 'acpi-cppc':
      return deviceOf(settings).map;
    case 'constant':
      return { ...CONSTANT, ...CONSTANT_CONTROLS[settings.controls], ...CONSTANT_COUNTERS[settings.counters] };
    case 'amd':
      return AMD;
    case 'intel-hwp':
      return INTEL_HWP;
    case 'custom':
      return {};
  }
}

/** The value of a layout's row; undefined if the spec must give an Integer. */
export function layoutValue(entry: Exclude<LayoutEntry, 'level'>, settings: Settings): CpcValue {
  if (typeof entry === 'number') return { kind: 'integer', value: BigInt(entry) };
  return { kind: 'register', register: layoutRegister(entry, settings) };
}

function layoutRegister(row: LayoutRegister, settings: Settings): GenericRegister {
  return {
    spaceId: spaceId(row.space),
    bitWidth: row.bit_width,
    bitOffset: row.bit_offset,
    accessSize: accessId(row.access_size),
    address: row.address + baseAddress(row, settings),
  };
}

function baseAddress({ base }: LayoutRegister, settings: Settings): bigint {
  if (base === undefined) return 0n;
  const bases: Record<AddressBase, bigint> = {
    sink_port: settings.sinkPort,
    pm_timer_port: settings.pmTimerPort,
    block: settings.address || deviceOf(settings).defaultAddress,
  };
  return bases[base];
}

function deviceOf({ addrspace }: Settings) {
  return ACPI_CPPC.find((row) => row.addrspace === addrspace) ?? ACPI_CPPC[2];
}

/** Unless the address is shared, each core has its own block: its first vCPU times the stride, after the base. */
function blockOffset(firstVcpu: number, settings: Settings): bigint {
  return settings.addrShared ? 0n : deviceOf(settings).stride * BigInt(firstVcpu);
}

/** The device of layout `acpi-cppc` and its window: a block per vCPU, or one for all. */
export function deviceFacts(vcpus: number, settings: Settings): Device | undefined {
  if (settings.layout !== 'acpi-cppc') return undefined;
  const { addrspace, addrShared, counterScale } = settings;
  const { stride, defaultAddress } = deviceOf(settings);
  const windowLength = stride * BigInt(addrShared ? 1 : vcpus);
  return { addrspace, address: settings.address || defaultAddress, addrShared, counterScale, windowLength };
}

/** The entries of the device's own table, which no key of a spec changes; undefined for other layouts. */
export function deviceEntries(settings: Settings): CpcEntries | undefined {
  if (settings.layout !== 'acpi-cppc') return undefined;
  const map: LayoutMap = deviceOf(settings).map;
  const entries = CPC_ENTRIES.map(({ key }) => {
    const row = map[key];
    return [key, row === undefined || row === 'level' ? ABSENT : layoutValue(row, settings)];
  });
  return Object.fromEntries(entries) as CpcEntries;
}

/** The entries with the addresses of the core's block. */
export function inBlockOf(
  firstVcpu: number,
  entries: CpcEntries,
  byLayout: (key: CpcKey) => boolean,
  settings: Settings,
): CpcEntries {
  const offset = blockOffset(firstVcpu, settings);
  if (settings.layout !== 'acpi-cppc' || offset === 0n) return entries;
  const map: LayoutMap = deviceOf(settings).map;
  const moved = Object.entries(entries).map(([key, value]) => {
    const row = map[key as CpcKey];
    const ofBlock = typeof row === 'object' && row.base === 'block' && byLayout(key as CpcKey);
    const inBlock = ofBlock && value.kind === 'register';
    return [key, inBlock ? { ...value, register: movedBy(value.register, offset) } : value];
  });
  return Object.fromEntries(moved) as CpcEntries;
}

function movedBy(register: GenericRegister, offset: bigint): GenericRegister {
  return { ...register, address: register.address + offset };
}

/** Control and status registers of the P-states; undefined where the layout has none. */
export function stateRegisters(firstVcpu: number, settings: Settings): readonly GenericRegister[] | undefined {
  if (settings.layout === 'custom') return undefined;
  if (settings.layout !== 'acpi-cppc')
    return STATE_REGISTERS[settings.layout].map((row) => layoutRegister(row, settings));
  const rows: readonly LayoutRegister[] = DEVICE_STATE_REGISTERS[settings.addrspace] ?? [];
  const offset = blockOffset(firstVcpu, settings);
  return rows.map((row) => movedBy(layoutRegister(row, settings), row.base === 'block' ? offset : 0n));
}
