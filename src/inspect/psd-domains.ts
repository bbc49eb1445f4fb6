// The domains of `_PSD` as rows. Most firmware counts its domains in the order of the processors, so that each core or
// thread has a row of its own: rows that differ only in this number become one, with the range of the numbers.

import type { NamedPackage, PackageValue } from '../cpc/package.js';
import { readPsd } from '../cpc/psd.js';
import { groupBy } from '../diagnostics/group-by.js';
import { identityOf } from '../diagnostics/identity.js';
import { short } from '../diagnostics/words.js';
import { withOwnNumber } from '../firmware/own-numbers.js';
import { areConsecutive } from './path-ranges.js';
import { coordTypeName } from './psd.js';

interface Domain {
  readonly domain: string;
  readonly coordType: string;
  readonly numProcessors: string;
}

/** A domain, or several that follow each other. */
export interface DomainRow extends Domain {
  readonly paths: readonly string[];
  readonly when: readonly string[];
  /** Processors in each of several domains. */
  readonly each?: number;
}

export function domainOf({ value }: NamedPackage, shared: (asl: string) => string): Domain {
  const { elements = [] } = readPsd(value);
  const [, , domain, coordType, numProcessors] = elements;
  return {
    domain: shared(numberWords(domain)),
    coordType: coordTypeName(coordType) ?? shared(numberWords(coordType)),
    numProcessors: shared(numberWords(numProcessors)),
  };
}

/** The name or expression of what only the machine knows. */
function numberWords(value: PackageValue | undefined): string {
  if (value?.kind === 'integer') return String(value.value);
  return value?.kind === 'unknown' ? short(value.text) : 'not an Integer';
}

/** Rows of equal domains are one, then rows of domains that are counted. `numbers`: of each processor, by its path. */
export function mergedDomains(rows: readonly DomainRow[], numbers: ReadonlyMap<string, number>): DomainRow[] {
  const equal = [...groupBy(rows, ({ paths: _, ...row }) => identityOf(row)).values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, paths: group.flatMap(({ paths }) => paths) }] : [];
  });
  const own = (text: string, path: string) => withOwnNumber(text, path, numbers.get(path) ?? -1);
  return mergedBy(
    mergedBy(equal, own, (text) => text),
    own,
    own,
  );
}

type Own = (text: string, path: string) => string;

/** A condition on processor 0 asks of each processor either for its own variable, or for that of processor 0. */
function mergedBy(rows: readonly DomainRow[], own: Own, ownWhen: Own): DomainRow[] {
  const counted = rows.map((row) => (row.each === undefined ? ownRow(row, own, ownWhen) : row));
  const merged = new Map<DomainRow, DomainRow>();
  for (const group of groupBy([...rows.keys()], (i) => keyOf(counted[i] as DomainRow)).values()) {
    for (const run of runsOf(group, counted)) {
      const all = run.map((i) => counted[i] as DomainRow);
      const first = rows[run[0] ?? 0] as DomainRow;
      if (run.length < SHORTEST_RUN) for (const i of run) merged.set(rows[i] as DomainRow, rows[i] as DomainRow);
      else merged.set(first, joined(all));
    }
  }
  return rows.flatMap((row) => merged.get(row) ?? []);
}

const SHORTEST_RUN = 3;

function ownRow(row: DomainRow, own: Own, ownWhen: Own): DomainRow {
  const [path = ''] = row.paths;
  if (row.paths.length > 1) return row;
  const [domain, numProcessors] = [own(row.domain, path), own(row.numProcessors, path)];
  return { ...row, domain, numProcessors, when: row.when.map((line) => ownWhen(line, path)) };
}

/** Equal for rows that may follow each other. */
function keyOf({ domain, paths, ...row }: DomainRow): string {
  return identityOf([isNumber(domain) ? '' : domain, paths.length, row]);
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

/** Rows whose domains, and whose processors, follow each other. */
function runsOf(group: readonly number[], rows: readonly DomainRow[]): number[][] {
  const runs: number[][] = [];
  for (const i of group) {
    const run = runs.at(-1);
    const [last, next] = [rows[run?.at(-1) ?? -1], rows[i]];
    if (run && last && next && follows(last, next)) run.push(i);
    else runs.push([i]);
  }
  return runs;
}

function follows(last: DomainRow, next: DomainRow): boolean {
  if (next.each !== undefined) return false;
  if (isNumber(last.domain) && BigInt(next.domain) !== BigInt(last.domain) + 1n) return false;
  return areConsecutive([...last.paths.slice(-1), ...next.paths]);
}

function joined(rows: readonly DomainRow[]): DomainRow {
  const [first] = rows as [DomainRow];
  const last = rows.at(-1) as DomainRow;
  const domain = isNumber(first.domain) ? `${first.domain}-${last.domain}` : first.domain;
  return { ...first, domain, paths: rows.flatMap(({ paths }) => paths), each: first.paths.length };
}
