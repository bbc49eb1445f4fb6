// What `_CPC` of processors comes to: groups of processors with equal facts, and for each group the packages that it can
// get, with their values on the ways that return them, and the ways that give none.

import { lastSegment } from '../aml/name-string.js';
import type { CpcPackage } from '../cpc/package.js';
import { groupBy } from '../diagnostics/group-by.js';
import type { MachineFacts, ObjectFacts, ProcessorFacts } from '../firmware/facts.js';
import { outcomesOf, type Way } from '../firmware/outcomes.js';
import { groupsBy, type ProcessorGroup } from '../firmware/processor-groups.js';
import { type Element, elementRows } from './element-rows.js';
import { endingsOf, endingWords } from './endings.js';
import { alternatives, whenLines } from './when-lines.js';

/** A package that a group of processors can get. */
export interface CpcBlock {
  /** As it is on the first way that returns it. */
  readonly first: CpcPackage;
  readonly processors: readonly string[];
  /** In how many places of the tables equal packages are. */
  readonly places: number;
  readonly when: readonly string[];
  /** Values that differ from way to way have a line each. */
  readonly rows: readonly Element[];
  readonly writers: readonly Writer[];
}

/** A method, and the entries that it writes. */
interface Writer {
  readonly by: string;
  readonly entries: readonly string[];
}

export interface CpcGroup {
  readonly processors: readonly string[];
  readonly object: ObjectFacts<CpcPackage>;
  readonly blocks: readonly CpcBlock[];
  /** Ways that give no package, in words. */
  readonly endings: readonly (readonly string[])[];
}

export function cpcGroups({ processors }: Pick<MachineFacts, 'processors'>): CpcGroup[] {
  return groupsBy(processors, 'cpc').map(groupOf);
}

type End = CpcPackage | string;

function groupOf({ processors: group, object, shared }: ProcessorGroup<CpcPackage>): CpcGroup {
  const processors = group.map(({ path }) => path);
  const ways: Way<End>[] = [
    ...object.ways,
    ...endingsOf(object).map(({ when, ...ending }) => ({ when, value: endingWords(ending) })),
  ];
  const outcomes = outcomesOf(ways, (end) => (typeof end === 'string' ? end : placeOf(end)));
  const conditions = outcomes.map(whenLines);
  const blocks: CpcBlock[] = [];
  const endings: string[][] = [];
  for (const [i, { value }] of outcomes.entries()) {
    const when = conditions[i] ?? [];
    if (typeof value === 'string') endings.push([value, ...when]);
    else blocks.push(blockOf(value, { group, object, shared, processors, when }));
  }
  return { processors, object, blocks, endings };
}

/** Packages of one place are one block: run-time writes make the difference. */
export function placeOf({ path, table, offset }: CpcPackage): string {
  return `${path} ${table} ${offset}`;
}

interface OfGroup {
  readonly group: readonly ProcessorFacts[];
  readonly object: ObjectFacts<CpcPackage>;
  readonly shared: (asl: string) => string;
  readonly processors: readonly string[];
  readonly when: readonly string[];
}

function blockOf(first: CpcPackage, { group, object, shared, processors, when }: OfGroup): CpcBlock {
  const indexes = object.ways.flatMap(({ value }, i) => (placeOf(value) === placeOf(first) ? [i] : []));
  const ways = indexes.flatMap((i) => object.ways[i] ?? []);
  const places = new Set(
    group.flatMap(({ cpc }) => indexes.flatMap((i) => (cpc?.ways[i] ? [placeOf(cpc.ways[i].value)] : []))),
  );
  return { first, processors, places: places.size, when, rows: rowsOf(ways, shared), writers: writersIn(ways) };
}

function rowsOf(ways: readonly Way<CpcPackage>[], shared: (asl: string) => string): Element[] {
  const rows = ways.map(({ when, value }) => ({ when, value: rowsOfPackage(value) }));
  const [first] = rows;
  return (first?.value ?? []).map((row, i) => {
    const outcomes = outcomesOf(
      rows.map(({ when, value }) => ({ when, value: value[i]?.words ?? '' })),
      (words) => words,
    );
    return { ...row, words: shared(outcomes.length < 2 ? row.words : alternatives(outcomes)) };
  });
}

// Packages are one object for all processors and ways that share them; those of equal literals share their entries.
const rowsKnown = new WeakMap<CpcPackage['entries'], readonly Element[]>();

function rowsOfPackage(cpc: CpcPackage): readonly Element[] {
  const known = rowsKnown.get(cpc.entries) ?? elementRows(cpc);
  rowsKnown.set(cpc.entries, known);
  return known;
}

function writersIn(ways: readonly Way<CpcPackage>[]): Writer[] {
  const writes = ways.flatMap(({ value }) => value.writes ?? []);
  return [...groupBy(writes, ({ by }) => by)].map(([by, all]) => ({
    by,
    entries: [...new Set(all.map(({ entry }) => entry))],
  }));
}

/** Packages with the shape of a `_CPC` that no processor gets; equal ones are one block. */
export function unusedBlocks(cpc: readonly CpcPackage[]): CpcBlock[] {
  const unused = cpc.filter(({ processors }) => processors.length === 0);
  return [...groupBy(unused, contentOf).values()].flatMap((equal) => {
    const [first] = equal;
    if (!first) return [];
    return [{ first, processors: [], places: equal.length, when: [], rows: rowsOfPackage(first), writers: [] }];
  });
}

function contentOf(cpc: CpcPackage): string {
  const rows = rowsOfPackage(cpc);
  const segment = lastSegment(cpc.path);
  const known = contents.get(rows) ?? new Map<string, string>();
  contents.set(rows, known);
  const content = known.get(segment) ?? [segment, ...rows.map(({ index, words }) => `${index} ${words}`)].join('\n');
  known.set(segment, content);
  return content;
}

// By the last segment of the path: a string that was a key before is found without being hashed again.
const contents = new WeakMap<readonly Element[], Map<string, string>>();
