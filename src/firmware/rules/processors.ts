import { METHOD_FLAGS } from '../../../grammar/aml-terms.js';
import { spanOf } from '../../aml/spans.js';
import type { AmlNode } from '../../aml/tree.js';
import { type Finding, type FindingPlace, finding, type Rule } from '../../cpc/rules/finding.js';
import { type Namespace, namespaceOf } from '../namespace.js';
import { processorsIn } from '../processor-objects.js';

/** One table, and the names that all tables define. */
interface TableSubject {
  /** The table's index among those given. */
  readonly table: number;
  readonly terms: readonly AmlNode[];
  /** Of this table alone. */
  readonly namespace: Namespace;
  /** Of all tables. */
  readonly everything: Namespace;
}

/** Rules of the objects around the packages. */
export const TABLE_RULES: readonly Rule<TableSubject>[] = [
  { origins: ['F2', 'L2'], check: cpcIsPackage },
  { origins: ['A1'], check: cpcTakesNothing },
  { origins: ['L17'], check: everyProcessorHasCpc },
];

function cpcObjects({ namespace }: TableSubject) {
  return [...namespace].filter(([path]) => path.endsWith('._CPC')).flatMap(([, objects]) => objects);
}

/** Only Names: packages that code returns have other rules. */
function cpcIsPackage(subject: TableSubject): Finding[] {
  return cpcObjects(subject).flatMap(({ path, node }) => {
    if (node.term !== 'DefName' || node.object.term === 'NameString') return [];
    const { object } = node;
    const isPackage = object.term === 'DefPackage' || object.term === 'DefVarPackage';
    if (isPackage && object.elements.length > 1) return [];
    const is = isPackage ? `a Package of ${object.elements.length}` : wordFor(object);
    return [finding('firmware/cpc-no-package', { is }, objectAt(subject, path, node))];
  });
}

function wordFor(node: AmlNode): string {
  if (node.term === 'Integer') return `the Integer ${node.value}`;
  return node.term === 'DefBuffer' || node.term === 'ResourceTemplate' ? 'a Buffer' : 'no Package';
}

function cpcTakesNothing(subject: TableSubject): Finding[] {
  return cpcObjects(subject).flatMap(({ path, node }) => {
    const args = node.term === 'DefMethod' ? node.methodFlags & METHOD_FLAGS.argCountMask : 0;
    return args === 0 ? [] : [finding('firmware/cpc-arguments', { args }, objectAt(subject, path, node))];
  });
}

/**
 * In a table that declares processors and gives some a `_CPC`, the others probably lack it by mistake. A processor with
 * a `_STA` may be absent.
 */
function everyProcessorHasCpc(subject: TableSubject): Finding[] {
  const { terms, namespace, everything } = subject;
  const processors = processorsIn(terms);
  const having = processors.filter(({ path }) => namespace.has(`${path}._CPC`)).length;
  if (having === 0) return [];
  return processors
    .filter(({ path }) => !everything.has(`${path}._CPC`) && !everything.has(`${path}._STA`))
    .map(({ path, node }) => finding('firmware/processor-without-cpc', { having }, objectAt(subject, path, node)));
}

export function tableSubjects(tables: readonly (readonly AmlNode[])[]): TableSubject[] {
  const everything = namespaceOf(tables);
  return tables.map((terms, table) => ({ table, terms, everything, namespace: namespaceOf([terms]) }));
}

function objectAt({ table }: TableSubject, path: string, node: AmlNode): FindingPlace {
  return { object: { path, table, ...(spanOf(node) ?? { offset: 0, length: 0 }) } };
}
