import type { AccessSizeName, CpcSpace } from './address-spaces.js';
import type { CpcKey } from './cpc.js';

/** The base of an address: 0, a port key of the spec, or the core's block of the `acpi-cppc` device. */
export type AddressBase = 'sink_port' | 'pm_timer_port' | 'block';

export interface LayoutRegister {
  readonly space: CpcSpace;
  readonly bit_width: number;
  readonly bit_offset: number;
  readonly access_size: AccessSizeName;
  readonly address: bigint;
  readonly base?: AddressBase;
}

/** `level`: the Integer that the spec gives. A number: that Integer. An entry that a map does not name is the NULL register. */
export type LayoutEntry = LayoutRegister | 'level' | number;
export type LayoutMap = Readonly<Partial<Record<CpcKey, LayoutEntry>>>;

// biome-ignore format: one row a line
const LEVELS = {
  highest_perf: 'level',
  nominal_perf: 'level',
  lowest_nonlinear_perf: 'level',
  lowest_perf: 'level',
} as const satisfies LayoutMap;

/** IA32_MPERF and IA32_APERF, which AMD has under the same numbers. Intel SDM vol. 4 §2.1; AMD APM vol. 2 §17.3. */
// biome-ignore format: one row a line
const MPERF_APERF = {
  reference_counter: { space: 'FFixedHW', bit_width: 64, bit_offset: 0, access_size: 'QWord', address: 0xe7n },
  delivered_counter: { space: 'FFixedHW', bit_width: 64, bit_offset: 0, access_size: 'QWord', address: 0xe8n },
} as const satisfies LayoutMap;

/** AMD CPPC MSRs CAP1, ENABLE, REQUEST, STATUS. AMD PPR for family 19h, MSRC001_02B0 to _02B4. */
// biome-ignore format: one row a line
export const AMD = {
  highest_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 24, access_size: 'QWord', address: 0xc00102b0n },
  nominal_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 16, access_size: 'QWord', address: 0xc00102b0n },
  lowest_nonlinear_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 8, access_size: 'QWord', address: 0xc00102b0n },
  lowest_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 0, access_size: 'QWord', address: 0xc00102b0n },
  desired_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 16, access_size: 'QWord', address: 0xc00102b3n },
  min_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 8, access_size: 'QWord', address: 0xc00102b3n },
  max_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 0, access_size: 'QWord', address: 0xc00102b3n },
  ...MPERF_APERF,
  perf_limited: { space: 'FFixedHW', bit_width: 2, bit_offset: 0, access_size: 'QWord', address: 0xc00102b4n },
  enable: { space: 'FFixedHW', bit_width: 1, bit_offset: 0, access_size: 'QWord', address: 0xc00102b1n },
  autonomous_selection: 1,
  energy_perf_preference: { space: 'FFixedHW', bit_width: 8, bit_offset: 24, access_size: 'QWord', address: 0xc00102b3n },
} as const satisfies LayoutMap;

/** IA32_PM_ENABLE, IA32_HWP_CAPABILITIES, IA32_HWP_REQUEST, IA32_HWP_STATUS, MSR_PLATFORM_INFO. Intel SDM vol. 3 §15.4. */
// biome-ignore format: one row a line
export const INTEL_HWP = {
  highest_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 0, access_size: 'QWord', address: 0x771n },
  nominal_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 8, access_size: 'QWord', address: 0xcen },
  lowest_nonlinear_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 16, access_size: 'QWord', address: 0x771n },
  lowest_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 24, access_size: 'QWord', address: 0x771n },
  guaranteed_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 8, access_size: 'QWord', address: 0x771n },
  desired_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 16, access_size: 'QWord', address: 0x774n },
  min_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 0, access_size: 'QWord', address: 0x774n },
  max_perf: { space: 'FFixedHW', bit_width: 8, bit_offset: 8, access_size: 'QWord', address: 0x774n },
  ...MPERF_APERF,
  perf_limited: { space: 'FFixedHW', bit_width: 2, bit_offset: 1, access_size: 'QWord', address: 0x777n },
  enable: { space: 'FFixedHW', bit_width: 1, bit_offset: 0, access_size: 'QWord', address: 0x770n },
  autonomous_selection: 1,
  autonomous_activity_window: { space: 'FFixedHW', bit_width: 10, bit_offset: 32, access_size: 'QWord', address: 0x774n },
  energy_perf_preference: { space: 'FFixedHW', bit_width: 8, bit_offset: 24, access_size: 'QWord', address: 0x774n },
} as const satisfies LayoutMap;

