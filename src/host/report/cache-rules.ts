// Dies of one processor with L3 caches of different sizes, as in AMD's X3D: the firmware ranks one of them first.

import { type Diagnostic, diagnostic, type FactsOf } from '../../diagnostics/diagnostic.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { writeCpuset } from '../../spec/cpuset.js';
import type { ReportedCore } from './core.js';
import type { HostReport } from './host-report.js';

export function cacheProblems({ host, cores, vendor, source }: HostReport): Diagnostic[] {
  const sizes = groupBy(
    cores.filter(({ l3 }) => l3),
    ({ l3 }) => l3?.bytes ?? 0,
  );
  const groups = [...sizes].sort(([a], [b]) => b - a);
  const [[, large] = [], ...others] = groups;
  const [first] = large?.[0]?.threads ?? [];
  if (groups.length < 2 || !large || first === undefined) return [];
  const facts: FactsOf<'host/l3-differs'> = {
    groups: groups.map(([bytes, members]) => ({ bytes, cores: writeCpuset(members.map(({ core }) => core)) })),
    first:
      source === 'max-freq' || source === 'capacity'
        ? 'unknown'
        : rankedFirst(
            large,
            others.flatMap(([, members]) => members),
          ),
    x3d: vendor === 'amd',
  };
  return [diagnostic('host/l3-differs', host.placeOfFile(first, 'cache'), facts)];
}

/** Which cores come first: those with the large cache, the others, neither, or no rank is known. */
function rankedFirst(
  large: readonly ReportedCore[],
  others: readonly ReportedCore[],
): FactsOf<'host/l3-differs'>['first'] {
  const [ofLarge, ofOthers] = [large, others].map((cores) => cores.flatMap(({ rank }) => rank ?? []));
  if (!ofLarge || !ofOthers || ofLarge.length === 0 || ofOthers.length === 0) return 'unknown';
  if (most(ofLarge) < least(ofOthers)) return 'cache';
  return most(ofOthers) < least(ofLarge) ? 'frequency' : 'neither';
}

function most(ranks: readonly number[]): number {
  return ranks.reduce((high, one) => Math.max(high, one), 0);
}

function least(ranks: readonly number[]): number {
  return ranks.reduce((low, one) => Math.min(low, one), Number.POSITIVE_INFINITY);
}
