import type { CatalogRow } from '../diagnostic.js';

/** Gives a row its facts' type, so that whoever reports it must bring them. */
export function row<Facts>(facts: CatalogRow<Facts>): CatalogRow<Facts> {
  return facts;
}
