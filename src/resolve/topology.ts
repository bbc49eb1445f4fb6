import { MOST_PROCESSORS } from '../../grammar/machines.js';
import type { CoordType } from '../../grammar/psd.js';
import { canonicalName } from '../aml/name-string.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import type { Spec, SpecCore } from '../spec/spec.js';
import type { Settings } from './settings.js';

/** One vCPU: its thread of a core, its host thread, and its ACPI path. */
interface PlacedVcpu {
  readonly vcpu: number;
  readonly core: number;
  readonly thread: number;
  readonly path: string;
  readonly hostThread?: number;
}

/** One guest core with its vCPUs; a `[[core]]` with a count stands for several. */
export interface Group {
  readonly of: SpecCore;
  readonly core: number;
  readonly seats: readonly PlacedVcpu[];
  readonly domain: bigint;
  readonly coordType: CoordType;
}

interface Topology {
  readonly groups: readonly Group[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Gives vCPUs to the cores in order: a core starts at the number of vCPUs before it, unless it names its own. */
export function placeVcpus(spec: Spec, settings: Settings): Topology {
  const problems = spec.cores.flatMap((core) => shapeProblems(spec, core, settings));
  const tooMany = countProblem(spec, settings);
  if (tooMany) return { groups: [], diagnostics: [...problems, tooMany] };
  const groups: Group[] = [];
  let nextVcpu = 0;
  for (const of of spec.cores) {
    for (let repeat = 0; repeat < countOf(of); repeat++) {
      const group = groupOf(of, groups.length, nextVcpu, settings);
      groups.push(group);
      nextVcpu += group.seats.length;
    }
  }
  return { groups, diagnostics: [...problems, ...coverProblems(spec, groups), ...shareProblems(spec, groups)] };
}

export function countOf({ count }: SpecCore): number {
  return Number(count ?? 1n);
}

function threadsOf(core: SpecCore, settings: Settings): number {
  return Number(core.threads ?? core.vcpus?.length ?? settings.threadsPerCore);
}

function groupOf(of: SpecCore, core: number, firstVcpu: number, settings: Settings): Group {
  const seats = Array.from({ length: threadsOf(of, settings) }, (_, thread): PlacedVcpu => {
    const vcpu = Number(of.vcpus?.[thread] ?? firstVcpu + thread);
    const hostThread = of.host_threads?.[thread];
    const path = of.path?.[thread] ?? processorPath(settings.processorPath, vcpu);
    return { vcpu, core, thread, path, ...(hostThread !== undefined && { hostThread }) };
  });
  const ownDomain = settings.layout === 'acpi-cppc' ? BigInt(seats[0]?.vcpu ?? 0) : BigInt(core);
  return { of, core, seats, domain: of.domain ?? ownDomain, coordType: of.coord_type ?? settings.coordType };
}

/** The pattern, as `\_SB.CPUS.C%03X`, with a number. */
export function processorPath(pattern: string, vcpu: number): string {
  const path = pattern.replace(/%0(\d)([Xd])/, (_, digits, base) =>
    vcpu
      .toString(base === 'X' ? 16 : 10)
      .toUpperCase()
      .padStart(Number(digits), '0'),
  );
  return canonicalName(path);
}

/** How many processors the pattern can name. */
export function mostProcessors(pattern: string): number {
  const [, digits, base] = /%0(\d)([Xd])/.exec(pattern) ?? [];
  return (base === 'X' ? 16 : 10) ** Number(digits ?? 0);
}

function countProblem(spec: Spec, settings: Settings): Diagnostic | undefined {
  const named = spec.cores.filter((core) => core.path === undefined);
  const count = spec.cores.reduce((sum, core) => sum + countOf(core) * threadsOf(core, settings), 0);
  const most = Math.min(MOST_PROCESSORS, named.length > 0 ? mostProcessors(settings.processorPath) : MOST_PROCESSORS);
  if (count <= most) return undefined;
  return diagnostic('resolve/too-many-processors', placeOf(spec, manyPath(spec)), {
    count,
    most,
    path: settings.processorPath,
  });
}

/** The key that causes this number of processors. */
function manyPath({ cores, guest }: Spec): readonly (string | number)[] {
  const core = cores.find(({ count, threads }) => (count ?? threads ?? 1n) > 1n);
  if (core) return [...core.at, core.count === undefined ? 'threads' : 'count'];
  return ['guest', guest.threads_per_core === undefined ? 'machine' : 'threads_per_core'];
}

function placeOf(spec: Spec, path: readonly (string | number)[]): Place {
  return { file: spec.file, path };
}

/** Keys of one core that contradict each other. */
function shapeProblems(spec: Spec, core: SpecCore, settings: Settings): Diagnostic[] {
  const at = (key: string) => placeOf(spec, [...core.at, key]);
  const threads = threadsOf(core, settings);
  const problems = [];
  const alone = (['host_threads', 'vcpus', 'path'] as const).filter((key) => core[key] !== undefined);
  if (core.count !== undefined && alone.length > 0)
    problems.push(diagnostic('resolve/count-with', at('count'), { keys: alone }));
  for (const key of alone) {
    const given = core[key]?.length ?? 0;
    if (given !== threads) problems.push(diagnostic('resolve/threads-disagree', at(key), { key, given, threads }));
  }
  return problems;
}

/** Every vCPU from 0 to the highest has one core, and every processor a path of its own. */
function coverProblems(spec: Spec, groups: readonly Group[]): Diagnostic[] {
  const problems = [];
  const vcpus = new Map<number, Group>();
  const paths = new Map<string, Group>();
  for (const group of groups) {
    for (const { vcpu, path } of group.seats) {
      const owner = vcpus.get(vcpu);
      if (owner)
        problems.push(
          diagnostic('resolve/vcpu-twice', seatPlace(spec, group, 'vcpus'), { vcpu, cores: [owner.core, group.core] }),
        );
      const namesake = owner ? undefined : paths.get(path);
      if (namesake)
        problems.push(
          diagnostic('resolve/path-twice', seatPlace(spec, group, 'path'), {
            path,
            cores: [namesake.core, group.core],
          }),
        );
      vcpus.set(vcpu, owner ?? group);
      paths.set(path, namesake ?? group);
    }
  }
  return problems.length > 0 ? problems : gapProblems(spec, vcpus);
}

function gapProblems(spec: Spec, vcpus: ReadonlyMap<number, Group>): Diagnostic[] {
  const missing = Array.from({ length: vcpus.size }, (_, vcpu) => vcpu).find((vcpu) => !vcpus.has(vcpu));
  if (missing === undefined) return [];
  const [highest, group] = [...vcpus].reduce((most, one) => (one[0] > most[0] ? one : most));
  return [diagnostic('resolve/vcpu-gap', seatPlace(spec, group, 'vcpus'), { missing, highest })];
}

function seatPlace(spec: Spec, { of }: Group, key: string): Place {
  return placeOf(spec, [...of.at, key]);
}

/** Warns about what is valid but probably a mistake: separated siblings, shared host threads and domains. */
function shareProblems(spec: Spec, groups: readonly Group[]): Diagnostic[] {
  const problems = [];
  const hostThreads = new Map<number, number>();
  for (const group of groups) {
    const [first] = group.seats;
    const apart = group.seats.find((seat) => first && seat.vcpu !== first.vcpu + seat.thread);
    if (apart && first)
      problems.push(
        diagnostic('resolve/vcpus-apart', seatPlace(spec, group, 'vcpus'), { first: first.vcpu, next: apart.vcpu }),
      );
    for (const { hostThread, vcpu } of group.seats) {
      if (hostThread === undefined || group.of.count !== undefined) continue;
      const other = hostThreads.get(hostThread);
      if (other !== undefined) {
        problems.push(
          diagnostic('resolve/host-thread-shared', seatPlace(spec, group, 'host_threads'), {
            hostThread,
            vcpus: [other, vcpu],
          }),
        );
      }
      hostThreads.set(hostThread, other ?? vcpu);
    }
  }
  return [...problems, ...domainProblems(spec, groups)];
}

function domainProblems(spec: Spec, groups: readonly Group[]): Diagnostic[] {
  const problems = [];
  const domains = new Map<bigint, Group>();
  for (const group of groups) {
    const { domain, coordType, of, core } = group;
    const first = domains.get(domain) ?? group;
    domains.set(domain, first);
    if (first === group) continue;
    const cores = [first.core, core];
    if (first.coordType !== coordType) {
      const facts = { domain, cores, coordTypes: [first.coordType, coordType] };
      problems.push(diagnostic('resolve/domain-coord-type', seatPlace(spec, group, 'coord_type'), facts));
    }
    const meant = first.of.domain !== undefined && of.domain !== undefined;
    if (!meant) problems.push(diagnostic('resolve/domain-shared', seatPlace(spec, group, 'domain'), { domain, cores }));
  }
  return problems;
}
