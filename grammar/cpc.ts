type CpcForm = 'Integer' | 'Register' | 'Package';

export interface CpcEntryRow {
  /** Linux' sysfs name where it has one; the key in a spec. */
  readonly key: string;
  readonly title: string;
  /** First `_CPC` revision that has the entry. */
  readonly since: number;
  readonly forms: readonly CpcForm[];
  readonly required: boolean;
  /** OSPM writes it. */
  readonly written: boolean;
  /** The unit of the number, if the entry can be an Integer. */
  readonly unit: 'level' | 'seconds' | 'MHz' | 'switch' | 'none';
}

/** The entries of `_CPC` from element 2 on. ACPI 6.6 §8.4.6.1. */
// biome-ignore format: one row a line
export const CPC_ENTRIES = [
  { key: 'highest_perf', title: 'Highest Performance', since: 1, forms: ['Integer', 'Register'], required: true, written: false, unit: 'level' },
  { key: 'nominal_perf', title: 'Nominal Performance', since: 1, forms: ['Integer', 'Register'], required: true, written: false, unit: 'level' },
  { key: 'lowest_nonlinear_perf', title: 'Lowest Nonlinear Performance', since: 1, forms: ['Integer', 'Register'], required: true, written: false, unit: 'level' },
  { key: 'lowest_perf', title: 'Lowest Performance', since: 1, forms: ['Integer', 'Register'], required: true, written: false, unit: 'level' },
  { key: 'guaranteed_perf', title: 'Guaranteed Performance Register', since: 1, forms: ['Register'], required: false, written: false, unit: 'level' },
  { key: 'desired_perf', title: 'Desired Performance Register', since: 1, forms: ['Register'], required: true, written: true, unit: 'level' },
  { key: 'min_perf', title: 'Minimum Performance Register', since: 1, forms: ['Register'], required: false, written: true, unit: 'level' },
  { key: 'max_perf', title: 'Maximum Performance Register', since: 1, forms: ['Register'], required: false, written: true, unit: 'level' },
  { key: 'perf_reduction_tolerance', title: 'Performance Reduction Tolerance Register', since: 1, forms: ['Register'], required: false, written: true, unit: 'none' },
  { key: 'time_window', title: 'Time Window Register', since: 1, forms: ['Register'], required: false, written: true, unit: 'none' },
  { key: 'wraparound_time', title: 'Counter Wraparound Time', since: 1, forms: ['Integer', 'Register'], required: false, written: false, unit: 'seconds' },
  { key: 'reference_counter', title: 'Reference Performance Counter Register', since: 1, forms: ['Register'], required: true, written: false, unit: 'none' },
  { key: 'delivered_counter', title: 'Delivered Performance Counter Register', since: 1, forms: ['Register'], required: true, written: false, unit: 'none' },
  { key: 'perf_limited', title: 'Performance Limited Register', since: 1, forms: ['Register'], required: true, written: true, unit: 'none' },
  { key: 'enable', title: 'CPPC Enable Register', since: 1, forms: ['Register'], required: false, written: true, unit: 'none' },
  { key: 'autonomous_selection', title: 'Autonomous Selection Enable', since: 2, forms: ['Integer', 'Register'], required: false, written: true, unit: 'switch' },
  { key: 'autonomous_activity_window', title: 'Autonomous Activity Window Register', since: 2, forms: ['Register'], required: false, written: true, unit: 'none' },
  { key: 'energy_perf_preference', title: 'Energy Performance Preference Register', since: 2, forms: ['Register'], required: false, written: true, unit: 'none' },
  { key: 'reference_perf', title: 'Reference Performance', since: 2, forms: ['Integer', 'Register'], required: false, written: false, unit: 'level' },
  { key: 'lowest_freq', title: 'Lowest Frequency', since: 3, forms: ['Integer', 'Register'], required: false, written: false, unit: 'MHz' },
  { key: 'nominal_freq', title: 'Nominal Frequency', since: 3, forms: ['Integer', 'Register'], required: false, written: false, unit: 'MHz' },
  { key: 'ospm_nominal_perf', title: 'OSPM Nominal Performance Register', since: 4, forms: ['Register'], required: false, written: true, unit: 'level' },
  { key: 'resource_priority', title: 'Resource Priority', since: 4, forms: ['Package'], required: false, written: true, unit: 'none' },
] as const satisfies readonly CpcEntryRow[];

export type CpcKey = (typeof CPC_ENTRIES)[number]['key'];

/** The two elements in front of the entries. ACPI 6.6 §8.4.6.1. */
export const CPC_HEAD = ['NumEntries', 'Revision'] as const;

/** The elements of a `_CPC` package of each revision. ACPI 6.6 §8.4.6.1. */
export const CPC_REVISIONS = [1, 2, 3, 4].map((revision) => ({
  revision,
  elements: CPC_HEAD.length + CPC_ENTRIES.filter((row) => row.since <= revision).length,
}));

/** The newest published revision. ACPI 6.6 §8.4.6.1. */
export const NEWEST_REVISION = 4;

/** Linux up to 7.1 reads a later revision than it knows as this one (drivers/acpi/cppc_acpi.c, acpi_cppc_processor_probe). */
export const READ_OF_LATER = 3;

/** The capabilities that order a core's performance, from the top down. ACPI 6.6 §8.4.6.1.1. */
export const CPC_LEVELS = [
  'highest_perf',
  'nominal_perf',
  'lowest_nonlinear_perf',
  'lowest_perf',
] as const satisfies readonly CpcKey[];

/** The elements of one Resource Priority descriptor. ACPI 6.6 §8.4.6.1.2.7. */
export const RESOURCE_PRIORITY = [
  'Controlled Resources',
  'Enable Value',
  'Enable Register',
  'Priority Count',
  'Priority Register',
] as const;
/** A Priority Count below this leaves nothing to order; fwts demands it. */
export const LEAST_PRIORITY_COUNT = 2n;
