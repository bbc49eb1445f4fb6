import { limitOf, spanOf } from '../aml/spans.js';
import type { AmlNode } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import type { CpcPackage, NamedPackage } from '../cpc/package.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { type MachineFacts, machineFacts } from '../firmware/facts.js';
import type { SourceTable } from '../firmware/sources.js';
import { tablePackages } from '../firmware/table-packages.js';

/** The performance packages of one table. */
export interface TableContents {
  readonly table: SourceTable;
  /** As they stand in the table. */
  readonly cpc: readonly CpcPackage[];
  /** As they are returned. */
  readonly psd: readonly NamedPackage[];
  readonly unread: readonly UnreadBytes[];
}

/** Bytes that the decoder kept as they are. */
interface UnreadBytes {
  readonly offset: number;
  readonly length: number;
  /** The limit of the decoder that they are beyond, if it was not for the bytes. */
  readonly limit: string | undefined;
}

/** The tables of one machine, and what its processors make of them. */
export interface MachineContents {
  readonly facts: MachineFacts;
  readonly tables: readonly TableContents[];
  readonly cpc: readonly CpcPackage[];
}

/** The tables of one set belong to one machine. */
export function contentsOf(tables: readonly SourceTable[]): MachineContents[] {
  return [...new Set(tables.map(({ set }) => set))].map((set) =>
    machineContents(tables.filter((one) => one.set === set)),
  );
}

function machineContents(tables: readonly SourceTable[]): MachineContents {
  const decoded = tables.map(({ table }) => table);
  const facts = machineFacts(decoded);
  const cpc = tablePackages(decoded, facts);
  const contents = tables.map((table, i) => {
    const here = <T extends { readonly table: number }>(found: readonly T[]) => found.filter((one) => one.table === i);
    const unread: UnreadBytes[] = [];
    addUnread(table.table.terms, unread, new Set());
    return { table, cpc: here(cpc), psd: here(facts.psd), unread };
  });
  return { facts, tables: contents, cpc };
}

/** A note for each machine whose tables have no `_CPC` package, with the likely reason. */
export function missingCpcNotes(machines: readonly MachineContents[]): Diagnostic[] {
  return machines.flatMap(({ tables, cpc }) => {
    const [first] = tables;
    if (!first || cpc.length > 0) return [];
    const opaque = tables.flatMap(({ unread }) => unread);
    const facts = {
      tables: tables.length,
      opaqueTerms: opaque.length,
      opaqueBytes: opaque.reduce((sum, { length }) => sum + length, 0),
      limit: opaque.find(({ limit }) => limit)?.limit,
    };
    return [diagnostic('inspect/no-cpc', { file: first.table.source }, facts)];
  });
}

/** `seen`: elements of packages; those of equal literals are one list, which is looked through once. */
function addUnread(terms: readonly AmlNode[], unread: UnreadBytes[], seen: Set<readonly AmlNode[]>): void {
  for (const term of terms) {
    if (term.term === 'Opaque')
      unread.push({ offset: spanOf(term)?.offset ?? 0, length: term.bytes.length, limit: limitOf(term) });
    else if (term.term !== 'DefPackage') addUnread(innerNodes(term), unread, seen);
    else if (!seen.has(term.elements)) addUnread(term.elements, unread, seen.add(term.elements));
  }
}

/** A note for each machine whose packages no processor gets. */
export function notReturnedNotes(machines: readonly MachineContents[]): Diagnostic[] {
  return machines.flatMap(({ tables: [first], cpc, facts: { processors } }) => {
    if (!first || cpc.length === 0 || processors.some((one) => one.cpc)) return [];
    return [diagnostic('inspect/not-returned', { file: first.table.source }, { packages: cpc.length })];
  });
}
