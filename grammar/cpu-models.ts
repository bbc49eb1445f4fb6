/** Vendors that a spec can name. */
export const CPU_VENDORS = ['intel', 'amd'] as const;
export type CpuVendor = (typeof CPU_VENDORS)[number];

/** The number of a vendor in `modalias` of sysfs (X86_VENDOR_* in arch/x86/include/asm/processor.h); Hygon's cores are AMD's. */
export const MODALIAS_VENDORS: Readonly<Record<string, CpuVendor>> = { '0000': 'intel', '0002': 'amd', '0009': 'amd' };

/** Drivers of cpufreq that exist for one vendor. */
export const VENDOR_DRIVERS = [
  { prefix: 'intel_', vendor: 'intel' },
  { prefix: 'amd-pstate', vendor: 'amd' },
  { prefix: 'amd_pstate', vendor: 'amd' },
] as const satisfies readonly { readonly prefix: string; readonly vendor: CpuVendor }[];

/**
 * The CPU flag without which QEMU gives guests on AMD CPUs no threads: CPUID 8000_001E (x86_cpu_realizefn in
 * target/i386/cpu.c). TCG does not have it (TCG_EXT3_FEATURES).
 */
export const TOPOEXT = 'topoext';

/** How QEMU reads a flag of `-cpu` (qapi_bool_parse in qapi/qapi-util.c). */
export const QEMU_BOOLEANS = { on: ['on', 'yes', 'true', 'y'], off: ['off', 'no', 'false', 'n'] } as const;

/** Vendor strings of CPUID 0, which `vendor=` after a CPU model of QEMU takes. */
export const VENDOR_IDS: Readonly<Record<string, CpuModelRow['vendor']>> = {
  AuthenticAMD: 'AMD',
  GenuineIntel: 'Intel',
  HygonGenuine: 'Hygon',
};

export interface CpuModelRow {
  /** How the names of QEMU's CPU models begin. */
  readonly prefix: string;
  readonly vendor: 'AMD' | 'Hygon' | 'Intel';
  /** CPUID family and model, where a guest's driver asks for them. */
  readonly family?: number;
  readonly model?: number;
}

/** QEMU's CPU models (target/i386/cpu.c). `host`, `max` and `base` are those of the host. The first prefix that fits applies. */
// biome-ignore format: one row a line
export const CPU_MODELS = [
  { prefix: 'EPYC-Rome', vendor: 'AMD', family: 0x17, model: 0x31 },
  { prefix: 'EPYC-Milan', vendor: 'AMD', family: 0x19, model: 0x01 },
  { prefix: 'EPYC-Genoa', vendor: 'AMD', family: 0x19, model: 0x11 },
  { prefix: 'EPYC-Turin', vendor: 'AMD', family: 0x1a, model: 0x00 },
  { prefix: 'EPYC', vendor: 'AMD', family: 0x17, model: 0x01 },
  { prefix: 'Dhyana', vendor: 'Hygon', family: 0x18, model: 0x00 },
  { prefix: 'Opteron_', vendor: 'AMD' },
  { prefix: 'phenom', vendor: 'AMD' },
  { prefix: 'athlon', vendor: 'AMD' },
  { prefix: '486', vendor: 'Intel' },
  { prefix: 'Broadwell', vendor: 'Intel' },
  { prefix: 'Cascadelake', vendor: 'Intel' },
  { prefix: 'ClearwaterForest', vendor: 'Intel' },
  { prefix: 'Conroe', vendor: 'Intel' },
  { prefix: 'Cooperlake', vendor: 'Intel' },
  { prefix: 'Denverton', vendor: 'Intel' },
  { prefix: 'DiamondRapids', vendor: 'Intel' },
  { prefix: 'GraniteRapids', vendor: 'Intel' },
  { prefix: 'Haswell', vendor: 'Intel' },
  { prefix: 'Icelake', vendor: 'Intel' },
  { prefix: 'IvyBridge', vendor: 'Intel' },
  { prefix: 'KnightsMill', vendor: 'Intel' },
  { prefix: 'Nehalem', vendor: 'Intel' },
  { prefix: 'Penryn', vendor: 'Intel' },
  { prefix: 'SandyBridge', vendor: 'Intel' },
  { prefix: 'SapphireRapids', vendor: 'Intel' },
  { prefix: 'SierraForest', vendor: 'Intel' },
  { prefix: 'Skylake', vendor: 'Intel' },
  { prefix: 'Snowridge', vendor: 'Intel' },
  { prefix: 'Westmere', vendor: 'Intel' },
  { prefix: 'core2duo', vendor: 'Intel' },
  { prefix: 'coreduo', vendor: 'Intel' },
  { prefix: 'n270', vendor: 'Intel' },
  { prefix: 'pentium', vendor: 'Intel' },
] as const satisfies readonly CpuModelRow[];

/**
 * AMD and Hygon processors on which Linux ≥ 6.0 accepts `_CPC` without `_OSC`: cpc_supported_by_cpu() in
 * arch/x86/kernel/acpi/cppc.c.
 */
export const CPPC_WITHOUT_OSC = [
  { family: 0x19, first: 0x00, last: 0x0f },
  { family: 0x19, first: 0x20, last: 0x2f },
  { family: 0x17, first: 0x30, last: 0x7f },
] as const;

/** amd-pstate does not load on earlier models of this family (amd-pstate.c, quirks). */
export const AMD_PSTATE_FIRST = { family: 0x17, model: 0x30 } as const;
