import { list } from '../../words.js';
import { row } from '../row.js';
import type { OfEntry, Where } from './where.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

/** Problems of what the entries say. */
export const TABLE_LEVELS = {
  'table/all-null': row<Where & { mandatory: number }>({
    severity: 'warning',
    section: CPC,
    message: (f) => `${f.where}: all ${f.mandatory} mandatory entries are the NULL register`,
    help: () => 'a guest that gets this package has no levels; firmware returns it where CPPC is switched off',
  }),
  'table/mandatory-entry-missing': row<Where & { missing: readonly string[] }>({
    severity: 'warning',
    section: CPC,
    message: (f) =>
      `${f.where}: ${list(f.missing, 'and')} ${f.missing.length > 1 ? 'are' : 'is'} the NULL register, but mandatory`,
    help: () => 'without the four levels Linux answers "Bad address"; without the counters it shows no feedback_ctrs',
  }),
  'table/desired-missing': row<Where>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe warns; ACPI 6.6 §8.4.6.1.2.3',
    message: (f) => `${f.where}: desired_perf is the NULL register, and autonomous_selection is not the Integer 1`,
    help: () => 'the operating system has no means to ask for a performance',
  }),
  'table/level-zero': row<OfEntry>({
    severity: 'warning',
    section: 'Linux: cppc_get_perf_caps answers "Bad address"; Xen: set_cppc_pminfo',
    message: (f) => `${f.where}: ${f.key} is 0, which guests read as "not there"`,
    help: () => 'fine only where code writes another value before the package is returned',
  }),
  'table/level-order': row<Where & { lower: string; lowerValue: bigint; upper: string; upperValue: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.1; Xen: set_cppc_pminfo',
    message: (f) => `${f.where}: ${f.lower} (${f.lowerValue}) is above ${f.upper} (${f.upperValue})`,
    help: () => 'levels fall from highest_perf over nominal_perf and lowest_nonlinear_perf to lowest_perf',
  }),
  'table/level-past-255': row<Where & { value: bigint; most: bigint }>({
    severity: 'note',
    section: 'Xen: set_cppc_pminfo',
    message: (f) => `${f.where}: highest_perf is ${f.value}; Xen takes up to ${f.most}`,
    help: () => 'usual on Arm; only Xen on x86 keeps it in a byte',
  }),
  'table/integer-past-32-bits': row<Where & { key: string; value: bigint; kept: bigint }>({
    severity: 'warning',
    section: 'Linux: struct cppc_perf_caps; ACPI 6.6 §5.2.11.1: with a DSDT of revision 1 every Integer has 32 bits',
    message: (f) => `${f.where}: ${f.key} is ${f.value}; Linux keeps 32 bits of it, ${f.kept}`,
    help: () => 'the number belongs below 4294967296',
  }),
  'table/highest-255': row<Where & { value: bigint }>({
    severity: 'note',
    section: 'observed: Intel firmware with overclocking unlocked',
    message: (f) => `${f.where}: highest_perf is the constant ${f.value}, whatever the core can do`,
    help: () => 'a guest that ranks cores by it cannot prefer any',
  }),
  'table/frequency-order': row<Where & { lowest: bigint; nominal: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1; Xen: set_cppc_pminfo',
    message: (f) => `${f.where}: lowest_freq (${f.lowest} MHz) is above nominal_freq (${f.nominal} MHz)`,
    help: () => 'both are in MHz',
  }),
  'table/switch-value': row<Where & { value: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.4',
    message: (f) => `${f.where}: autonomous_selection is ${f.value}; as an Integer it says 0 (never) or 1 (always)`,
    help: () => 'anything else has no meaning',
  }),
} as const;
