import { U32_MAX, U64_MAX } from './limits.js';
import type { Architecture } from './machines.js';
import type { Release } from './release.js';

/** Linux keeps levels and frequencies as u32 (include/acpi/cppc_acpi.h, struct cppc_perf_caps). */
export const PERF_CAPS = { units: ['level', 'MHz'] as readonly string[], most: U32_MAX } as const;

/** Linux numbers CPUs below this: NR_CPUS_RANGE_END in arch/x86/Kconfig, the highest of all architectures. */
export const MOST_CPUS = 8192;

/** The largest cpu_capacity: SCHED_CAPACITY_SCALE in include/linux/sched.h. */
export const FULL_CAPACITY = 1024n;

interface Since {
  readonly since: Release;
  /** Where it was read or seen. */
  readonly origin: string;
}

/** Releases in which amd-pstate changed what it needs to rank the cores of a guest. */
export const AMD_PSTATE = {
  /** f3a052391822: amd_pstate_prefcore_ranking. */
  ranks: [6, 9],
  /** The newest booted release that does not rank. */
  bootedWithoutRanking: [6, 1],
  /**
   * cppc_set_reg_val(): before, cppc_set_auto_sel() wrote autonomous_selection in PCC only, else -524, and the driver
   * failed. In 6.16 and 6.12.110 by Debian's changelog; seen on 6.12.57 to 6.12.107, not on 6.12.111 and 6.16.3.
   */
  writesAnySelection: { stable: [6, 12, 110], seenWithout: [6, 12, 107], from: [6, 16] },
  /** Sets the priorities and switches ITMT on before amd_pstate_init_freq() can fail: seen on 6.12.117. */
  prioritiesFirst: { from: [6, 12], before: [6, 13] },
  /** The first booted release in which a driver that fails leaves no ranking: seen on 6.16.12. */
  driverFirst: [6, 16],
  /** 6842427bf299: the lowest nonlinear frequency may equal the lowest one. */
  takesEqual: [7, 2],
  /** Keeps the low eight bits of a level: seen on 6.16.12; 6.12.117 keeps all. */
  keepsEightBits: [6, 16],
  /** Writes autonomous_selection also with amd_pstate=active: seen on 7.2.12; 7.1.13 does not. */
  writesSelection: [7, 2],
  /** "Skip auto_sel write when it already matches the mode": ranks with amd_pstate=active; seen on 7.3.4, not on 7.2.12. */
  skipsEqualSelection: [7, 3, 4],
  /** Both changes of the selection in stable releases: "Toggle auto_sel in active mode", and the one that skips it. */
  stableSelection: { writes: [6, 12, 110], skips: [6, 12, 117] },
} as const satisfies Readonly<Record<string, Release | Readonly<Record<string, Release>>>>;

export interface BootWord extends Since {
  readonly word: string;
  /** Instead of it, where autonomous_selection is an Integer other than 0: the other modes write 0 to it. */
  readonly withFixedSelection?: string;
}

/** Words that a guest's amd-pstate needs to load and rank the cores. */
// biome-ignore format: one row a line
export const AMD_PSTATE_BOOT_WORDS = [
  { word: 'amd_pstate=passive', withFixedSelection: 'amd_pstate=active', since: [6, 1], origin: 'FADT of QEMU has Preferred_PM_Profile 0, so amd-pstate loads only by name (amd_pstate_set_driver); seen on 6.1, 6.12, 7.2, 7.3' },
  { word: 'setcpuid=hw_pstate', since: [7, 2], origin: '08fc1e7b31f8 asks for X86_FEATURE_HW_PSTATE, which no stock QEMU or KVM gives; 814165e9fd1f (6.15) brought setcpuid=; seen on 7.2 and 7.3, not needed on 7.1' },
] as const satisfies readonly BootWord[];

export interface ItmtSwitch extends Since {
  readonly file: string;
  readonly on: string;
  readonly off: string;
  /** Up to this release there is no ITMT without the file. */
  readonly neededBefore?: Release;
}

