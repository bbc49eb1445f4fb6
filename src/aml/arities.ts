import { METHOD_FLAGS, OBJECT_TYPES } from '../../grammar/aml-terms.js';
import { lastSegment } from './name-string.js';
import type { AmlNode } from './tree.js';
import { innerNodes } from './walk.js';

const METHOD = OBJECT_TYPES.find((row) => row.asl === 'MethodObj')?.id;

/** Counts the arguments of each method that these terms define or declare; a name with two counts is left out. */
export function aritiesOf(tables: readonly (readonly AmlNode[])[]): Map<string, number> {
  const arities = new Map<string, number>();
  const disputed = new Set<string>();
  const learn = (name: string, count: number) => {
    const known = arities.get(lastSegment(name));
    if (known !== undefined && known !== count) disputed.add(lastSegment(name));
    arities.set(lastSegment(name), count);
  };
  const visit = (node: AmlNode): void => {
    if (node.term === 'DefMethod') learn(node.name, node.methodFlags & METHOD_FLAGS.argCountMask);
    if (node.term === 'DefExternal' && node.objectType === METHOD) learn(node.name, node.argumentCount);
    for (const inner of innerNodes(node)) visit(inner);
  };
  for (const terms of tables) for (const term of terms) visit(term);
  for (const name of disputed) arities.delete(name);
  return arities;
}

/** Whether these terms invoke such a method, so that the terms behind its name are its arguments. */
export function invokesAny(tables: readonly (readonly AmlNode[])[], arities: ReadonlyMap<string, number>): boolean {
  const invokes = (node: AmlNode): boolean =>
    (node.term === 'NameString' && (arities.get(lastSegment(node.name)) ?? 0) > 0) || innerNodes(node).some(invokes);
  return tables.some((terms) => terms.some(invokes));
}
