import type { AmlNode } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import type { CpcPackage, NamedPackage } from '../cpc/package.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { liftTables } from '../firmware/lifted.js';
import { namespaceOf } from '../firmware/namespace.js';
import { type ProcessorObject, processorsIn } from '../firmware/processor-objects.js';
import type { SourceTable } from '../firmware/sources.js';

/** The performance packages of one table. */
export interface TableContents {
  readonly table: SourceTable;
  readonly cpc: readonly CpcPackage[];
  readonly psd: readonly NamedPackage[];
  readonly pct: readonly NamedPackage[];
  readonly pss: readonly NamedPackage[];
  /** Processors of the table for which no table of the machine has a `_CPC`. */
  readonly without: readonly ProcessorObject[];
}

/** The performance packages, one item per table. The tables of one set may refer to each other. */
export function contentsOf(tables: readonly SourceTable[]): TableContents[] {
  return inSets(tables, (table) => table.set).flatMap(contentsOfSet);
}

function inSets<T>(all: readonly T[], setOf: (one: T) => number): (readonly T[])[] {
  return [...new Set(all.map(setOf))].map((set) => all.filter((one) => setOf(one) === set));
}

function contentsOfSet(tables: readonly SourceTable[]): TableContents[] {
  const lifted = liftTables(tables.map(({ table }) => table));
  const namespace = namespaceOf(tables.map(({ table }) => table.terms));
  const lacks = ({ path }: ProcessorObject) => !namespace.has(`${path}._CPC`);
  return tables.map((table, i) => {
    const here = <T extends { readonly table: number }>(found: readonly T[]) => found.filter((one) => one.table === i);
    const { cpc, psd, pct, pss } = lifted;
    return {
      table,
      cpc: here(cpc),
      psd: here(psd),
      pct: here(pct),
      pss: here(pss),
      without: processorsIn(table.table.terms).filter(lacks),
    };
  });
}

/** A note for each set of tables without `_CPC` package, with the likely reason. */
export function missingCpcNotes(contents: readonly TableContents[]): Diagnostic[] {
  return inSets(contents, ({ table }) => table.set).flatMap((set) => {
    const [first] = set;
    if (!first || set.some(({ cpc }) => cpc.length > 0)) return [];
    const opaque = set.flatMap(({ table }) => opaqueIn(table.table.terms));
    const facts = {
      tables: set.length,
      opaqueTerms: opaque.length,
      opaqueBytes: opaque.reduce((sum, length) => sum + length, 0),
    };
    return [diagnostic('inspect/no-cpc', { file: first.table.source }, facts)];
  });
}

/** The lengths of the terms that the decoder kept as bytes. */
export function opaqueIn(terms: readonly AmlNode[]): number[] {
  return terms.flatMap((term) => (term.term === 'Opaque' ? [term.bytes.length] : opaqueIn(innerNodes(term))));
}