/** Files of the switch that makes the scheduler prefer better cores. */
// biome-ignore format: one row a line
export const ITMT_SWITCHES = [
  { file: '/proc/sys/kernel/sched_itmt_enabled', on: '1', off: '0', since: [4, 10], origin: 'arch/x86/kernel/itmt.c; seen on 6.12' },
  { file: '/sys/kernel/debug/x86/sched_itmt_enabled', on: 'Y', off: 'N', since: [6, 14], neededBefore: [7, 2, 7], origin: 'd04013a4b21b moved it to debugfs; eaece4849991, in 7.2.7, ended that ITMT needs debugfs; seen on 7.1, 7.2, 7.3' },
] as const satisfies readonly ItmtSwitch[];

/** Files of a CPU's folder in sysfs with its driver and its ranking. */
// biome-ignore format: one row a line
export const DRIVER_FILES = [
  { key: 'driver', file: 'cpufreq/scaling_driver', since: [2, 6], origin: 'Documentation/admin-guide/pm/cpufreq.rst' },
  { key: 'ranking', file: 'cpufreq/amd_pstate_prefcore_ranking', since: [6, 9], origin: 'Documentation/admin-guide/pm/amd-pstate.rst; seen on 6.12, not there on 6.1' },
] as const satisfies readonly ({ readonly key: string; readonly file: string } & Since)[];

/** PMUs of Intel hybrid processors, whose files name their CPUs: arch/x86/events/intel/core.c, intel_hybrid_pmu_type_map. */
// biome-ignore format: one row a line
export const HYBRID_PMUS = [
  { file: 'devices/cpu_core/cpus', kind: 'performance', origin: 'hybrid_big' },
  { file: 'devices/cpu_atom/cpus', kind: 'efficiency', origin: 'hybrid_small' },
  { file: 'devices/cpu_lowpower/cpus', kind: 'efficiency', origin: 'hybrid_tiny' },
] as const satisfies readonly ({ readonly file: string; readonly kind: 'performance' | 'efficiency'; readonly origin: string })[];

/** Whether amd-pstate ranks cores: Documentation/admin-guide/pm/amd-pstate.rst. The ranking files may be there when it does not. */
export const PREFCORE = { file: 'devices/system/cpu/amd_pstate/prefcore', on: 'enabled', off: 'disabled' } as const;

/** Drivers that give the scheduler of x86 a ranking; no other calls sched_set_itmt_core_prio(). */
export const RANKING_DRIVERS = ['amd-pstate', 'amd_pstate', 'intel_'] as const;

/** The driver whose nominal levels limit what a core of Arm or RISC-V counts. */
export const CPPC_DRIVER = 'cppc_cpufreq';

/** The file of a CPU's folder in sysfs with the threads of its core. */
export const SIBLINGS_FILE = 'topology/thread_siblings_list';

/** What is mounted (proc(5)); debugfs is missing with `debugfs=off` or without CONFIG_DEBUG_FS. */
export const MOUNTS_FILE = '/proc/mounts';

/** debugfs, which only root may enter (fs/debugfs/inode.c). */
export const DEBUGFS_FOLDER = '/sys/kernel/debug';

/** What a running guest has besides: proc(5), Documentation/scheduler/sched-ext.rst. */
export const RUNNING_GUEST_FILES = {
  release: '/proc/sys/kernel/osrelease',
  schedExt: '/sys/kernel/sched_ext/state',
  scheduler: '/sys/kernel/sched_ext/root/ops',
} as const;

/** A file of sysfs has at most a page (Documentation/filesystems/sysfs.rst). */
export const MOST_SYSFS_CHARACTERS = 4096;

/** The folder of a CPU that has a file for each entry of its `_CPC`. */
export const ACPI_CPPC_FOLDER = 'acpi_cppc';

/** The value of `wraparound_time` if the firmware has none: drivers/acpi/cppc_acpi.c, cppc_get_perf_caps. */
export const NO_WRAPAROUND_TIME = U64_MAX;

