export interface MsrRow {
  readonly address: bigint;
  /** Left out where both have it. */
  readonly vendor?: 'AMD' | 'Intel';
  readonly name: string;
  /** Fields from the lowest bit up. */
  readonly fields: readonly (readonly [lastBit: number, firstBit: number, title: string])[];
}

/** Model-specific registers that a `_CPC`, a `_PCT` or a `_PSS` names. AMD APM vol. 2 §17, CPPC Performance Priority 1.10; Intel SDM vol. 4 §2.1. */
// biome-ignore format: one row a line
export const MSRS = [
  { address: 0xe7n, name: 'MPERF', fields: [[63, 0, 'counts at a fixed rate']] },
  { address: 0xe8n, name: 'APERF', fields: [[63, 0, 'counts at the actual rate']] },
  { address: 0xcen, vendor: 'Intel', name: 'MSR_PLATFORM_INFO', fields: [[15, 8, 'maximum non-turbo ratio'], [47, 40, 'maximum efficiency ratio']] },
  { address: 0x198n, vendor: 'Intel', name: 'IA32_PERF_STATUS', fields: [[15, 0, 'current state']] },
  { address: 0x199n, vendor: 'Intel', name: 'IA32_PERF_CTL', fields: [[15, 0, 'target state']] },
  { address: 0x770n, vendor: 'Intel', name: 'IA32_PM_ENABLE', fields: [[0, 0, 'HWP enable']] },
  { address: 0x771n, vendor: 'Intel', name: 'IA32_HWP_CAPABILITIES', fields: [[7, 0, 'highest'], [15, 8, 'guaranteed'], [23, 16, 'most efficient'], [31, 24, 'lowest']] },
  { address: 0x774n, vendor: 'Intel', name: 'IA32_HWP_REQUEST', fields: [[7, 0, 'minimum'], [15, 8, 'maximum'], [23, 16, 'desired'], [31, 24, 'energy preference'], [41, 32, 'activity window'], [42, 42, 'package control']] },
  { address: 0x777n, vendor: 'Intel', name: 'IA32_HWP_STATUS', fields: [[0, 0, 'guaranteed changed'], [2, 2, 'excursion to minimum'], [3, 3, 'highest changed']] },
  { address: 0xc00000e7n, vendor: 'AMD', name: 'MPERF read-only', fields: [[63, 0, 'counts at a fixed rate']] },
  { address: 0xc00000e8n, vendor: 'AMD', name: 'APERF read-only', fields: [[63, 0, 'counts at the actual rate']] },
  { address: 0xc0010062n, vendor: 'AMD', name: 'P-state control', fields: [[2, 0, 'command']] },
  { address: 0xc0010063n, vendor: 'AMD', name: 'P-state status', fields: [[2, 0, 'current']] },
  { address: 0xc00102b0n, vendor: 'AMD', name: 'CPPC_CAP1', fields: [[7, 0, 'lowest'], [15, 8, 'lowest nonlinear'], [23, 16, 'nominal'], [31, 24, 'highest'], [39, 32, 'floor levels']] },
  { address: 0xc00102b1n, vendor: 'AMD', name: 'CPPC_ENABLE', fields: [[0, 0, 'enable']] },
  { address: 0xc00102b2n, vendor: 'AMD', name: 'CPPC_CAP2', fields: [[7, 0, 'constrained maximum']] },
  { address: 0xc00102b3n, vendor: 'AMD', name: 'CPPC_REQ', fields: [[7, 0, 'maximum'], [15, 8, 'minimum'], [23, 16, 'desired'], [31, 24, 'energy preference']] },
  { address: 0xc00102b4n, vendor: 'AMD', name: 'CPPC_STATUS', fields: [[1, 0, 'excursions']] },
  { address: 0xc00102b5n, vendor: 'AMD', name: 'CPPC_REQ2', fields: [[7, 0, 'floor']] },
] as const satisfies readonly MsrRow[];
