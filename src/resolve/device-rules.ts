import { LAST_IO_PORT } from '../../grammar/address-spaces.js';
import { QEMU_PHYSICAL_BITS } from '../../grammar/guests.js';
import { DEVICE_REVISION } from '../../grammar/layouts.js';
import { U64_MAX } from '../../grammar/limits.js';
import { physicalBitsOf } from '../cpc/cpu-model.js';
import type { CpcTable, Device } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import type { Spec } from '../spec/spec.js';
import { devicesIn, freePorts } from './ports.js';

/** Pitfalls of the `acpi-cppc` QEMU device, about which QEMU prints nothing. */
export function deviceProblems(table: CpcTable, spec: Spec): Diagnostic[] {
  const { device } = table;
  if (!device || table.processors.length === 0) return [];
  const at = (key: string): Place => ({ file: spec.file, path: ['registers', key] });
  return [
    ...revisionProblems(table, spec),
    ...differences(spec),
    ...addressProblems(device, spec, at('address')),
    ...(device.addrspace === 0 ? [diagnostic('resolve/device-counters-overlap', at('addrspace'), {})] : []),
    ...windowsProblems(table.os, spec),
    ...(WINDOW_RULES[device.addrspace]?.(device, at('address'), table.cpuModel) ?? []),
  ];
}

function revisionProblems({ revision }: CpcTable, spec: Spec): Diagnostic[] {
  if (revision === DEVICE_REVISION) return [];
  const place = { file: spec.file, path: ['table', 'cpc_revision'] };
  return [diagnostic('resolve/device-revision', place, { revision, ofDevice: DEVICE_REVISION })];
}

/** Keys that change our table but not the device's: a guest never gets both. */
function differences({ file, table, registers, cores }: Spec): Diagnostic[] {
  const paths = [
    ...(table.objects ? [['table', 'objects']] : []),
    ...(table.coord_type ? [['table', 'coord_type']] : []),
    ...Object.keys(registers).map((key) => ['registers', key]),
    ...cores.flatMap(({ at, registers: own, domain, coord_type }) => [
      ...(domain !== undefined ? [[...at, 'domain']] : []),
      ...(coord_type !== undefined ? [[...at, 'coord_type']] : []),
      ...Object.keys(own).map((key) => [...at, 'registers', key]),
    ]),
  ];
  return paths.map((path) => diagnostic('resolve/device-differs', { file, path }, { key: String(path.at(-1)) }));
}

function addressProblems(device: Device, { layout, file }: Spec, place: Place): Diagnostic[] {
  if (device.addrspace === 2) {
    const ignored = (['address', 'addr_shared'] as const).filter((key) => layout[key] !== undefined);
    return ignored.map((key) => diagnostic('resolve/device-ignores', { file, path: ['registers', key] }, { key }));
  }
  return layout.address === 0n ? [diagnostic('resolve/device-address-zero', place, { address: device.address })] : [];
}

function windowsProblems(os: readonly string[], { file }: Spec): Diagnostic[] {
  if (!os.includes('windows10') || !os.includes('windows11')) return [];
  return [diagnostic('resolve/device-windows-10-and-11', { file, path: ['guest', 'os'] }, {})];
}

/** By addrspace; MSRs have no window. */
const WINDOW_RULES: readonly ((device: Device, place: Place, cpuModel: string) => Diagnostic[])[] = [
  memoryWindow,
  portWindow,
];

function memoryWindow({ address, windowLength }: Device, place: Place, cpuModel: string): Diagnostic[] {
  const last = address + windowLength - 1n;
  if (last > U64_MAX) return [diagnostic('resolve/device-window-too-high', place, { last, highest: U64_MAX })];
  const bits = last.toString(2).length;
  const most = physicalBitsOf(cpuModel) ?? QEMU_PHYSICAL_BITS;
  return bits > (most === 'host' ? QEMU_PHYSICAL_BITS : most)
    ? [diagnostic('resolve/device-physical-bits', place, { last, bits, most })]
    : [];
}

/** The device refuses a window whose end is above 0xFFFF, one byte early. */
function portWindow({ address, windowLength }: Device, place: Place): Diagnostic[] {
  const end = address + windowLength;
  const last = end - 1n;
  if (end > LAST_IO_PORT)
    return [diagnostic('resolve/device-window-too-high', place, { last, highest: LAST_IO_PORT - 1n })];
  const devices = devicesIn(Number(address), Number(last));
  if (devices.length === 0) return [];
  const free = freePorts(Number(windowLength));
  return [diagnostic('resolve/device-ports-taken', place, { first: address, last, devices, free })];
}
