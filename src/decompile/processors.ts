import { CORE_KEYS } from '../../grammar/spec-keys.js';
import type { CpcPackage } from '../cpc/package.js';
import { psdDomain } from '../cpc/psd.js';
import { groupBy } from '../diagnostics/group-by.js';
import type { Lifted } from '../firmware/lift.js';
import { type Namespace, parentOf } from '../firmware/namespace.js';
import { type SpecEntries, toSpecEntries } from './entries.js';

/** A processor with the package that a spec states for it. */
export interface FoundProcessor {
  readonly path: string;
  readonly cpc: CpcPackage;
  readonly expressed: SpecEntries;
  /** Other packages that its `_CPC` can return. */
  readonly others: readonly CpcPackage[];
  /** Its `_CPC` is code. */
  readonly byMethod: boolean;
  readonly domain?: ReadDomain;
}

type ReadDomain = NonNullable<ReturnType<typeof psdDomain>>;

/** The processors that have a package, in the order of their `_CPC` objects. */
export function foundProcessors({ cpc, psd }: Lifted, namespace: Namespace): FoundProcessor[] {
  const expressed = new Map(cpc.map((one) => [one, toSpecEntries(one)]));
  const uses = cpc.flatMap((one) => one.processors.map((path) => ({ path, one })));
  const users = groupBy(uses, ({ path }) => path);
  const domains = new Map(psd.map(({ path, value }) => [parentOf(path), expressibleDomain(psdDomain(value))]));
  return [...namespace].flatMap(([path, objects]) => {
    const processor = parentOf(path);
    const packages = path.endsWith('._CPC') ? (users.get(processor) ?? []).map(({ one }) => one) : [];
    const [best, ...others] = packages.toSorted((a, b) => compareFitness(a, b, expressed));
    const entries = best && expressed.get(best);
    if (!best || !entries) return [];
    const domain = domains.get(processor);
    const byMethod = objects.some(({ node }) => node.term === 'DefMethod');
    return [{ path: processor, cpc: best, expressed: entries, others, byMethod, ...(domain && { domain }) }];
  });
}

/** A domain number that a spec can state. */
function expressibleDomain(found: ReadDomain | undefined): ReadDomain | undefined {
  const row = CORE_KEYS.find(({ key }) => key === 'domain');
  const most = row?.form === 'integer' ? row.max : 0n;
  return found && found.domain <= most ? found : undefined;
}

/**
 * Sorts the package that a spec can state first, then the newest revision, then the one with the most registers: one
 * without registers is for overclocking, with a constant highest_perf of 255.
 */
function compareFitness(a: CpcPackage, b: CpcPackage, expressed: ReadonlyMap<CpcPackage, SpecEntries>): number {
  const whole = (one: CpcPackage) => (expressed.get(one)?.inexpressible.length === 0 && one.extra.length === 0 ? 1 : 0);
  const registers = (one: CpcPackage) => [...one.entries.values()].filter(({ kind }) => kind === 'register').length;
  return whole(b) - whole(a) || revisionOf(b) - revisionOf(a) || registers(b) - registers(a);
}

/** 0 if it is not an Integer. */
export function revisionOf({ revision }: CpcPackage): number {
  return revision.kind === 'integer' && revision.value < 100n ? Number(revision.value) : 0;
}
