// Compares what the `_CPC`, `_PSD`, `_PCT` and `_PSS` of two machines evaluate to, processor by processor (pairs.ts).
//
// An object has one or more ways through its code, each with its conditions and an outcome: a package, an error, nothing.
// Conditions that do not change the outcome are dropped. A side with one way is compared with every way of the other side.
// Where both have several, ways of equal conditions are compared; then ways of equal outcome, whose conditions differ;
// what is left is compared in its order, or is on one side only.

import type { FailedWay, MachineFacts, ObjectFacts, PackageWay, ProcessorFacts, When } from '../firmware/facts.js';
import { outcomesOf } from '../firmware/outcomes.js';
import { cpcEntries, type DiffValue, type Entries, pctEntries, psdEntries, pssEntries } from './entry-texts.js';
import { pairProcessors } from './pairs.js';

type ObjectName = '_CPC' | '_PSD' | '_PCT' | '_PSS';

export interface Difference {
  /** The path of the processor on side a, if it has one, else on side b. */
  readonly processor: string;
  readonly object: ObjectName;
  /** null: the object, or a way through its code, is not on both sides. `when`: its conditions differ. */
  readonly entry: string | null;
  /** On which way of each side; []: on all of them. */
  readonly when: { readonly a: When; readonly b: When };
  readonly a: DiffValue;
  readonly b: DiffValue;
}

interface Comparison {
  readonly differences: readonly Difference[];
  /** Processors of different paths were paired in their order. */
  readonly byOrder: boolean;
}

const PRESENT = 'present';
const MISSING = 'missing';
/** The conditions of a way, as an entry. */
export const CONDITION = 'when';

/** The differences of side a and side b. */
export function compare(a: MachineFacts, b: MachineFacts): Comparison {
  const { pairs, byOrder } = pairProcessors(a.processors, b.processors);
  // Machines have many equal processors.
  const known = new Map<string, readonly OwnDifference[]>();
  const compared = objects();
  const differences = pairs.flatMap(([one, other]) => {
    const processor = (one ?? other)?.path ?? '';
    return compared.flatMap(({ object, waysOf }) => {
      const [ofA, ofB] = [waysOf(one), waysOf(other)];
      const key = JSON.stringify([object, keyOf(ofA), keyOf(ofB)]);
      const found = known.get(key) ?? wayDifferences(ofA, ofB);
      known.set(key, found);
      return found.map((own) => ({ processor, object, ...own }));
    });
  });
  return { differences, byOrder };
}

/** A way through the code of an object. */
interface Way {
  readonly when: When;
  /** Equal for equal outcomes. */
  readonly outcome: string;
  /** Of a way that returns a package. */
  readonly entries?: Entries;
}

type PackageOutcome = Required<Pick<Way, 'outcome' | 'entries'>>;

/** The objects to compare, with the ways of a processor's. */
function objects(): { readonly object: ObjectName; readonly waysOf: (of: ProcessorFacts | undefined) => Way[] }[] {
  const [cpc, psd, pct, pss] = [outcomes(cpcEntries), outcomes(psdEntries), outcomes(pctEntries), outcomes(pssEntries)];
  return [
    { object: '_CPC', waysOf: (of) => waysOf(of?.cpc, cpc) },
    { object: '_PSD', waysOf: (of) => waysOf(of?.psd, psd) },
    { object: '_PCT', waysOf: (of) => waysOf(of?.pct, pct) },
    { object: '_PSS', waysOf: (of) => waysOf(of?.pss, pss) },
  ];
}

/** Packages of equal content have equal entries, and most machines have few different ones. */
function outcomes<P>(entriesOf: (value: P) => Entries): (way: PackageWay<P>) => PackageOutcome {
  const known = new Map<string, PackageOutcome>();
  return ({ content, value }) => {
    const found = known.get(content);
    if (found) return found;
    const entries = entriesOf(value);
    const made = { outcome: JSON.stringify([...entries]), entries };
    known.set(content, made);
    return made;
  };
}

