import { groupBy } from '../diagnostics/group-by.js';
// Compares the packages of two machines in three steps.
//   1. Subjects: a processor with the `_CPC` packages it can return and its `_PSD`; or a package that no processor returns.
//   2. Pairs of subjects: by path. If the sides share no path (two machines that name processors differently), the first
//      of one side is paired with the first of the other, and so on, and the result says so (`byOrder`).
//   3. Pairs of packages: a processor with one package on each side has one pair. One package against several is paired
//      with the one that it shares most entries with; several against several are paired by the last segment of their
//      paths. What remains is present on one side only.
// Entries are then compared as text, so that a register and an Integer differ.

import { lastSegment } from '../aml/name-string.js';
import type { CpcPackage, NamedPackage } from '../cpc/package.js';
import { foundToJson, integerToJson, type JsonEntry } from '../firmware/entry-json.js';
import type { Lifted } from '../firmware/lift.js';
import { parentOf } from '../firmware/namespace.js';
import { psdDomainOf } from './psd.js';

/** An Integer as number, a register or package as text; `null` is the NULL register. */
type DiffValue = number | string | null;

export interface Difference {
  /** The path of the processor on side a, if it has one, else on side b. */
  readonly processor: string;
  readonly entry: string;
  readonly a: DiffValue;
  readonly b: DiffValue;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** The sides share no path: processors were paired in their order. */
  readonly byOrder: boolean;
}

const PRESENT = 'present';
const MISSING = 'missing';

/** A processor with its packages, or a package that no processor returns. */
interface Subject {
  readonly path: string;
  readonly packages: readonly CpcPackage[];
  readonly psd?: NamedPackage;
}

/** The differences of side a and side b. */
export function compare(a: Lifted, b: Lifted): Comparison {
  const [ofA, ofB] = [subjectsOf(a), subjectsOf(b)];
  const inB = new Map(ofB.map((one) => [one.path, one]));
  const byOrder = ofA.length > 0 && ofB.length > 0 && !ofA.some(({ path }) => inB.has(path));
  const pairs = byOrder ? pairsByOrder(ofA, ofB) : pairsByPath(ofA, inB, ofB);
  return { differences: pairs.flatMap(([one, other]) => subjectDifferences(one, other)), byOrder };
}

type Pair = readonly [Subject | undefined, Subject | undefined];

function pairsByPath(ofA: readonly Subject[], inB: ReadonlyMap<string, Subject>, ofB: readonly Subject[]): Pair[] {
  const inA = new Set(ofA.map(({ path }) => path));
  const onlyB = ofB.filter(({ path }) => !inA.has(path)).map((one): Pair => [undefined, one]);
  return [...ofA.map((one): Pair => [one, inB.get(one.path)]), ...onlyB];
}

function pairsByOrder(ofA: readonly Subject[], ofB: readonly Subject[]): Pair[] {
  return Array.from({ length: Math.max(ofA.length, ofB.length) }, (_, i): Pair => [ofA[i], ofB[i]]);
}

/** In the order of their paths: numbers in them have equal numbers of digits. */
function subjectsOf({ cpc, psd }: Lifted): Subject[] {
  const placed = cpc.flatMap((one) =>
    (one.processors.length > 0 ? one.processors : [one.path]).map((path) => ({ path, one })),
  );
  const packages = groupBy(placed, ({ path }) => path);
  const domains = new Map(psd.map((one) => [parentOf(one.path), one]));
  const paths = [...new Set([...packages.keys(), ...domains.keys()])].sort();
  return paths.map((path) => {
    const domain = domains.get(path);
    return { path, packages: (packages.get(path) ?? []).map(({ one }) => one), ...(domain && { psd: domain }) };
  });
}

function subjectDifferences(a: Subject | undefined, b: Subject | undefined): Difference[] {
  const processor = (a ?? b)?.path ?? '';
  const ofPackages = packagePairs(a?.packages ?? [], b?.packages ?? []).flatMap(({ name, one, other }) => {
    if (!one || !other) return presence(name || '_CPC', one, other);
    return entryDifferences(cpcEntries(one), cpcEntries(other), name ? `${name}.` : '');
  });
  const ofPsd =
    a?.psd && b?.psd ? entryDifferences(psdEntries(a.psd), psdEntries(b.psd), '') : presence('_PSD', a?.psd, b?.psd);
  return [...ofPackages, ...ofPsd].map((difference) => ({ processor, ...difference }));
}

type EntryDifference = Omit<Difference, 'processor'>;