/** Files of that folder. Without APERF and MPERF, those with `countersUntil` cannot be read up to that release. */
// biome-ignore format: one row a line
export const ACPI_CPPC_FILES = [
  { file: 'highest_perf', origin: 'drivers/acpi/cppc_acpi.c, cppc_attrs; seen on 6.1, 6.12, 7.2' },
  { file: 'nominal_perf', origin: 'as above' },
  { file: 'lowest_nonlinear_perf', origin: 'as above' },
  { file: 'lowest_perf', origin: 'as above' },
  { file: 'guaranteed_perf', origin: 'newer kernels only' },
  { file: 'nominal_freq', origin: 'as above' },
  { file: 'lowest_freq', origin: 'as above' },
  { file: 'reference_perf', countersUntil: [7, 0], origin: 'cppc_get_perf_ctrs reads it up to 7.0, cppc_get_perf_caps from 7.1 on' },
  { file: 'wraparound_time', countersUntil: [Infinity, 0], origin: 'cppc_get_perf_ctrs; seen on 6.1, 6.12' },
  { file: 'feedback_ctrs', countersUntil: [Infinity, 0], origin: 'cppc_get_perf_ctrs; seen on 6.1, 6.12' },
] as const satisfies readonly { readonly file: string; readonly countersUntil?: Release; readonly origin: string }[];

/** The place of the version in a bzImage (Documentation/arch/x86/boot.rst: header, kernel_version). */
export const BZ_IMAGE = { magic: 'HdrS', magicAt: 0x202, versionPointerAt: 0x20e, versionBase: 0x200 } as const;

interface ImageRow {
  readonly architecture: Architecture;
  readonly magic: string;
  readonly magicAt: number;
  /** Its folder in a source tree. */
  readonly tree: string;
}

/** Images that EDK2 starts: Documentation/arch/arm64/booting.rst and Documentation/arch/riscv/boot-image-header.rst. */
// biome-ignore format: one row a line
export const EFI_IMAGES = [
  { architecture: 'aarch64', magic: 'ARM\x64', magicAt: 56, tree: 'arch/arm64/boot' },
  { architecture: 'riscv64', magic: 'RSC\x05', magicAt: 56, tree: 'arch/riscv/boot' },
] as const satisfies readonly ImageRow[];

/** A compressed image with a loader of its own: drivers/firmware/efi/libstub/zboot-header.S. Its machine is in the PE header. */
export const EFI_ZBOOT = { magic: 'MZ\0\0zimg', payloadAt: 8, sizeAt: 12, typeAt: 24, gzip: 'gzip' } as const;

/** linux_banner in init/version.c, which every uncompressed kernel has. */
export const LINUX_BANNER = 'Linux version ';

/** The driver that distributions load on Arm and RISC-V: drivers/cpufreq/cppc_cpufreq.c, `alias=acpi*:ACPI0007:*`. */
export const CPPC_CPUFREQ = { module: 'cppc_cpufreq', folder: 'kernel/drivers/cpufreq' } as const;

/** Where the scheduler of Arm and RISC-V shows what a core counts (drivers/base/arch_topology.c), and what limits it. */
export const CAPACITY_FILES = { capacity: 'cpu_capacity', limit: 'cpufreq/scaling_max_freq' } as const;

/** The switch of frequencies above the nominal one; missing without a driver that has them (drivers/cpufreq/cpufreq.c). */
export const BOOST_FILE = '/sys/devices/system/cpu/cpufreq/boost';

/** The scheduler compares policies' limits: "cpufreq pressure", merged for 6.10; seen on 6.12 and 7.2, not on 6.1. */
export const CPUFREQ_PRESSURE_SINCE: Release = [6, 10];

/** Field 39 of /proc/PID/stat: the CPU that a task last ran on (proc(5)). */
export const STAT_PROCESSOR_FIELD = 39;

/** A release of Linux, alone or as `uname -r` prints it: 6.1, 6.12.117, 6.1.0-28-amd64. */
export const KERNEL_RELEASE = '^(\\d{1,3})\\.(\\d{1,3})(?:\\.(\\d{1,4}))?(?:[-+_.~][\\w.+~-]{1,64})?$';

/** Debian's cloud kernels for Arm and RISC-V have no CONFIG_ACPI_CPPC_LIB: seen in 6.1, 6.12 and 7.2. */
export const CLOUD_KERNEL = /-cloud-(?:arm64|riscv64)$/;
