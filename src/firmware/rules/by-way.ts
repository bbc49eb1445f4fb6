// What rules find in the packages of an object, by the ways of each processor: a defect on every way is reported as it is,
// a defect on some ways as a note with the condition.

import { type Finding, type FindingPlace, inObject } from '../../cpc/rules/finding.js';
import { identityOf } from '../../diagnostics/identity.js';
import { alternativeLines } from '../condition-words.js';
import type { ObjectFacts, ProcessorFacts } from '../facts.js';
import { outcomesOf } from '../outcomes.js';

type FoundObject = NonNullable<FindingPlace['object']>;

interface Collected {
  readonly finding: Finding;
  readonly processors: string[];
}

/** Findings in the packages that processors get; `findingsIn` is asked once about each package. */
export function findingsByWay<P extends FoundObject>(
  processors: readonly ProcessorFacts[],
  objectOf: (processor: ProcessorFacts) => ObjectFacts<P> | undefined,
  findingsIn: (value: P) => readonly Finding[],
): Finding[] {
  const known = new Map<P, readonly KeyedFinding[]>();
  const keyed = (value: P): readonly KeyedFinding[] => {
    const found =
      known.get(value) ?? inObject(value, findingsIn(value)).map((one) => ({ finding: one, ...keysOf(value, one) }));
    known.set(value, found);
    return found;
  };
  const collected = new Map<P, Map<string, Collected>>();
  for (const processor of processors) {
    const object = objectOf(processor);
    if (!object) continue;
    for (const { value, key, finding } of onWays(object, keyed)) {
      const inPackage = collected.get(value) ?? new Map<string, Collected>();
      collected.set(value, inPackage);
      const one = inPackage.get(key);
      if (one) one.processors.push(processor.path);
      else inPackage.set(key, { finding, processors: [processor.path] });
    }
  }
  return [...collected].flatMap(([value, inPackage]) =>
    [...inPackage.values()].map((one) => withProcessors(value, one)),
  );
}

/** Only the processors for which it holds. */
function withProcessors(value: FoundObject, { finding, processors }: Collected): Finding {
  return value.processors ? { ...finding, at: { ...finding.at, object: { ...value, processors } } } : finding;
}

interface KeyedFinding {
  readonly finding: Finding;
  /** Equal for the same defect in different packages. */
  readonly key: string;
  /** Equal also in its facts. */
  readonly defect: string;
  /** Equal also in the place of the package. */
  readonly id: string;
}

function keysOf({ path, table, offset }: FoundObject, found: Finding): Omit<KeyedFinding, 'finding'> {
  const { entry, element } = found.at;
  const key = identityOf([found.code, entry, element]);
  const defect = identityOf([key, found.facts]);
  return { key, defect, id: identityOf([path, table, offset, defect]) };
}

/** The findings of one processor: one for a defect of a package, also where code writes other numbers into it on each way. */
function onWays<P>({ ways }: ObjectFacts<P>, keyed: (value: P) => readonly KeyedFinding[]) {
  const found = new Map<string, { readonly value: P; readonly key: string; readonly finding: Finding }>();
  const onEach = ways.map(({ value }) => {
    const all = keyed(value);
    return { keys: new Set(all.map(({ key }) => key)), defects: new Set(all.map((one) => one.defect)) };
  });
  for (const value of new Set(ways.map((way) => way.value))) {
    for (const { key, defect, id, finding } of keyed(value)) {
      if (found.has(id)) continue;
      const always = onEach.every(({ keys }) => keys.has(key));
      const only = always ? undefined : whenWords(ways, (_, i) => onEach[i]?.defects.has(defect) ?? false);
      const one: Finding = only === undefined ? finding : { ...finding, only: { when: only, severity: 'note' } };
      found.set(id, { value, key: identityOf([defect, only]), finding: one });
    }
  }
  return found.values();
}

/** When a way is one of those asked for: `when (MODE == 2)`. */
export function whenWords<W extends { readonly when: readonly string[] }>(
  ways: readonly W[],
  isOne: (way: W, index: number) => boolean,
): string {
  const outcomes = outcomesOf(
    ways.map((way, i) => ({ when: way.when, value: isOne(way, i) })),
    String,
  );
  const when = outcomes.find(({ value }) => value)?.when ?? [];
  // Ways with many conditions can differ behind those that are looked at.
  return when.every((one) => one.length > 0) ? alternativeLines(when).join(' ') : 'under some conditions';
}
