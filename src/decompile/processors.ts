import type { CoordType } from '../../grammar/psd.js';
import { CORE_KEYS } from '../../grammar/spec-keys.js';
import type { FoundCpc } from '../firmware/found.js';
import type { Lifted } from '../firmware/lift.js';
import { type Namespace, parentOf } from '../firmware/namespace.js';
import { liftPsd } from '../firmware/psd.js';
import { type SaidEntries, saidEntries } from './entries.js';

/** A processor with the package that a spec states for it. */
export interface FoundProcessor {
  readonly path: string;
  readonly cpc: FoundCpc;
  readonly said: SaidEntries;
  /** Packages that its `_CPC` can return, too. */
  readonly others: readonly FoundCpc[];
  /** Its `_CPC` is code. */
  readonly byMethod: boolean;
  readonly domain?: FoundDomain;
}

/** What a `_PSD` says of its processor. */
export interface FoundDomain {
  readonly domain: bigint;
  readonly coordType: CoordType | undefined;
  readonly numProcessors: bigint;
}

/** The processors that have a package, in the order of their `_CPC` objects. */
export function foundProcessors({ cpc, psd }: Lifted, namespace: Namespace): FoundProcessor[] {
  const said = new Map(cpc.map((one) => [one, saidEntries(one)]));
  const users = new Map<string, FoundCpc[]>();
  for (const one of cpc) for (const path of one.processors) users.set(path, [...(users.get(path) ?? []), one]);
  const domains = new Map(psd.map(({ path, value }) => [parentOf(path), sayable(liftPsd(value))]));
  return [...namespace].flatMap(([path, objects]) => {
    const processor = parentOf(path);
    const packages = path.endsWith('._CPC') ? (users.get(processor) ?? []) : [];
    const [best, ...others] = packages.toSorted((a, b) => compareFitness(a, b, said));
    const entries = best && said.get(best);
    if (!best || !entries) return [];
    const domain = domains.get(processor);
    const byMethod = objects.some(({ node }) => node.term === 'DefMethod');
    return [{ path: processor, cpc: best, said: entries, others, byMethod, ...(domain && { domain }) }];
  });
}

/** A domain number that a spec can state. */
function sayable(found: FoundDomain | undefined): FoundDomain | undefined {
  const row = CORE_KEYS.find(({ key }) => key === 'domain');
  const most = row?.form === 'integer' ? row.max : 0n;
  return found && found.domain <= most ? found : undefined;
}

/**
 * Of several packages the one that a spec can state, of the newest revision, with the most registers: the one without is
 * for overclocking, where highest_perf is a constant 255.
 */
function compareFitness(a: FoundCpc, b: FoundCpc, said: ReadonlyMap<FoundCpc, SaidEntries>): number {
  const whole = (one: FoundCpc) => (said.get(one)?.unsaid.length === 0 && one.extra.length === 0 ? 1 : 0);
  const registers = (one: FoundCpc) => [...one.entries.values()].filter(({ kind }) => kind === 'register').length;
  return whole(b) - whole(a) || revisionOf(b) - revisionOf(a) || registers(b) - registers(a);
}

/** 0 where it is no Integer. */
export function revisionOf({ revision }: FoundCpc): number {
  return revision.kind === 'integer' && revision.value < 100n ? Number(revision.value) : 0;
}
