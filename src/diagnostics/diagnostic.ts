import type { CatalogRow, Severity } from './catalog/row.js';
import { CATALOG } from './catalog.js';
import { identityOf } from './identity.js';
import { printable } from './words.js';

/** Keys and indices from the root of a spec to a value: `['core', 0, 'highest_perf']`. */
export type SpecPath = readonly (string | number)[];

/** The place of a problem: a key of a spec, a position in a text, bytes of a table, or a whole file. */
export type Place =
  | { readonly file: string; readonly path: SpecPath }
  | { readonly file: string; readonly line: number; readonly column: number }
  | { readonly file: string; readonly offset: number; readonly length: number }
  | { readonly file: string };

export type Code = keyof typeof CATALOG;
export type FactsOf<C extends Code> = Parameters<(typeof CATALOG)[C]['message']>[0];

export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly place?: Place;
  /** The section of a specification, or what was observed. */
  readonly section?: string;
  /** What to write instead. */
  readonly help?: string;
}

/** Makes a diagnostic of the catalog, at a place, from its typed facts. */
export function diagnostic<C extends Code>(code: C, place: Place | undefined, facts: FactsOf<C>): Diagnostic {
  const row = CATALOG[code] as CatalogRow<FactsOf<C>>;
  return {
    code,
    severity: row.severity,
    message: printable(row.message(facts)),
    ...(place && { place }),
    ...(row.section && { section: row.section }),
    ...(row.help && { help: printable(row.help(facts)) }),
  };
}

/** A string that is equal for the same problem at the same place. */
export function problemIn({ code, place, message }: Diagnostic): string {
  return identityOf([code, place, message]);
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === 'error');
}
