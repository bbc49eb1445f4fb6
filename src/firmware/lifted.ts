import type { AmlTable } from '../aml/tree.js';
import { lineText } from '../asl/print.js';
import { type Lifted, lift } from './lift.js';

/** What the tables of one machine hold, with what code writes at run time as ASL. */
export function liftTables(tables: readonly AmlTable[]): Lifted {
  return lift(
    tables.map(({ terms }) => terms),
    (node) => lineText(node, true),
  );
}
