/** The largest unsigned integers of 8, 16, 32 and 64 bits. */
export const U8_MAX = 0xffn;
export const U16_MAX = 0xffffn;
export const U32_MAX = 0xffff_ffffn;
export const U64_MAX = 0xffff_ffff_ffff_ffffn;

/** A TSC in Hz. Fewer is a number in MHz or kHz; KVM has 32 bits for kHz (kvm_vcpu_ioctl KVM_SET_TSC_KHZ). */
export const LOWEST_TSC_HZ = 100_000_000n;
export const HIGHEST_TSC_HZ = U32_MAX * 1000n;

/**
 * The most that the text of a spec may have: enough for 4,096 cores with 16 values each, or for a file that is mostly
 * comments. The parsers take about 3 KB of memory for each value, and 30 bytes for each character of a string.
 */
export const SPEC_LIMITS = {
  characters: 4 * 1024 * 1024,
  lines: 131_072,
  values: 65_536,
  /** Of one string, key or number. */
  word: 65_536,
  /** Brackets that are open at once. */
  depth: 64,
  /** Variants of one value. */
  variants: 16,
  /** Values of all variants together: `check` compiles a spec once for each variant. */
  variantValues: 8192,
} as const;

/** The most of one cpuset, and of all different cpusets of an input together: 4,096 vCPUs on 256 host threads each. */
export const CPUSET_LIMITS = { characters: 65_536, threads: 131_072, threadsOfAll: 1_048_576 } as const;

/**
 * The most that a libvirt domain may have: several times what one with 4,096 pins and hundreds of devices has. Each tag and
 * each comment is an element here.
 */
export const DOMAIN_LIMITS = { characters: 4 * 1024 * 1024, elements: 65_536, arguments: 2048 } as const;

/** The most tables of one machine, and their bytes together. Large servers have about a hundred, with 2 MiB. */
export const TABLE_LIMITS = { tables: 1024, bytes: 16 * 1024 * 1024 } as const;

/** Each busy loop of `boot` takes about a second, and the report names the vCPUs of all loops again when one starts. */
export const BOOT_LIMITS = { busyLoops: 1000, seconds: 86_400 } as const;
