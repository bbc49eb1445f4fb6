import type { Source } from '../../../../grammar/rank-sources.js';

/** What ranks the cores, in words. */
export const RANKED_BY: Readonly<Record<Source, string>> = {
  cppc: 'highest_perf of acpi_cppc',
  prefcore: 'amd_pstate_prefcore_ranking',
  capacity: 'cpu_capacity',
  'max-freq': 'cpuinfo_max_freq',
};