function presence(entry: string, one: unknown, other: unknown): EntryDifference[] {
  if (!one === !other) return [];
  return [{ entry, a: one ? PRESENT : MISSING, b: other ? PRESENT : MISSING }];
}

type Entries = readonly (readonly [string, DiffValue])[];

function entryDifferences(a: Entries, b: Entries, prefix: string): EntryDifference[] {
  const [ofA, ofB] = [new Map(a), new Map(b)];
  return [...new Set([...ofA.keys(), ...ofB.keys()])].flatMap((entry) => {
    const [valueA = MISSING, valueB = MISSING] = [ofA.get(entry), ofB.get(entry)];
    return valueA === valueB ? [] : [{ entry: prefix + entry, a: valueA, b: valueB }];
  });
}

interface PackagePair {
  /** Empty if each side has one package. */
  readonly name: string;
  readonly one?: CpcPackage;
  readonly other?: CpcPackage;
}

/** Step 3 of the head comment. */
function packagePairs(a: readonly CpcPackage[], b: readonly CpcPackage[]): PackagePair[] {
  const [one, other] = [a[0], b[0]];
  if (a.length < 2 && b.length < 2) return [{ name: '', ...(one && { one }), ...(other && { other }) }];
  const [named, otherNamed] = [byName(a), byName(b)];
  if (a.length === 1 && one) return aligned(one, otherNamed, (like) => ({ one, other: like }), 'other');
  if (b.length === 1 && other) return aligned(other, named, (like) => ({ one: like, other }), 'one');
  return [...new Set([...named.keys(), ...otherNamed.keys()])].map((name) => {
    const [left, right] = [named.get(name), otherNamed.get(name)];
    return { name, ...(left && { one: left }), ...(right && { other: right }) };
  });
}

function aligned(
  single: CpcPackage,
  many: ReadonlyMap<string, CpcPackage>,
  pair: (like: CpcPackage) => Omit<PackagePair, 'name'>,
  side: 'one' | 'other',
): PackagePair[] {
  const distance = (cpc: CpcPackage) => entryDifferences(cpcEntries(single), cpcEntries(cpc), '').length;
  const [nearest] = [...many].toSorted(([, one], [, other]) => distance(one) - distance(other));
  return [...many].map(([name, cpc]) => ({ name, ...(cpc === nearest?.[1] ? pair(cpc) : { [side]: cpc }) }));
}

/** By the last segment of their paths, numbered if a method has several. */
function byName(packages: readonly CpcPackage[]): Map<string, CpcPackage> {
  const named = new Map<string, CpcPackage>();
  for (const one of packages) {
    const name = lastSegment(one.path);
    const nth = [...named.keys()].filter((known) => known === name || known.startsWith(`${name}#`)).length;
    named.set(nth === 0 ? name : `${name}#${nth + 1}`, one);
  }
  return named;
}

function cpcEntries({ numEntries, revision, entries, extra }: CpcPackage): [string, DiffValue][] {
  return [
    ['num_entries', textOf(foundToJson(numEntries))],
    ['revision', textOf(foundToJson(revision))],
    ...[...entries].map(([key, value]): [string, DiffValue] => [key, textOf(foundToJson(value))]),
    ...extra.map((value, i): [string, DiffValue] => [`extra ${i}`, textOf(foundToJson(value))]),
  ];
}

function psdEntries(psd: NamedPackage): [string, DiffValue][] {
  const { domain, coordType, numProcessors } = psdDomainOf(psd);
  const number = (value: bigint | undefined) => (value === undefined ? MISSING : textOf(integerToJson(value)));
  return [
    ['_PSD.domain', number(domain)],
    ['_PSD.coord_type', coordType ?? MISSING],
    ['_PSD.num_processors', number(numProcessors)],
  ];
}

/** Registers and packages as ASL writes them; bytes of other terms in hex. */
function textOf(entry: JsonEntry): DiffValue {
  if (entry === null || typeof entry !== 'object') return entry;
  if ('package' in entry) return `Package { ${entry.package.map((one) => textOf(one) ?? NULL_TEXT).join(', ')} }`;
  if ('opaque' in entry) return `bytes ${entry.opaque}`;
  if ('unknown' in entry) return entry.unknown;
  const { space, bit_width, bit_offset, address } = entry;
  return `Register (${space}, ${bit_width}, ${bit_offset}, ${address}, ${entry.subspace ?? entry.access_size})`;
}

const NULL_TEXT = 'NULL register';

/** A value, for people. */
export function shownValue(value: DiffValue): string {
  return value === null ? NULL_TEXT : String(value);
}
