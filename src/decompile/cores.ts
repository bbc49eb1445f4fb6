import { MACHINES } from '../../grammar/machines.js';
import { COORD_TYPES, type CoordType } from '../../grammar/psd.js';
import { architecturesOf } from '../cpc/machine.js';
import { namesPaths, patternOf } from '../cpc/processor-path.js';
import { groupBy } from '../diagnostics/group-by.js';
import { identityOf } from '../diagnostics/identity.js';
import type { Spec, SpecCore } from '../spec/spec.js';
import type { Spread } from './layout.js';
import type { FoundProcessor } from './processors.js';

/** Processors of one `_PSD` domain and of equal packages: the threads of a core. */
export interface FoundCore {
  readonly processors: readonly FoundProcessor[];
  readonly domain: bigint | undefined;
  readonly coordType: CoordType | undefined;
}

export function foundCores(processors: readonly FoundProcessor[]): FoundCore[] {
  const cores = groupBy(processors, ({ domain, expressed, path }) =>
    identityOf(domain ? [domain.domain, domain.coordType, expressed.entries] : path),
  );
  return [...cores.values()].map((members) => {
    const [first] = members;
    return { processors: members, domain: first?.domain?.domain, coordType: first?.domain?.coordType };
  });
}

/** The names of the processors in the spec: a machine's pattern, or a path for each. */
export interface Naming {
  readonly guest: Pick<Spec['guest'], 'machine' | 'processor_path'>;
  /** Number of a processor's vCPU; undefined where the spec gives paths. */
  readonly vcpuOf?: ReadonlyMap<string, number>;
}

/** Firmware from elsewhere has no machine, even if its paths match the pattern of one. */
export function namingOf(paths: readonly string[], ours: boolean, isRiscv = false): Naming {
  for (const order of [paths, paths.toSorted()]) {
    const vcpuOf = new Map(order.map((path, vcpu) => [path, vcpu]));
    const machine = MACHINES.filter((row) => !isRiscv || architecturesOf(row.machine).includes('riscv64')).find((row) =>
      namesPaths(row.processorPath, order),
    );
    if (machine && machine.processorPath === MACHINES[0].processorPath) return { guest: {}, vcpuOf };
    if (machine && ours) return { guest: { machine: machine.machine }, vcpuOf };
    const pattern = machine?.processorPath ?? patternOf(order);
    if (pattern !== undefined) return { guest: { processor_path: pattern }, vcpuOf };
  }
  return { guest: {} };
}

/** The most frequent number; of several, the first. */
export function commonest<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce<[T | undefined, number]>((best, one) => (one[1] > best[1] ? one : best), [undefined, 0])[0];
}

interface CoreDefaults {
  readonly threads: number;
  readonly coordType: CoordType;
  readonly withPsd: boolean;
}

export function coreDefaults(cores: readonly FoundCore[]): CoreDefaults {
  const coordTypes = cores.flatMap(({ coordType }) => (coordType === undefined ? [] : [coordType]));
  return {
    threads: commonest(cores.map(({ processors }) => processors.length)) ?? 1,
    coordType: commonest(coordTypes) ?? COORD_TYPES[1].name,
    withPsd: cores.some(({ domain }) => domain !== undefined),
  };
}

/** The `[[core]]` tables; consecutive equal ones become one with a count. */
export function specCores(cores: readonly FoundCore[], parts: Spread['cores'], naming: Naming): SpecCore[] {
  const common = coreDefaults(cores);
  const domains = domainsOf(cores);
  const made: { core: Omit<SpecCore, 'at'>; text: string; count: number }[] = [];
  let nextVcpu = 0;
  for (const [i, found] of cores.entries()) {
    const domain = common.withPsd && domains[i] !== BigInt(i) ? domains[i] : undefined;
    const core = { ...specCore(found, common, domain), ...vcpusOf(found, naming, nextVcpu), ...(parts[i] ?? NOTHING) };
    nextVcpu += found.processors.length;
    const text = identityOf(core);
    const last = made.at(-1);
    if (last?.text === text) last.count++;
    else made.push({ core, text, count: 1 });
  }
  return made.map(({ core, count }, i) => ({ ...core, ...(count > 1 && { count: BigInt(count) }), at: ['core', i] }));
}

const NOTHING = { levels: {}, registers: {} };

function specCore({ processors, coordType }: FoundCore, common: CoreDefaults, domain: bigint | undefined) {
  return {
    ...(processors.length !== common.threads && { threads: BigInt(processors.length) }),
    ...(domain !== undefined && { domain }),
    ...(coordType !== undefined && coordType !== common.coordType && { coord_type: coordType }),
  };
}

function vcpusOf({ processors }: FoundCore, { vcpuOf }: Naming, nextVcpu: number): Pick<SpecCore, 'path' | 'vcpus'> {
  const paths = processors.map(({ path }) => path);
  if (!vcpuOf) return { path: paths };
  const vcpus = paths.flatMap((path) => vcpuOf.get(path) ?? []);
  return vcpus.every((vcpu, i) => vcpu === nextVcpu + i) ? {} : { vcpus: vcpus.map(BigInt) };
}

/** A core without `_PSD` gets a domain of its own. */
function domainsOf(cores: readonly FoundCore[]): bigint[] {
  const used = new Set(cores.map(({ domain }) => domain));
  let free = 0n;
  return cores.map(({ domain }) => {
    if (domain !== undefined) return domain;
    while (used.has(free)) free++;
    used.add(free);
    return free;
  });
}
