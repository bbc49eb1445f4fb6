import { MOST_PROCESSORS } from '../../grammar/machines.js';
import type { CoordType } from '../../grammar/psd.js';
import { CORE_KEYS } from '../../grammar/spec-keys.js';
import type { CpcPackage } from '../cpc/package.js';
import { psdDomain } from '../cpc/psd.js';
import type { MachineFacts, ProcessorFacts, When } from '../firmware/facts.js';
import { type SpecEntries, toSpecEntries } from './entries.js';
import { initialValues } from './initial-values.js';
import { mixesSubspaces } from './repair.js';

/** A processor with the package that a spec states for it. */
export interface FoundProcessor {
  readonly path: string;
  readonly cpc: CpcPackage;
  readonly expressed: SpecEntries;
  /** Other packages that its `_CPC` can return. */
  readonly others: readonly CpcPackage[];
  /** The conditions under which it returns this one; none: always. */
  readonly when: When;
  readonly domain?: ReadDomain;
}

type ReadDomain = NonNullable<ReturnType<typeof psdDomain>>;

/** The processors that a spec can state, and those that it leaves out. */
interface FoundProcessors {
  readonly processors: readonly FoundProcessor[];
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

export function foundProcessors(facts: MachineFacts): FoundProcessors {
  const expressedOf = expresser(facts);
  const coordTypes = new Map<bigint, CoordType | undefined>();
  const found = facts.processors.flatMap((processor): FoundProcessor[] => {
    const ways = [...(processor.cpc?.ways ?? [])].toSorted((a, b) => compareFitness(a.value, b.value, expressedOf));
    const [best] = ways;
    if (!best) return [];
    const others = [...new Map(ways.map(({ content, value }) => [content, value])).values()].slice(1);
    const domain = domainOf(processor, coordTypes);
    const always = others.length === 0 && !hasOtherEnds(processor);
    return [
      {
        path: processor.path,
        cpc: best.value,
        expressed: expressedOf(best.value),
        others,
        when: always ? [] : best.when,
        ...(domain && { domain }),
      },
    ];
  });
  const { kept, mixed, more } = divided(found);
  return {
    processors: kept,
    leftOut: [
      ...facts.processors.flatMap(unreturned),
      ...mixed.map(({ path }) => ({ path, why: MIXED })),
      ...more.map(({ path }) => ({ path, why: `a spec has at most ${MOST_PROCESSORS} processors` })),
    ],
  };
}

// Linux: acpi_cppc_processor_probe in drivers/acpi/cppc_acpi.c.
const MIXED = 'its registers are in different PCC subspaces, and Linux reads no _CPC of it';

/** A processor of which no guest reads a `_CPC` would keep a spec of the others from building. */
function divided(found: readonly FoundProcessor[]) {
  const named = found.filter(({ path }) => path !== '\\');
  const right = named.filter(({ expressed }) => !mixesSubspaces(expressed.entries));
  const usable = right.length > 0 ? right : named;
  const mixed = named.filter((one) => !usable.includes(one));
  return { kept: usable.slice(0, MOST_PROCESSORS), mixed, more: usable.slice(MOST_PROCESSORS) };
}

function expresser(facts: MachineFacts): (cpc: CpcPackage) => SpecEntries {
  const initialOf = initialValues(facts);
  const known = new Map<CpcPackage, SpecEntries>();
  return (cpc) => {
    const expressed = known.get(cpc) ?? toSpecEntries(cpc, initialOf(cpc));
    known.set(cpc, expressed);
    return expressed;
  };
}

function hasOtherEnds({ cpc }: ProcessorFacts): boolean {
  if (!cpc) return false;
  return [cpc.fails, cpc.nothing, cpc.unknown, cpc.absent].some((ends) => ends.length > 0) || cpc.limits.length > 0;
}

/** A `_CPC` that returns no package on any way. */
function unreturned({ path, cpc }: ProcessorFacts): LeftOut[] {
  if (!cpc || cpc.ways.length > 0) return [];
  const [failure] = cpc.fails;
  const [unknown] = cpc.unknown;
  if (failure) return [{ path, why: `its _CPC ends with ${[failure.status, failure.name ?? []].flat().join(' ')}` }];
  return [{ path, why: unknown ? `its _CPC is ${unknown.text}` : 'its _CPC returns nothing' }];
}

/** The domain on the first way, if a spec can state it; the processors of a domain have one coordination type. */
function domainOf({ psd }: ProcessorFacts, coordTypes: Map<bigint, CoordType | undefined>): ReadDomain | undefined {
  const [first] = psd?.ways ?? [];
  const found = first && psdDomain(first.value.value);
  const row = CORE_KEYS.find(({ key }) => key === 'domain');
  const most = row?.form === 'integer' ? row.max : 0n;
  if (!found || found.domain > most) return undefined;
  const { coordType: _, ...domain } = found;
  if (!coordTypes.has(found.domain)) coordTypes.set(found.domain, found.coordType);
  const coordType = coordTypes.get(found.domain);
  return coordType === undefined ? domain : { ...domain, coordType };
}

/**
 * Sorts the package that a spec can state first, then the newest revision, then the one with the most registers: one
 * without registers is for overclocking, with a constant highest_perf of 255. Then the one of which hardware decides least.
 */
function compareFitness(a: CpcPackage, b: CpcPackage, expressedOf: (cpc: CpcPackage) => SpecEntries): number {
  const whole = (one: CpcPackage) => (expressedOf(one).inexpressible.length === 0 && one.extra.length === 0 ? 1 : 0);
  const of = (one: CpcPackage, kind: string) => [...one.entries.values()].filter((value) => value.kind === kind).length;
  return (
    whole(b) - whole(a) ||
    revisionOf(b) - revisionOf(a) ||
    of(b, 'register') - of(a, 'register') ||
    of(a, 'unknown') - of(b, 'unknown')
  );
}

/** 0 if it is not an Integer. */
export function revisionOf({ revision }: CpcPackage): number {
  return revision.kind === 'integer' && revision.value < 100n ? Number(revision.value) : 0;
}
