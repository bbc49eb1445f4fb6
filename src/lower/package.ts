import type { AmlNode, NodeOf } from '../aml/tree.js';

/** A Package of these elements and no others. */
export function packageOf(elements: readonly AmlNode[]): NodeOf<'DefPackage'> {
  return { term: 'DefPackage', numElements: elements.length, elements };
}
