import { row } from '../row.js';

/** Problems of what the entries say. */
export const FIRMWARE_LEVELS = {
  'firmware/level-past-255': row<{ value: bigint; most: bigint }>({
    severity: 'note',
    section: 'Xen: set_cppc_pminfo',
    message: (f) => `highest_perf is ${f.value}; Xen takes up to ${f.most}`,
    help: () => 'usual on Arm; only Xen on x86 keeps it in a byte',
  }),
  'firmware/highest-255': row<{ value: bigint }>({
    severity: 'note',
    section: 'observed: Intel firmware with overclocking unlocked',
    message: (f) => `highest_perf is the constant ${f.value}, whatever the core can do`,
    help: () => 'a guest that ranks cores by it cannot prefer any',
  }),
} as const;
