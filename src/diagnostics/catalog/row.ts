export type Severity = 'error' | 'warning' | 'note';

/** What is fixed of a diagnostic, and how its facts become words. */
export interface CatalogRow<Facts> {
  readonly severity: Severity;
  readonly section?: string;
  readonly message: (facts: Facts) => string;
  readonly help?: (facts: Facts) => string;
}

/** Gives a row its facts' type, so that whoever reports it must bring them. */
export function row<Facts>(facts: CatalogRow<Facts>): CatalogRow<Facts> {
  return facts;
}
