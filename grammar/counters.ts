/** The reciprocal of the overhead that KVM developers called negligible, 0.01 %. linux-kvm, December 2024. */
export const NEGLIGIBLE_PART = 10_000;

/** Both counters, at every tick: Linux' frequency-invariant scheduling. */
export const READS_PER_TICK = 2;

/** CONFIG_HZ of Linux guests. */
export const TICK_RATES = [100, 250, 300, 1000] as const;

/** Cycles of an RDMSR without a hypervisor, approximately. linux-kvm, December 2024. */
export const NATIVE_RDMSR_CYCLES = 80;

/** First Linux whose KVM lets a guest read both: KVM_X86_DISABLE_EXITS_APERFMPERF. */
export const PASS_THROUGH_LINUX = '6.17';

/** Conditions under which a guest's ratio of the two counters is valid, if KVM passes them through. */
export const PASS_THROUGH_CONDITIONS = [
  'KVM of Linux 6.17 or later, and a VMM that sets KVM_X86_DISABLE_EXITS_APERFMPERF and CPUID.6:ECX[0]; no upstream QEMU has an option for it',
  'each vCPU pinned to a host thread of its own (1:1): the counters are those of the host thread',
  'nothing else runs on these host threads: host and guest share the counters, and other tasks count',
  'no HLT exits (-overcommit cpu-pm=on): idle time is counted otherwise',
  'no migration, suspend or snapshot: the counters are neither saved nor restored',
  'no TSC scaling on Intel: reads of IA32_MPERF are not scaled there',
  'a side channel is accepted: the guest sees how fast the host thread runs',
] as const;
