import type { NodeOf } from '../aml/tree.js';
import type { Processor } from '../cpc/ir.js';

/** The terms that one processor adds to a table. */
export interface ProcessorTerms {
  readonly processor: Processor;
  readonly externals: readonly NodeOf<'DefExternal'>[];
  readonly scope: NodeOf<'DefScope'>;
  /** A name in its scope that terms of other processors use. */
  readonly defines?: string;
  /** Such a name of another processor. */
  readonly uses?: string;
}