/** Entries of the `constant` layout that do not depend on its controls and counters. */
export const CONSTANT = LEVELS;

/** Written registers of the `constant` layout, by `controls`. */
// biome-ignore format: one row a line
export const CONSTANT_CONTROLS = {
  sink: {
    desired_perf: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'sink_port', address: 0n },
    min_perf: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'sink_port', address: 1n },
    max_perf: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'sink_port', address: 2n },
    enable: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'sink_port', address: 3n },
    energy_perf_preference: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'sink_port', address: 4n },
    autonomous_selection: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'sink_port', address: 5n },
  },
  none: { autonomous_selection: 1 },
} as const satisfies Record<string, LayoutMap>;

/** The ACPI PM timer has 24 bits at 3.579545 MHz and wraps around every 4.69 s. ACPI 6.6 §4.8.2.1. */
// biome-ignore format: one row a line
export const CONSTANT_COUNTERS = {
  msr: MPERF_APERF,
  'pm-timer': {
    reference_counter: { space: 'SystemIO', bit_width: 32, bit_offset: 0, access_size: 'DWord', base: 'pm_timer_port', address: 0n },
    delivered_counter: { space: 'SystemIO', bit_width: 32, bit_offset: 0, access_size: 'DWord', base: 'pm_timer_port', address: 0n },
    wraparound_time: 4,
  },
  none: {},
} as const satisfies Record<string, LayoutMap>;

/** `_CPC` revision of the `acpi-cppc` QEMU device. Observed: its AML. */
export const DEVICE_REVISION = 3;

/** CPU properties of the patched QEMU: CPUID 8000_0008 EBX bit 27, 8000_0007 EDX bit 7. Observed: its patch. */
export const DEVICE_CPU_PROPERTIES = { cppc: 'cppc', pstate: 'pstate' } as const;

/** The `acpi-cppc` QEMU device by its `addrspace` property; addresses count from the core's block. */
// biome-ignore format: one row a line
export const ACPI_CPPC = [
  {
    addrspace: 0,
    defaultAddress: 0x800_0000_0000n,
    stride: 11n,
    map: {
      highest_perf: { space: 'SystemMemory', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 0n },
      nominal_perf: { space: 'SystemMemory', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 1n },
      lowest_nonlinear_perf: { space: 'SystemMemory', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 2n },
      lowest_perf: { space: 'SystemMemory', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 3n },
      desired_perf: { space: 'SystemMemory', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 4n },
      reference_counter: { space: 'SystemMemory', bit_width: 64, bit_offset: 0, access_size: 'QWord', base: 'block', address: 5n },
      delivered_counter: { space: 'SystemMemory', bit_width: 64, bit_offset: 0, access_size: 'QWord', base: 'block', address: 6n },
      perf_limited: { space: 'SystemMemory', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 7n },
      enable: { space: 'SystemMemory', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 8n },
      autonomous_selection: 1,
    },
  },
  {
    addrspace: 1,
    defaultAddress: 0x100n,
    stride: 24n,
    map: {
      highest_perf: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 0n },
      nominal_perf: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 2n },
      lowest_nonlinear_perf: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 4n },
      lowest_perf: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 6n },
      desired_perf: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 8n },
      reference_counter: { space: 'SystemIO', bit_width: 32, bit_offset: 0, access_size: 'DWord', base: 'block', address: 12n },
      delivered_counter: { space: 'SystemIO', bit_width: 32, bit_offset: 0, access_size: 'DWord', base: 'block', address: 16n },
      perf_limited: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 20n },
      enable: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 'Byte', base: 'block', address: 21n },
      autonomous_selection: 1,
    },
  },
  {
    addrspace: 2,
    defaultAddress: 0n,
    stride: 0n,
    map: {
      highest_perf: AMD.highest_perf,
      nominal_perf: AMD.nominal_perf,
      lowest_nonlinear_perf: AMD.lowest_nonlinear_perf,
      lowest_perf: AMD.lowest_perf,
      desired_perf: AMD.desired_perf,
      ...MPERF_APERF,
      perf_limited: AMD.perf_limited,
      enable: AMD.enable,
      autonomous_selection: 1,
    },
  },
] as const satisfies readonly { addrspace: number; defaultAddress: bigint; stride: bigint; map: LayoutMap }[];
