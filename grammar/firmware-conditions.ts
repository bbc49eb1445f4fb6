interface ConditionRow {
  /** As ASL. */
  readonly value: string;
  /** What it means where it is not zero, and where it is. */
  readonly set: string;
  readonly clear: string;
}

/** Conditions in the `_CPC` of Intel's firmware: flags PPM_* of its power management, which it keeps in `\_SB.CFGD`. */
// biome-ignore format: one row a line
export const FIRMWARE_CONDITIONS = [
  { value: '(CFGD & 0x400000)', set: 'HWP is enabled', clear: 'HWP is disabled' },
  { value: '(CFGD & 0x1000000)', set: 'overclocking is unlocked', clear: 'overclocking is locked' },
  { value: '(CFGD & 0x2000000)', set: 'Turbo Boost Max 3.0 is supported', clear: 'Turbo Boost Max 3.0 is not supported' },
] as const satisfies readonly ConditionRow[];
