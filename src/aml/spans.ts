import type { AmlNode } from './tree.js';

/** Bytes of the whole table that a node was read from. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

// Beside the tree, not in it: two trees are equal when what they say is equal.
const spans = new WeakMap<AmlNode, Span>();

export function keepSpan<N extends AmlNode>(node: N, offset: number, end: number): N {
  spans.set(node, { offset, length: end - offset });
  return node;
}

/** Where a decoded node stood; undefined for a node that was made, not read. */
export function spanOf(node: AmlNode): Span | undefined {
  return spans.get(node);
}
