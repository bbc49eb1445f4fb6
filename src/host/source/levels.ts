import { CPC_LEVELS } from '../../../grammar/cpc.js';
import { U8_MAX, U32_MAX } from '../../../grammar/limits.js';
import type { Architecture } from '../../../grammar/machines.js';
import type { Source } from '../../../grammar/rank-sources.js';
import { type HostKey, type HostNumbers, highestOf } from '../cppc-files.js';
import { rankValue } from '../sources.js';
import { fitAll, highest, lowest, rounded, UNIT } from './fit.js';
import type { HostCore } from './host-core.js';

/** Linux reads levels of x86 in 8 bits, and cpu_capacity of Arm and RISC-V goes up to 1,024 (SCHED_CAPACITY_SCALE). */
const SCALE = {
  x86: { top: U8_MAX, most: U8_MAX },
  aarch64: { top: 1024n, most: U32_MAX },
  riscv64: { top: 1024n, most: U32_MAX },
} as const satisfies Record<Architecture, { top: bigint; most: bigint }>;

/** Where the nominal levels leave no room below 255 for as many different cores, all levels shrink to this nominal level. */
const SHRUNK_NOMINAL = 128n;

/** The share of the lowest level in the highest, of a host that shows neither acpi_cppc nor cpuinfo_min_freq. */
const ASSUMED_SHARE = 10n;

/** The levels of each core, with highest_perf from the source. */
export function levelsFrom(
  source: Source,
  cores: readonly HostCore[],
  architecture: Architecture,
): readonly HostNumbers[] {
  const own = cores.flatMap(({ numbers }) => numbers ?? []);
  const values = valuesOf(source, cores, architecture);
  if (own.length < cores.length) return assumedLevels(cores, plainFit(values, architecture), architecture);
  if (architecture === 'x86') return aboveNominal(own, values);
  const fitted = plainFit(values, architecture);
  return own.map((numbers, i) => scaled(numbers, fitted[i] ?? 1n, highestOf(numbers)));
}

/** highest_perf in `UNIT`s. The clock is in proportion to the level: nominal_perf is that of nominal_freq. */
function valuesOf(source: Source, cores: readonly HostCore[], architecture: Architecture): readonly bigint[] {
  const values = cores.map((core) => (rankValue(source, core) ?? 1n) * UNIT);
  const nominal = cores.flatMap(({ numbers }) => {
    const [level, clock] = [numbers?.get('nominal_perf'), numbers?.get('nominal_freq')];
    return level && clock ? [{ level, clock }] : [];
  });
  if (source === 'max-freq' && nominal.length === cores.length)
    return values.map((value, i) => ((nominal[i]?.level ?? 1n) * value) / (nominal[i]?.clock ?? 1n));
  if (source === 'prefcore' || (source === 'capacity' && architecture !== 'x86')) return values;
  return values.map((value) => (value * SCALE[architecture].top * UNIT) / highest(values));
}

function plainFit(values: readonly bigint[], architecture: Architecture): readonly bigint[] {
  const wanted = values.map((value) => ({ value, floor: 1n }));
  return fitAll(wanted, SCALE[architecture].most) ?? fitAll(wanted, U32_MAX) ?? [];
}

/** The levels of the firmware with another highest_perf; where there is no room above the nominal levels, all shrink. */
export function aboveNominal(
  own: readonly HostNumbers[],
  values: readonly bigint[],
  most: bigint = SCALE.x86.most,
): readonly HostNumbers[] {
  const top = highest(own.map(nominalOf));
  const small = own.map((numbers) => scaled(numbers, SHRUNK_NOMINAL, top));
  const smallValues = values.map((value) => (value * SHRUNK_NOMINAL) / top);
  return (
    withFitted(own, values, most) ?? withFitted(small, smallValues, most) ?? withFitted(own, values, U32_MAX) ?? own
  );
}

function withFitted(
  own: readonly HostNumbers[],
  values: readonly bigint[],
  most: bigint,
): readonly HostNumbers[] | undefined {
  const fitted = fitAll(
    values.map((value, i) => ({ value, floor: nominalOf(own[i] ?? new Map()) })),
    most,
  );
  return fitted && own.map((numbers, i) => new Map(numbers).set('highest_perf', fitted[i] ?? 1n));
}

export function mostOf(architecture: Architecture): bigint {
  return SCALE[architecture].most;
}

export function nominalOf(numbers: HostNumbers): bigint {
  return numbers.get('nominal_perf') ?? 1n;
}

/** All levels in proportion; frequencies stay. */
function scaled(numbers: HostNumbers, to: bigint, from: bigint): HostNumbers {
  return new Map([...numbers].map(([key, value]) => [key, LEVELS.has(key) ? rounded(value * to, from) : value]));
}

const LEVELS = new Set<HostKey>([...CPC_LEVELS, 'reference_perf', 'guaranteed_perf']);

/** Levels of a host without acpi_cppc: nominal_perf is that of the slowest core, so that guests can compare the cores. */
function assumedLevels(
  cores: readonly HostCore[],
  best: readonly bigint[],
  architecture: Architecture,
): readonly HostNumbers[] {
  const slowest = lowest(best);
  const clock = lowest(cores.map(({ maxMegahertz = 0n }) => maxMegahertz));
  return cores.map(({ minMegahertz, maxMegahertz }, i) => {
    const own = best[i] ?? 1n;
    const bottom =
      minMegahertz && maxMegahertz ? rounded(slowest * minMegahertz, maxMegahertz) : rounded(slowest, ASSUMED_SHARE);
    const numbers = new Map<HostKey, bigint>([
      ['highest_perf', own],
      ['nominal_perf', architecture === 'x86' ? slowest : own],
      ['lowest_nonlinear_perf', bottom],
      ['lowest_perf', bottom],
    ]);
    if (architecture === 'x86' && clock > 0n) {
      numbers.set('nominal_freq', clock);
      numbers.set('lowest_freq', rounded(clock * bottom, slowest));
    }
    return numbers;
  });
}
