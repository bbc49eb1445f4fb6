import type { CpcPackage, PackageValue } from '../cpc/package.js';
import { groupBy } from '../diagnostics/group-by.js';
import { hex } from '../diagnostics/words.js';
import { type Element, elementRows } from './element-rows.js';

/** Packages of equal content whose paths have the same last segment. */
export interface EqualPackages {
  readonly first: CpcPackage;
  readonly all: readonly CpcPackage[];
  readonly rows: readonly Element[];
  readonly processors: readonly string[];
}

/** Groups equal packages, in the order of the first of each group. */
export function groupEqualPackages(found: readonly CpcPackage[]): EqualPackages[] {
  return [...groupBy(found, contentOf).values()].flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    const processors = [...new Set(all.flatMap((one) => one.processors))];
    return [{ first, all, rows: elementRows(first), processors }];
  });
}

function contentOf(found: CpcPackage): string {
  const words = elementRows(found).map(({ index, key, words }) => `${index} ${key} ${words}`);
  const patches = found.patches.map(({ entry, value, by }) => `${entry} ${value} ${segmentOf(by)}`);
  return [segmentOf(found.path), ...words, ...patches].join('\n');
}

function segmentOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The difference to a package shown before: the rows that differ, or one shift of all differing addresses. */
interface Variation {
  readonly rows: readonly Element[];
  readonly shift?: string;
}

/** Undefined if more than half of the rows differ: the package is then shown whole. */
export function variationOf({ first, rows }: EqualPackages, base: EqualPackages): Variation | undefined {
  if (first.count !== base.first.count || JSON.stringify(first.patches) !== JSON.stringify(base.first.patches)) {
    return undefined;
  }
  const pairs = rows.map((row, i) => ({ row, was: base.rows[i] }));
  const differing = pairs.filter(({ row, was }) => row.words !== was?.words || row.key !== was.key);
  const shifts = new Set(differing.map(({ row, was }) => shiftOf(row.value, was?.value)));
  const [shift] = shifts;
  const shifted = shifts.size === 1 && shift !== undefined;
  if (!shifted && differing.length * 2 > rows.length) return undefined;
  return { rows: differing.map(({ row }) => row), ...(shifted && { shift: shiftWords(shift) }) };
}

function shiftOf(value: PackageValue, was: PackageValue | undefined): bigint | undefined {
  if (value.kind !== 'register' || was?.kind !== 'register') return undefined;
  const { address, ...rest } = value.register;
  const { address: from, ...base } = was.register;
  return JSON.stringify(rest) === JSON.stringify(base) ? address - from : undefined;
}

function shiftWords(shift: bigint): string {
  return shift < 0n ? `${hex(-shift)} lower` : `${hex(shift)} higher`;
}
