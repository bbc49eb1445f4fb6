interface ConditionRow {
  /** As ASL, where nn is the number of a processor. */
  readonly value: string;
  /** What it means where it is not zero, and where it is. */
  readonly set: string;
  readonly clear: string;
}

/**
 * Conditions in Intel's firmware: flags PPM_* of its power management, which it keeps in `\_SB.CFGD`, and the capabilities of the
 * operating system from `_OSC` or `_PDC`, which it keeps for each processor. Bit 11 is hardware coordination of P-states: Linux sets
 * it (ACPI_PROC_CAP_SMP_P_HWCOORD of include/acpi/proc_cap_intel.h).
 */
// biome-ignore format: one row a line
export const FIRMWARE_CONDITIONS = [
  { value: '(CFGD & 0x400000)', set: 'HWP is enabled', clear: 'HWP is disabled' },
  { value: '(CFGD & 0x1000000)', set: 'overclocking is unlocked', clear: 'overclocking is locked' },
  { value: '(PFnn & 0x800)', set: 'the system lets hardware coordinate (Linux does)', clear: 'the system does not let hardware coordinate' },
  { value: '(PCnn & 0x800)', set: 'the system lets hardware coordinate (Linux does)', clear: 'the system does not let hardware coordinate' },
  { value: '(CFGD & 0x2000000)', set: 'Turbo Boost Max 3.0 is supported', clear: 'Turbo Boost Max 3.0 is not supported' },
] as const satisfies readonly ConditionRow[];
