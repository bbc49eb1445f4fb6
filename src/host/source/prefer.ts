import type { Architecture } from '../../../grammar/machines.js';
import type { Preference } from '../../../grammar/rank-sources.js';
import { diagnostic } from '../../diagnostics/diagnostic.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import { writeCpuset } from '../../spec/cpuset.js';
import { highestOf } from '../cppc-files.js';
import { type Host, withLevels } from '../sysfs.js';
import { highest, lowest, UNIT } from './fit.js';
import { type HostCore, withNumbers } from './host-core.js';
import { aboveNominal, mostOf, nominalOf } from './levels.js';

/**
 * Ranks the dies of an X3D processor by their L3: with `cache` each core of the die with the large one is above each core
 * of the other die, with `frequency` below. The order and the differences within a die stay. The preferred die goes up;
 * what does not fit below 255 takes the other die down, as far as its nominal_perf allows.
 */
export function withPreference(
  host: Host,
  cores: readonly HostCore[],
  { prefer, architecture }: { readonly prefer: Preference; readonly architecture: Architecture },
): Result<Host> {
  const levelled = withLevels(host);
  if (!levelled.value) return levelled;
  const ranked = cores.filter(({ numbers }) => numbers);
  const dies = diesOf(ranked, prefer);
  if (dies.length < 2) return fail(noTwoSizes(host, ranked, prefer));
  const own = ranked.map(({ numbers = new Map() }) => numbers);
  const most = mostOf(architecture);
  const shifts = shiftsOf(dies, most);
  const moved = ranked.map((core, i) => (highestOf(own[i] ?? new Map()) + (shifts.get(core) ?? 0n)) * UNIT);
  return ok(withNumbers(host, ranked, aboveNominal(own, moved, most)));
}

type Die = readonly HostCore[];

/** The cores by the size of their L3, the preferred ones last; none where a core shows no L3. */
function diesOf(cores: readonly HostCore[], prefer: Preference): readonly Die[] {
  if (cores.some(({ l3 }) => !l3)) return [];
  const bySize = groupBy(cores, ({ l3 }) => String(l3?.bytes));
  const ascending = [...bySize.values()].sort((a, b) => (a[0]?.l3?.bytes ?? 0) - (b[0]?.l3?.bytes ?? 0));
  return prefer === 'cache' ? ascending : ascending.reverse();
}

/** What is added to highest_perf of each core. */
function shiftsOf(dies: readonly Die[], most: bigint): ReadonlyMap<HostCore, bigint> {
  const levels = (die: Die) => die.map(({ numbers = new Map() }) => highestOf(numbers));
  const shifts: bigint[] = [];
  let top = 0n;
  for (const die of dies) {
    const up = highest([0n, top + 1n - lowest(levels(die))]);
    shifts.push(up);
    top = highest(levels(die)) + up;
  }
  const [bottom = []] = dies;
  const room = lowest(bottom.map(({ numbers = new Map() }) => highestOf(numbers) - nominalOf(numbers)));
  const down = highest([0n, lowest([top - most, room])]);
  return new Map(dies.flatMap((die, i) => die.map((core) => [core, (shifts[i] ?? 0n) - down] as const)));
}

function noTwoSizes(host: Host, cores: readonly HostCore[], prefer: Preference) {
  const without = cores.filter(({ l3 }) => !l3).flatMap(({ threads }) => threads);
  const [{ threads: [first = 0] = [], l3 } = { threads: [] }] = cores;
  const facts = without.length > 0 ? { cpus: writeCpuset(without.sort((a, b) => a - b)) } : { bytes: l3?.bytes ?? 0 };
  return diagnostic('host/one-l3', host.placeOfFile(without[0] ?? first, 'cache'), { prefer, ...facts });
}
