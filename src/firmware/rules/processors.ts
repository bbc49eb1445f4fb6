import { METHOD_FLAGS } from '../../../grammar/aml-terms.js';
import type { AmlNode } from '../../aml/tree.js';
import { type Finding, finding, inObject, type Rule } from '../../cpc/rules/finding.js';
import { groupBy } from '../../diagnostics/group-by.js';
import type { ProcessorFacts } from '../facts.js';
import type { EvaluatedMachine } from './evaluation.js';

/** Rules of the objects around the packages. */
export const PROCESSOR_RULES: readonly Rule<EvaluatedMachine>[] = [
  { origins: ['A1'], check: cpcTakesNothing },
  { origins: ['L17'], check: everyProcessorHasCpc },
];

function cpcTakesNothing({ facts, places }: EvaluatedMachine): Finding[] {
  const findings: Finding[] = [];
  for (const [node, path] of facts.machine.paths()) {
    const args = node.term === 'DefMethod' && path.endsWith('._CPC') ? node.methodFlags & METHOD_FLAGS.argCountMask : 0;
    if (args > 0) findings.push(finding('firmware/cpc-arguments', { args }, { object: places.ofNode(node, path) }));
  }
  return findings;
}

function everyProcessorHasCpc(machine: EvaluatedMachine): Finding[] {
  return processorsWithoutCpc(machine).flatMap(({ processor: { path, node }, having }) =>
    inObject(machine.places.ofNode(node, path), [finding('firmware/processor-without-cpc', { having })]),
  );
}

interface WithoutCpc {
  readonly processor: ProcessorFacts & { readonly node: AmlNode };
  /** Processors of the same table that have one. */
  readonly having: number;
}

/**
 * In a table that declares processors and gives some a `_CPC`, the others probably lack it by mistake. A processor with
 * a `_STA` may be absent; other firmware declares more processors in one table than it gives a `_CPC` in others.
 */
export function processorsWithoutCpc({ facts, places }: Pick<EvaluatedMachine, 'facts' | 'places'>): WithoutCpc[] {
  const { processors, machine } = facts;
  if (processors.every(({ cpc }) => cpc !== undefined)) return [];
  const declared = processors.flatMap((one) => (one.node ? [{ ...one, node: one.node }] : []));
  const tables = groupBy(declared, ({ node, path }) => places.ofNode(node, path).table);
  return [...tables].flatMap(([table, inTable]) => {
    const having = inTable.filter(({ cpc }) => cpc && places.ofPath(cpc.path).table === table).length;
    if (having === 0) return [];
    const lacking = inTable.filter(({ cpc, path }) => !cpc && !machine.has(`${path}._STA`));
    return lacking.map((processor) => ({ processor, having }));
  });
}
