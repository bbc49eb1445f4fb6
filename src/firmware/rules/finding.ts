import { CPC_ENTRIES, CPC_HEAD, type CpcKey } from '../../../grammar/cpc.js';
import type { TABLE_PROBLEMS } from '../../diagnostics/catalog/table/table.js';
import type { FoundCpc, FoundValue } from '../found.js';

export type TableCode = keyof typeof TABLE_PROBLEMS;
type TableFacts<C extends TableCode> = Omit<Parameters<(typeof TABLE_PROBLEMS)[C]['message']>[0], 'where'>;

/** What a rule found, before it is known in how many places the same is found. */
export interface Finding {
  readonly code: TableCode;
  readonly facts: object;
  /** Index of the element that it is about; undefined for the package as a whole. */
  readonly element?: number;
}

export function finding<C extends TableCode>(code: C, facts: TableFacts<C>, element?: number): Finding {
  return { code, facts, ...(element !== undefined && { element }) };
}

/** Checks that exist elsewhere, as reference texts number them: fwts, Linux, edk2, Xen, ACPICA. */
export type Origin = `${'F' | 'L' | 'E' | 'X' | 'A'}${number}`;

export interface Rule<Subject> {
  /** None for a rule that rests on the specification or on defects seen. */
  readonly origins: readonly Origin[];
  readonly check: (subject: Subject) => readonly Finding[];
}

/** The index of an entry in its package. */
export function elementOf(key: CpcKey): number {
  return CPC_HEAD.length + CPC_ENTRIES.findIndex((row) => row.key === key);
}

/** The value of an entry, unless code writes another one at run time. */
export function fixedValue({ entries, patches }: FoundCpc, key: CpcKey): FoundValue | undefined {
  return patches.some(({ entry }) => entry === key) ? undefined : entries.get(key);
}

/** How many elements an interpreter sees. ACPI 6.6 §19.6.102: what is declared beyond those given is uninitialized. */
export function lengthOf({ declared, count }: FoundCpc): number {
  return declared === undefined ? count : Number(declared);
}
