import type { AmlNode } from './tree.js';

/** Bytes of the whole table that a node was read from. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

// Hidden in the node, where comparing, copying and walking pass it by: two trees are equal when what they say is equal.
// A WeakMap beside the tree does the same at several times the price.
const SPAN = Symbol('span');

export function keepSpan<N extends AmlNode>(node: N, offset: number, end: number): N {
  return Object.defineProperty(node, SPAN, { value: { offset, length: end - offset } });
}

/** Where a decoded node stood; undefined for a node that was made, not read. */
export function spanOf(node: AmlNode): Span | undefined {
  return (node as { readonly [SPAN]?: Span })[SPAN];
}
