// Where the busy loops of a guest settled, beside the levels of its cores.

import { type Diagnostic, diagnostic, type FactsOf } from '../diagnostics/diagnostic.js';
import type { Observation, ObservedProcessor } from './observation.js';

/** A core as the guest sees it, with the level of the spec. */
export interface SeenCore {
  readonly vcpus: ReadonlySet<number>;
  readonly level: bigint;
}

/** Undefined levels, of vCPUs that the table does not have, count as the lowest. */
export function seenCores(processors: readonly ObservedProcessor[]): readonly SeenCore[] {
  const cores = new Map<string, { vcpus: Set<number>; level: bigint }>();
  for (const { vcpu, core, siblings, expected } of processors) {
    const key = siblings.seen ?? `core ${core ?? `of ${vcpu}`}`;
    const seen = cores.get(key) ?? { vcpus: new Set<number>(), level: 0n };
    const level = expected.highest_perf ?? 0n;
    seen.vcpus.add(vcpu);
    cores.set(key, { vcpus: seen.vcpus, level: level > seen.level ? level : seen.level });
  }
  return [...cores.values()].sort((a, b) => (a.level < b.level ? 1 : a.level > b.level ? -1 : 0));
}

export function differ(cores: readonly SeenCore[]): boolean {
  return cores.some(({ level }) => level !== cores[0]?.level);
}

export interface Loops {
  /** Whether any loops settled that could have settled elsewhere. */
  readonly watched: boolean;
  /** The first loops that did not settle on the best cores. */
  readonly wrong?: { readonly loops: number; readonly vcpus: readonly number[] };
}

export function misplacedLoops({ report }: Observation, cores: readonly SeenCore[]): Loops {
  const telling = report.busy.filter(({ settled, loops }) => settled && loops < cores.length);
  const coreOf = new Map(cores.flatMap((core) => [...core.vcpus].map((vcpu): [number, SeenCore] => [vcpu, core])));
  const wrong = telling.find(({ vcpus }) => !areBest(vcpus, cores, coreOf));
  return { watched: telling.length > 0, ...(wrong && { wrong }) };
}

/** Each loop has a core of its own, and no other core is better than one of theirs. */
function areBest(vcpus: readonly number[], cores: readonly SeenCore[], coreOf: ReadonlyMap<number, SeenCore>): boolean {
  const used = new Set(vcpus.map((vcpu) => coreOf.get(vcpu)));
  const worst = cores[vcpus.length - 1]?.level ?? 0n;
  return used.size === vcpus.length && [...used].every((core) => core !== undefined && core.level >= worst);
}

export function notObserved(why: FactsOf<'boot/ranking-not-observed'>['why']): Diagnostic {
  return diagnostic('boot/ranking-not-observed', undefined, { why });
}
