export type Severity = 'error' | 'warning' | 'note';

/** The fixed parts of a diagnostic, and its texts as functions of its facts. */
export interface CatalogRow<Facts> {
  readonly severity: Severity;
  readonly section?: string;
  readonly message: (facts: Facts) => string;
  readonly help?: (facts: Facts) => string;
}

/** Gives a row the type of its facts, which `diagnostic` then requires. */
export function row<Facts>(facts: CatalogRow<Facts>): CatalogRow<Facts> {
  return facts;
}
