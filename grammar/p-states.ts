import type { LayoutRegister } from './layouts.js';

/** The elements of `_PCT`. ACPI 6.6 §8.4.5.1. */
export const PCT_ENTRIES = ['Control Register', 'Status Register'] as const;

/** The elements of one state of `_PSS`: MHz, mW, microseconds, microseconds, and what the registers hold. ACPI 6.6 §8.4.5.2. */
export const PSS_ENTRIES = ['Core Frequency', 'Power', 'Latency', 'Bus Master Latency', 'Control', 'Status'] as const;

/** The same in JSON. */
export const PCT_KEYS = ['control', 'status'] as const;
export const PSS_KEYS = [
  'core_frequency',
  'power',
  'transition_latency',
  'bus_master_latency',
  'control',
  'status',
] as const;

/** States of the acpi-cppc device, the same for every processor. Observed: its AML. */
export const DEVICE_STATES = [
  { frequency: 4000n, power: 5000n },
  { frequency: 3000n, power: 2500n },
] as const;

/** Microseconds of a transition, as the acpi-cppc device has them: nothing is really switched. */
export const STATE_LATENCY = { transition: 10n, busMaster: 0n } as const;

/** Control and status of each layout's P-states; `custom` has none. */
// biome-ignore format: one row a line
export const STATE_REGISTERS = {
  // The two ports behind the sink's six.
  constant: [
    { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'sink_port', address: 6n },
    { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'sink_port', address: 7n },
  ],
  // MSRC001_0062 P-state Control, MSRC001_0063 P-state Status. AMD APM vol. 2 §17.1.
  amd: [
    { space: 'FFixedHW', bit_width: 64, bit_offset: 0, access_size: 'QWord', address: 0xc0010062n },
    { space: 'FFixedHW', bit_width: 64, bit_offset: 0, access_size: 'QWord', address: 0xc0010063n },
  ],
  // IA32_PERF_CTL, IA32_PERF_STATUS. Intel SDM vol. 4 §2.1.
  'intel-hwp': [
    { space: 'FFixedHW', bit_width: 64, bit_offset: 0, access_size: 'QWord', address: 0x199n },
    { space: 'FFixedHW', bit_width: 64, bit_offset: 0, access_size: 'QWord', address: 0x198n },
  ],
} as const satisfies Record<string, readonly [LayoutRegister, LayoutRegister]>;

/** The same for the acpi-cppc device, by its addrspace; its MSRs have no access size. Observed: its AML. */
// biome-ignore format: one row a line
export const DEVICE_STATE_REGISTERS = [
  [
    { space: 'SystemMemory', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 9n },
    { space: 'SystemMemory', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 10n },
  ],
  [
    { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 22n },
    { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 23n },
  ],
  [
    { space: 'FFixedHW', bit_width: 64, bit_offset: 0, access_size: 'Undefined', address: 0xc0010062n },
    { space: 'FFixedHW', bit_width: 64, bit_offset: 0, access_size: 'Undefined', address: 0xc0010063n },
  ],
] as const satisfies readonly (readonly [LayoutRegister, LayoutRegister])[];
