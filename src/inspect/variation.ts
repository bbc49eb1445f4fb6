import type { PackageValue } from '../cpc/package.js';
import { hex } from '../diagnostics/words.js';
import type { CpcBlock } from './cpc-groups.js';
import type { Element } from './element-rows.js';

/** The difference to a package shown before: the rows that differ, or one shift of all differing addresses. */
interface Variation {
  readonly rows: readonly Element[];
  readonly shift?: string;
}

/** Undefined if more than half of the rows differ: the package is then shown whole. */
export function variationOf({ first, rows, writers }: CpcBlock, base: CpcBlock): Variation | undefined {
  if (first.count !== base.first.count || entriesWritten(writers) !== entriesWritten(base.writers)) return undefined;
  const pairs = rows.map((row, i) => ({ row, was: base.rows[i] }));
  const differing = pairs.filter(({ row, was }) => row.words !== was?.words || row.key !== was.key);
  const shifts = new Set(differing.map(({ row, was }) => shiftOf(row.value, was?.value)));
  const [shift] = shifts;
  const shifted = shifts.size === 1 && shift !== undefined;
  if (!shifted && differing.length * 2 > rows.length) return undefined;
  return { rows: differing.map(({ row }) => row), ...(shifted && { shift: shiftWords(shift) }) };
}

function entriesWritten(writers: CpcBlock['writers']): string {
  return writers.map(({ entries }) => entries.join()).join(';');
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
