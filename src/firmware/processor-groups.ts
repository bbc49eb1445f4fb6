import type { CpcPackage, NamedPackage } from '../cpc/package.js';
import { groupBy } from '../diagnostics/group-by.js';
import type { ObjectFacts, ProcessorFacts } from './facts.js';
import { factsWithOwnNumber, withOwnNumber } from './own-numbers.js';

type ObjectName = 'cpc' | 'psd' | 'pct' | 'pss';

/** Processors with equal facts about one object, and these facts. */
export interface ProcessorGroup<P> {
  readonly processors: readonly ProcessorFacts[];
  /** Of the first one. Conditions of several processors have n and nn for the number of each: `own-numbers.ts`. */
  readonly object: ObjectFacts<P>;
  /** The same for other ASL of the first one. */
  readonly shared: (asl: string) => string;
}

/** In the order of the first of each group; processors without the object are in none. */
export function groupsBy<N extends ObjectName>(
  processors: readonly ProcessorFacts[],
  name: N,
): ProcessorGroup<N extends 'cpc' ? CpcPackage : NamedPackage>[] {
  type Group = ReturnType<typeof groupsBy<N>>[number];
  const having = processors.flatMap((processor, number) => {
    const object = processor[name];
    return object
      ? [{ processor, number, object, own: factsWithOwnNumber<unknown>(object, processor.path, number) }]
      : [];
  });
  return [...groupBy(having, ({ own }) => factsKey(own)).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { processor: one, number } = first;
    const several = group.length > 1;
    const shared = (asl: string) => (several ? withOwnNumber(asl, one.path, number) : asl);
    const object = several ? first.own : first.object;
    return [{ processors: group.map(({ processor }) => processor), object, shared } as Group];
  });
}

function factsKey({ ways, fails, nothing, unknown, absent, limits }: ObjectFacts<unknown>): string {
  const contents = ways.map(({ when, content }) => [...when, content].join('\n'));
  const others = [fails.map(({ by: _, ...one }) => one), nothing, unknown, absent, limits];
  return `${contents.join('\n\n')}\n${JSON.stringify(others)}`;
}
