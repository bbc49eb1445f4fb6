import { row } from '../row.js';

/** What counters of a running machine say about a table. */
export const CPC_FEEDBACK = {
  'cpc/feedback-counters': row<FeedbackFacts>({
    severity: 'note',
    section: 'Linux: cppc_perf_from_fbctrs and cppc_perf_to_khz in drivers/acpi/cppc_acpi.c',
    message: (f) => {
      const ratio = `${f.permille / 1000n}.${String(f.permille % 1000n).padStart(3, '0')}`;
      const by = f.byCounter;
      const real = by ? `; by the constant counter of ${by.rate} MHz the core ran at ${by.megahertz} MHz` : '';
      return `del / ref is ${ratio}${performanceText(f)}${real}`;
    },
    help: (f) =>
      f.byCounter
        ? 'if Linux shows another frequency, reference_perf or nominal_freq is wrong'
        : 'this is the average while the core was not idle; give two readings for the time between them',
  }),
} as const;

export interface FeedbackFacts {
  readonly permille: bigint;
  /** `shown`: MHz that Linux computes. */
  readonly performance?: { readonly perf: bigint; readonly referencePerf: bigint; readonly shown?: bigint };
  /** MHz by the rate of the reference counter, where it is known. */
  readonly byCounter?: { readonly megahertz: bigint; readonly rate: bigint };
}

function performanceText({ performance }: FeedbackFacts): string {
  if (!performance) return ' of reference_perf, for which the table has no number';
  const { perf, referencePerf, shown } = performance;
  return `: performance ${perf} with reference_perf ${referencePerf}${shown === undefined ? '' : `, which Linux shows as ${shown} MHz`}`;
}
