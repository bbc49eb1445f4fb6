import {
  NATIVE_RDMSR_CYCLES,
  NEGLIGIBLE_PART,
  PASS_THROUGH_CONDITIONS,
  PASS_THROUGH_LINUX,
  READS_PER_TICK,
  TICK_RATES,
} from '../../grammar/counters.js';

/** The processor that the developers of KVM reckoned with. */
const EXAMPLE_MHZ = 2000n;

/** What one exit may cost. */
export interface ExitBudget {
  /** Ticks of the guest in a second. */
  readonly ticks: number;
  /** RDMSR exits in a second, of each vCPU. */
  readonly exits: number;
  /** Cycles that each may take. */
  readonly cycles: number;
}

/** Cycles of one RDMSR exit that keep the overhead within one `part`: hz × budget / (HZ × reads). */
export function exitBudget(mhz: bigint, ticks: number, reads = READS_PER_TICK, part = NEGLIGIBLE_PART): ExitBudget {
  const exits = ticks * reads;
  const cycles = Number((mhz * 1_000_000n) / (BigInt(part) * BigInt(exits)));
  return { ticks, exits, cycles };
}

/** The budgets for every tick rate that Linux has. */
export function exitBudgets(mhz: bigint): readonly ExitBudget[] {
  return TICK_RATES.map((ticks) => exitBudget(mhz, ticks));
}

/** What APERF and MPERF cost and mean in a guest, for people; without a frequency for 2 GHz. */
export function countersExplained(mhz: bigint = EXAMPLE_MHZ): string[] {
  const rows = exitBudgets(mhz).map(({ ticks, exits, cycles }) =>
    [`${ticks}`.padStart(8), `${exits}`.padStart(10), `${cycles}`.padStart(12)].join('  '),
  );
  return [
    'The counters of a _CPC on x86 are the MSRs MPERF (0xE7) and APERF (0xE8). A Linux guest that may use them reads both',
    'at every tick. Where KVM intercepts the reads, each is an exit:',
    '',
    `At ${mhz} MHz an overhead of ${100 / NEGLIGIBLE_PART} % leaves each RDMSR exit so many cycles:`,
    ['HZ'.padStart(8), 'exits/s'.padStart(10), 'cycles each'.padStart(12)].join('  '),
    ...rows,
    '',
    `cycles = frequency × overhead / (HZ × ${READS_PER_TICK} reads). An RDMSR of the bare machine takes about ${NATIVE_RDMSR_CYCLES}; KVM's developers`,
    'doubt that a processor exits and returns in 400, and lost 10 to 16 % where the VMM emulated the reads.',
    '',
    `KVM passes reads through since Linux ${PASS_THROUGH_LINUX}. The ratio of the counters means something only with`,
    ...PASS_THROUGH_CONDITIONS.map((condition) => `  - ${condition}`),
    '',
    'Without that the reads fault, or give 0 with kvm.ignore_msrs=1. `counters = "none"` and "pm-timer" need nothing of it.',
  ];
}

/** The frequency that a spec's cores have: the highest, where they differ; an example where none is given. */
export function countersFrequency(frequencies: readonly (bigint | undefined)[]): { mhz: bigint; given: boolean } {
  const known = frequencies.filter((one): one is bigint => one !== undefined && one > 0n);
  const mhz = known.reduce((most, one) => (one > most ? one : most), 0n);
  return mhz > 0n ? { mhz, given: true } : { mhz: EXAMPLE_MHZ, given: false };
}
