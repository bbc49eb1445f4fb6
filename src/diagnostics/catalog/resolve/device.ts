import { hex, some } from '../../words.js';
import { row } from '../row.js';

/** Problems of the `acpi-cppc` QEMU device. */
export const RESOLVE_DEVICE = {
  'resolve/device-architecture': row<{ machine: string; architecture: string }>({
    severity: 'error',
    message: (f) =>
      `layout "acpi-cppc" is for x86 guests: the acpi-cppc device does not exist for machine "${f.machine}" (${f.architecture})`,
    help: () => 'remove `layout`, or set layout = "constant", which works with stock QEMU',
  }),
  'resolve/device-address-zero': row<{ address: bigint }>({
    severity: 'error',
    section: 'observed: the acpi-cppc device reads address 0 as "the default"',
    message: (f) => `address is 0, which the acpi-cppc device reads as ${hex(f.address)}`,
    help: () => 'leave the key out, or write the address that you mean',
  }),
  'resolve/device-differs': row<{ key: string }>({
    severity: 'warning',
    section: 'observed: AML of the acpi-cppc device',
    message: (f) => `\`${f.key}\` changes our table only; the acpi-cppc device does not change`,
    help: () => 'remove the key, or choose another layout',
  }),
  'resolve/device-ignores': row<{ key: string }>({
    severity: 'warning',
    section: 'observed: the acpi-cppc device has no register block in addrspace 2',
    message: (f) => `\`${f.key}\` has no effect with addrspace 2: the registers are MSRs`,
    help: () => 'remove the key, or set addrspace = 1',
  }),
  'resolve/device-counters-overlap': row<object>({
    severity: 'warning',
    section: 'observed: registers of the acpi-cppc device in addrspace 0 lie one byte apart',
    message: () =>
      "addrspace 0: the device's 64-bit counters overlap the registers after them, so they read wrong values",
    help: () => 'use addrspace = 1 for Linux guests, addrspace = 2 for Windows',
  }),
  'resolve/device-ports-taken': row<{ first: bigint; last: bigint; devices: readonly string[]; free: number }>({
    severity: 'warning',
    section: 'QEMU: `info mtree` of pc and q35; observed: the acpi-cppc device overlaps them without a message',
    message: (f) => `the device's window ${hex(f.first)}-${hex(f.last)} hides ${some(f.devices)}`,
    help: (f) => `set \`address = ${hex(f.free)}\`: enough ports are free from there on`,
  }),
  'resolve/device-physical-bits': row<{ last: bigint; bits: number; most: number | 'host' }>({
    severity: 'warning',
    section: 'observed: Linux warns "ioremap: invalid physical address" and drops the _CPC',
    message: (f) =>
      `the device's window reaches ${hex(f.last)}: the guest needs ${f.bits} physical address bits; ${f.most === 'host' ? 'it has as many as the host, which are not known' : `it has ${f.most}`}`,
    help: (f) =>
      `write phys-bits=${f.bits},host-phys-bits=off after the CPU model, if the host has as many, or set a lower address`,
  }),
  'resolve/device-windows-10-and-11': row<object>({
    severity: 'error',
    section: 'observed: hv-cppc-stub=on, which Windows 10 needs, keeps Windows 11 from booting',
    message: () => 'os names windows10 and windows11: the acpi-cppc device cannot serve both with one command line',
    help: () => 'make a spec for each, or leave one of them out',
  }),
  'resolve/device-window-too-high': row<{ last: bigint; highest: bigint }>({
    severity: 'error',
    section: 'observed: "CPPC: System IO address range must not exceed low 64K"',
    message: (f) => `the device's window reaches ${hex(f.last)}; the highest allowed address is ${hex(f.highest)}`,
    help: () => 'choose a lower address; a vCPU uses 24 ports in addrspace 1, 11 bytes in addrspace 0',
  }),
  'resolve/device-leaves-out': row<{ key: string }>({
    severity: 'note',
    section: 'observed: AML of the acpi-cppc device',
    message: (f) => `the acpi-cppc device has no ${f.key}: the number is not used`,
    help: () => 'layout "constant" gives the guest this number, on stock QEMU',
  }),
  'resolve/device-level-too-high': row<{ key: string; value: bigint; most: bigint }>({
    severity: 'error',
    section: 'observed: the acpi-cppc device packs levels into fields of 8 bits without a mask',
    message: (f) => `${f.key} is ${f.value}; the acpi-cppc device can hold at most ${f.most}`,
    help: () => 'scale the numbers of all cores down, or use layout "constant", which has no such limit',
  }),
  'resolve/device-revision': row<{ revision: number; ofDevice: number }>({
    severity: 'error',
    section: 'observed: AML of the acpi-cppc device',
    message: (f) => `cpc_revision is ${f.revision}; the _CPC of the acpi-cppc device has revision ${f.ofDevice}`,
    help: () => 'leave cpc_revision out, or choose another layout',
  }),
} as const;
