// Objects of processors that tables define a second time. ACPICA keeps the first one, drops the second, and loads the rest
// of the table: "Failure creating named object [\_SB.PR00._CPC], AE_ALREADY_EXISTS".

import { PERFORMANCE_NAMES } from '../../grammar/predefined-names.js';
import { pathOfName } from '../aml/name-tree.js';
import { spanOf } from '../aml/spans.js';
import type { AmlNode } from '../aml/tree.js';
import type { CpcPackage } from '../cpc/package.js';
import type { MachineFacts } from './facts.js';
import { absolute } from './namespace.js';

interface SecondDefinition {
  readonly path: string;
  /** Index of the table with it. */
  readonly table: number;
  readonly node: AmlNode;
}

const DEFINED_ONCE = [...PERFORMANCE_NAMES, '_OSC'];

export function secondDefinitions({ processors, machine }: MachineFacts): SecondDefinition[] {
  const known = new Set(processors.map(({ path }) => path));
  return machine.problems.flatMap(({ reason, name, node, scope, table }) => {
    if (reason !== 'already-exists' || name === undefined) return [];
    const path = absolute(name, pathOfName(scope));
    const counts = DEFINED_ONCE.some((one) => path.endsWith(`.${one}`)) || known.has(path);
    return counts ? [{ path, table, node }] : [];
  });
}

/** The second definition that a package stands in, and is lost with. */
export function droppedWith(
  { table, offset }: Pick<CpcPackage, 'table' | 'offset'>,
  all: readonly SecondDefinition[],
): SecondDefinition | undefined {
  return all.find((one) => {
    const span = one.table === table ? spanOf(one.node) : undefined;
    return span && offset >= span.offset && offset < span.offset + span.length;
  });
}
