// What can rank the cores of a host. `init --from auto` and `host` take the first that differs between cores. x86 has no
// cpu_capacity, Arm and RISC-V have no ranking of amd-pstate.

import { SOURCES, type Source } from '../../grammar/rank-sources.js';
import { type HostNumbers, highestOf } from './cppc-files.js';

/** The numbers of a core by which it can be ranked. */
export interface RankNumbers {
  readonly numbers?: HostNumbers;
  readonly ranking?: number;
  readonly capacity?: number;
  readonly maxMegahertz?: bigint;
}

const VALUE_OF: Readonly<Record<Source, (core: RankNumbers) => bigint | undefined>> = {
  cppc: ({ numbers }) => numbers && highestOf(numbers),
  prefcore: ({ ranking }) => (ranking === undefined ? undefined : BigInt(ranking)),
  capacity: ({ capacity }) => (capacity === undefined ? undefined : BigInt(capacity)),
  'max-freq': ({ maxMegahertz }) => maxMegahertz,
};

export function rankValue(source: Source, core: RankNumbers): bigint | undefined {
  return VALUE_OF[source](core);
}

/** True if two of the cores have different values. */
export function differs(source: Source, cores: readonly RankNumbers[]): boolean {
  return new Set(cores.flatMap((core) => rankValue(source, core) ?? [])).size > 1;
}

/** True if the cores can be ranked by it. Cores that lack numbers of the firmware get its lowest ones, as with no other source. */
export function isKnown(source: Source, cores: readonly RankNumbers[]): boolean {
  const has = (core: RankNumbers) => rankValue(source, core) !== undefined;
  return source === 'cppc' ? cores.some(has) : cores.length > 0 && cores.every(has);
}

/** The first source that differs between cores, else the first that is known at all. */
export function bestSource(cores: readonly RankNumbers[]): Source | undefined {
  const known = SOURCES.filter((source) => isKnown(source, cores));
  return known.find((source) => differs(source, cores)) ?? known[0];
}

/** What highest_perf comes from, and why. */
export interface Chosen {
  readonly source: Source;
  /** `asked`: --from names it; `first`: acpi_cppc ranks the cores; else what acpi_cppc lacks. */
  readonly because: 'asked' | 'first' | 'missing' | 'equal';
  /** The highest_perf of all cores in acpi_cppc, where they are equal. */
  readonly equal?: bigint;
}
