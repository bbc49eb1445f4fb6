// Pairs the processors of two machines by `_UID`, if both sides have the same ones, each once: names change between releases
// of a firmware, the `_UID` of a CPU seldom does. Else in their order.

import type { ProcessorFacts } from '../firmware/facts.js';

type Pair = readonly [ProcessorFacts | undefined, ProcessorFacts | undefined];

interface Pairing {
  readonly pairs: readonly Pair[];
  /** In their order, and the names of a pair differ. */
  readonly byOrder: boolean;
}

export function pairProcessors(a: readonly ProcessorFacts[], b: readonly ProcessorFacts[]): Pairing {
  const [ofA, ofB] = [a.filter(hasObjects), b.filter(hasObjects)];
  // A processor that has no object on one side still has its `_UID` there.
  const pairs = byUid(ofA, ofB) ?? byUid(a, b)?.filter((pair) => pair.some((one) => one && hasObjects(one)));
  if (pairs) return { pairs, byOrder: false };
  const ordered = inOrder(ofA, ofB);
  return { pairs: ordered, byOrder: ordered.some(([one, other]) => one && other && one.path !== other.path) };
}

export function hasObjects({ cpc, psd, pct, pss }: ProcessorFacts): boolean {
  return [cpc, psd, pct, pss].some((object) => object !== undefined);
}

function byUid(a: readonly ProcessorFacts[], b: readonly ProcessorFacts[]): Pair[] | undefined {
  const [ofA, ofB] = [uniqueUids(a), uniqueUids(b)];
  if (!ofA || !ofB || ofA.size !== ofB.size || ![...ofA.keys()].every((uid) => ofB.has(uid))) return undefined;
  return [...ofA].map(([uid, one]): Pair => [one, ofB.get(uid)]);
}

/** undefined where a processor has no `_UID`, or that of another. */
function uniqueUids(all: readonly ProcessorFacts[]): Map<ProcessorFacts['uid'], ProcessorFacts> | undefined {
  const uids = new Map(all.map((one) => [one.uid, one]));
  return uids.has(null) || uids.size < all.length ? undefined : uids;
}

function inOrder(a: readonly ProcessorFacts[], b: readonly ProcessorFacts[]): Pair[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i): Pair => [a[i], b[i]]);
}
