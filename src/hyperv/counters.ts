import {
  NATIVE_RDMSR_CYCLES,
  NEGLIGIBLE_PART,
  PASS_THROUGH_CONDITIONS,
  PASS_THROUGH_LINUX,
  READS_PER_TICK,
  TICK_RATES,
} from '../../grammar/counters.js';

/** The frequency in the calculation of the KVM developers. */
const EXAMPLE_MHZ = 2000n;

/** The cycles that one exit may take. */
interface ExitBudget {
  /** Ticks of the guest per second. */
  readonly ticks: number;
  /** RDMSR exits per second and vCPU. */
  readonly exits: number;
  /** Cycles per exit. */
  readonly cycles: number;
}

/** Cycles of one RDMSR exit that keep the overhead within one `part`: hz × budget / (HZ × reads). */
export function exitBudget(mhz: bigint, ticks: number, reads = READS_PER_TICK, part = NEGLIGIBLE_PART): ExitBudget {
  const exits = ticks * reads;
  const cycles = Number((mhz * 1_000_000n) / (BigInt(part) * BigInt(exits)));
  return { ticks, exits, cycles };
}

/** The budgets for every tick rate of Linux. */
export function exitBudgets(mhz: bigint): readonly ExitBudget[] {
  return TICK_RATES.map((ticks) => exitBudget(mhz, ticks));
}

/** Explains the cost of APERF and MPERF in a guest; without a frequency, for 2 GHz. */
export function countersExplained(mhz: bigint = EXAMPLE_MHZ): string[] {
  const rows = exitBudgets(mhz).map(({ ticks, exits, cycles }) =>
    [`${ticks}`.padStart(8), `${exits}`.padStart(10), `${cycles}`.padStart(12)].join('  '),
  );
  return [
    'The counters of a _CPC on x86 are the MSRs MPERF (0xE7) and APERF (0xE8).',
    'A Linux guest that has them reads both at every tick. If KVM intercepts the reads, each read is an exit.',
    '',
    `At ${mhz} MHz, an overhead of ${100 / NEGLIGIBLE_PART} % allows each RDMSR exit this number of cycles:`,
    ['HZ'.padStart(8), 'exits/s'.padStart(10), 'cycles each'.padStart(12)].join('  '),
    ...rows,
    '',
    `cycles = frequency × overhead / (HZ × ${READS_PER_TICK} reads)`,
    `An RDMSR without a hypervisor takes about ${NATIVE_RDMSR_CYCLES}. KVM developers doubt that an exit and return takes fewer than 400.`,
    'They measured a loss of 10 to 16 % where the VMM emulated the reads.',
    '',
    `KVM can pass reads through since Linux ${PASS_THROUGH_LINUX}. The ratio of the counters is meaningful only with`,
    ...PASS_THROUGH_CONDITIONS.map((condition) => `  - ${condition}`),
    '',
    'Otherwise the reads fault, or return 0 with kvm.ignore_msrs=1. `counters = "none"` and "pm-timer" do not need this.',
  ];
}

/** The highest nominal frequency of the cores; an example if the spec has none. */
export function countersFrequency(frequencies: readonly (bigint | undefined)[]): { mhz: bigint; given: boolean } {
  const known = frequencies.filter((one): one is bigint => one !== undefined && one > 0n);
  const mhz = known.reduce((most, one) => (one > most ? one : most), 0n);
  return mhz > 0n ? { mhz, given: true } : { mhz: EXAMPLE_MHZ, given: false };
}