function waysOf<P>(facts: ObjectFacts<P> | undefined, outcomeOf: (way: PackageWay<P>) => PackageOutcome): Way[] {
  if (!facts) return [{ when: [], outcome: MISSING }];
  const ways: Way[] = [
    ...facts.ways.map((way) => ({ when: way.when, ...outcomeOf(way) })),
    ...facts.fails.map((failure) => ({ when: failure.when, outcome: failureText(failure) })),
    ...facts.nothing.map((when) => ({ when, outcome: 'returns nothing' })),
    ...facts.unknown.map(({ when, text }) => ({ when, outcome: `unknown: ${text}` })),
    ...facts.absent.map((when) => ({ when, outcome: MISSING })),
  ];
  // Without all ways it is not known which conditions make no difference.
  if (facts.limits.length > 0) return ways;
  const outcomes = outcomesOf(
    ways.map((way) => ({ when: way.when, value: way })),
    ({ outcome }) => outcome,
  );
  return outcomes.flatMap(({ value, when }) => when.map((one) => ({ ...value, when: one })));
}

function failureText({ status, name }: FailedWay): string {
  return name === undefined ? `fails (${status})` : `fails (${status}: ${name})`;
}

function keyOf(ways: readonly Way[]): unknown {
  return ways.map(({ when, outcome }) => [when, outcome]);
}

type OwnDifference = Omit<Difference, 'processor' | 'object'>;

function wayDifferences(a: readonly Way[], b: readonly Way[]): OwnDifference[] {
  return wayPairs(a, b).flatMap(([one, other]) => {
    const when = { a: one?.when ?? [], b: other?.when ?? [] };
    return outcomeDifferences(one, other).map(({ entry, a, b }) => ({ entry, when, a, b }));
  });
}

type WayPair = readonly [Way | undefined, Way | undefined];

function wayPairs(a: readonly Way[], b: readonly Way[]): WayPair[] {
  const [one, other] = [a[0], b[0]];
  if (a.length === 1 && one) return b.map((way): WayPair => [one, way]);
  if (b.length === 1 && other) return a.map((way): WayPair => [way, other]);
  const byCondition = pairsBy(a, b, ({ when }) => JSON.stringify(when));
  const byOutcome = pairsBy(byCondition.a, byCondition.b, ({ outcome }) => outcome);
  const [leftA, leftB] = [byOutcome.a, byOutcome.b];
  const left = Array.from({ length: Math.max(leftA.length, leftB.length) }, (_, i): WayPair => [leftA[i], leftB[i]]);
  return [...byCondition.pairs, ...byOutcome.pairs, ...left];
}

/** The ways of equal keys, and what is left of each side. */
function pairsBy(a: readonly Way[], b: readonly Way[], key: (way: Way) => string) {
  const ofB = new Map(b.map((way) => [key(way), way]));
  const pairs: WayPair[] = [];
  const leftA = a.filter((way) => {
    const other = ofB.get(key(way));
    if (!other) return true;
    ofB.delete(key(way));
    pairs.push([way, other]);
    return false;
  });
  const paired = new Set(pairs.map(([, other]) => other));
  return { pairs, a: leftA, b: b.filter((way) => !paired.has(way)) };
}

type OutcomeDifference = Pick<Difference, 'entry' | 'a' | 'b'>;

function outcomeDifferences(a: Way | undefined, b: Way | undefined): OutcomeDifference[] {
  if (a && b && a.outcome === b.outcome) {
    // A way with conditions against the only one of the other side: the conditions change nothing here.
    const same = a.when.length === 0 || b.when.length === 0 || conditionText(a) === conditionText(b);
    return same ? [] : [{ entry: CONDITION, a: conditionText(a), b: conditionText(b) }];
  }
  if (a?.entries && b?.entries) return entryDifferences(a.entries, b.entries);
  return [{ entry: null, a: outcomeText(a), b: outcomeText(b) }];
}

function conditionText({ when }: Way): string {
  return when.join(' and ');
}

function outcomeText(way: Way | undefined): string {
  if (!way) return MISSING;
  return way.entries ? PRESENT : way.outcome;
}

function entryDifferences(a: Entries, b: Entries): OutcomeDifference[] {
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((entry) => {
    const [valueA, valueB] = [valueIn(a, entry), valueIn(b, entry)];
    return valueA === valueB ? [] : [{ entry, a: valueA, b: valueB }];
  });
}

function valueIn(entries: Entries, entry: string): DiffValue {
  const value = entries.get(entry);
  return value === undefined ? MISSING : value;
}
