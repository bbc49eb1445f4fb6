import { MOST_PROCESSORS } from '../../grammar/machines.js';
import type { CoordType } from '../../grammar/psd.js';
import type { HostThreads } from '../cpc/ir.js';
import { mostProcessors, processorPath } from '../cpc/processor-path.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { cpusetText } from '../spec/cpuset.js';
import type { Spec, SpecCore, SpecPin } from '../spec/spec.js';
import type { Settings } from './settings.js';
import { sharedThreads } from './shared-threads.js';

/** One vCPU: its thread of a core, its host thread, and its ACPI path. */
interface PlacedVcpu {
  readonly vcpu: number;
  readonly core: number;
  readonly thread: number;
  readonly path: string;
  readonly hostThreads?: HostThreads;
}

/** One guest core with its vCPUs; a `[[core]]` with a count stands for several. */
export interface GuestCore {
  readonly specCore: SpecCore;
  readonly core: number;
  readonly vcpus: readonly PlacedVcpu[];
  readonly domain: bigint;
  readonly coordType: CoordType;
}

interface Topology {
  readonly cores: readonly GuestCore[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Gives vCPUs to the cores in order: a core starts at the number of vCPUs before it, unless it names its own. */
export function placeVcpus(spec: Spec, settings: Settings): Topology {
  const problems = spec.cores.flatMap((core) => shapeProblems(spec, core, settings));
  const tooMany = countProblem(spec, settings);
  if (tooMany) return { cores: [], diagnostics: [...problems, tooMany] };
  const cores: GuestCore[] = [];
  let nextVcpu = 0;
  for (const specCore of spec.cores) {
    for (let repeat = 0; repeat < countOf(specCore); repeat++) {
      const guestCore = placeCore(specCore, cores.length, nextVcpu, settings);
      cores.push(guestCore);
      nextVcpu += guestCore.vcpus.length;
    }
  }
  return { cores, diagnostics: [...problems, ...coverProblems(spec, cores), ...shareProblems(spec, cores)] };
}

export function countOf({ count }: SpecCore): number {
  return Number(count ?? 1n);
}

function threadsOf(core: SpecCore, settings: Settings): number {
  return Number(core.threads ?? core.vcpus?.length ?? settings.threadsPerCore);
}

function placeCore(specCore: SpecCore, core: number, firstVcpu: number, settings: Settings): GuestCore {
  const vcpus = Array.from({ length: threadsOf(specCore, settings) }, (_, thread): PlacedVcpu => {
    const vcpu = Number(specCore.vcpus?.[thread] ?? firstVcpu + thread);
    const pin = specCore.host_threads?.[thread];
    const hostThreads = pin === undefined ? undefined : hostThreadsOf(pin);
    const path = specCore.path?.[thread] ?? processorPath(settings.processorPath, vcpu);
    return { vcpu, core, thread, path, ...(hostThreads && { hostThreads }) };
  });
  const ownDomain = settings.layout === 'acpi-cppc' ? BigInt(vcpus[0]?.vcpu ?? 0) : BigInt(core);
  return {
    specCore,
    core,
    vcpus,
    domain: specCore.domain ?? ownDomain,
    coordType: specCore.coord_type ?? settings.coordType,
  };
}

function hostThreadsOf(pin: SpecPin): HostThreads {
  return typeof pin === 'number' ? { threads: [pin], text: String(pin) } : { threads: pin, text: cpusetText(pin) };
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
function coverProblems(spec: Spec, cores: readonly GuestCore[]): Diagnostic[] {
  const problems = [];
  const vcpus = new Map<number, GuestCore>();
  const paths = new Map<string, GuestCore>();
  for (const guestCore of cores) {
    for (const { vcpu, path } of guestCore.vcpus) {
      const owner = vcpus.get(vcpu);
      if (owner)
        problems.push(
          diagnostic('resolve/vcpu-twice', vcpuPlace(spec, guestCore, 'vcpus'), {
            vcpu,
            cores: [owner.core, guestCore.core],
          }),
        );
      const namesake = owner ? undefined : paths.get(path);
      if (namesake)
        problems.push(
          diagnostic('resolve/path-twice', vcpuPlace(spec, guestCore, 'path'), {
            path,
            cores: [namesake.core, guestCore.core],
          }),
        );
      vcpus.set(vcpu, owner ?? guestCore);
      paths.set(path, namesake ?? guestCore);
    }
  }
  return problems.length > 0 ? problems : gapProblems(spec, vcpus);
}

function gapProblems(spec: Spec, vcpus: ReadonlyMap<number, GuestCore>): Diagnostic[] {
  const missing = Array.from({ length: vcpus.size }, (_, vcpu) => vcpu).find((vcpu) => !vcpus.has(vcpu));
  if (missing === undefined) return [];
  const [highest, guestCore] = [...vcpus].reduce((most, one) => (one[0] > most[0] ? one : most));
  return [diagnostic('resolve/vcpu-gap', vcpuPlace(spec, guestCore, 'vcpus'), { missing, highest })];
}

function vcpuPlace(spec: Spec, { specCore }: GuestCore, key: string): Place {
  return placeOf(spec, [...specCore.at, key]);
}

/** Warns about what is valid but probably a mistake: separated siblings, shared host threads and domains. */
function shareProblems(spec: Spec, cores: readonly GuestCore[]): Diagnostic[] {
  const problems = [];
  for (const guestCore of cores) {
    const [first] = guestCore.vcpus;
    const apart = guestCore.vcpus.find((placed) => first && placed.vcpu !== first.vcpu + placed.thread);
    if (apart && first)
      problems.push(
        diagnostic('resolve/vcpus-apart', vcpuPlace(spec, guestCore, 'vcpus'), { first: first.vcpu, next: apart.vcpu }),
      );
  }
  return [...problems, ...sharedThreads(spec, cores), ...domainProblems(spec, cores)];
}

function domainProblems(spec: Spec, cores: readonly GuestCore[]): Diagnostic[] {
  const problems = [];
  const domains = new Map<bigint, GuestCore>();
  for (const guestCore of cores) {
    const { domain, coordType, specCore, core } = guestCore;
    const first = domains.get(domain) ?? guestCore;
    domains.set(domain, first);
    if (first === guestCore) continue;
    const pair = [first.core, core];
    if (first.coordType !== coordType) {
      const facts = { domain, cores: pair, coordTypes: [first.coordType, coordType] };
      problems.push(diagnostic('resolve/domain-coord-type', vcpuPlace(spec, guestCore, 'coord_type'), facts));
    }
    const meant = first.specCore.domain !== undefined && specCore.domain !== undefined;
    if (!meant)
      problems.push(diagnostic('resolve/domain-shared', vcpuPlace(spec, guestCore, 'domain'), { domain, cores: pair }));
  }
  return problems;
}
