import { row } from '../row.js';

/** Problems of the levels. */
export const FIRMWARE_LEVELS = {
  'firmware/level-past-255': row<{ value: bigint; most: bigint }>({
    severity: 'note',
    section: 'Xen: set_cppc_pminfo',
    message: (f) => `highest_perf is ${f.value}; Xen accepts at most ${f.most}`,
    help: () => 'Xen on x86 keeps levels in a byte, and so do the MSRs of AMD and Intel',
  }),
  'firmware/highest-255': row<{ value: bigint }>({
    severity: 'note',
    section: 'observed: Intel firmware with overclocking unlocked',
    message: (f) => `highest_perf is the constant ${f.value}, on any core`,
    help: () => 'guests cannot prefer any core',
  }),
} as const;
