import type { AmlNode } from './tree.js';

/** Bytes of the whole table that a node was read from. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

// Under a symbol, which comparing, copying to JSON and walking over a tree pass by: two trees are equal when what they
// say is equal. A WeakMap does the same at several times the price.
const SPAN = Symbol('span');

export function keepSpan<N extends AmlNode>(node: N, offset: number, end: number): N {
  return Object.assign(node, { [SPAN]: { offset, length: end - offset } });
}

/** Where a decoded node stood; undefined for a node that was made, not read. */
export function spanOf(node: AmlNode): Span | undefined {
  return (node as { readonly [SPAN]?: Span })[SPAN];
}
