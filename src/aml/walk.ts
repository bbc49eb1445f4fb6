import type { AmlNode } from './tree.js';

const LEAVES: ReadonlySet<string> = new Set(['Integer', 'String', 'NullName', 'ResourceTemplate', 'Opaque']);

const NONE: readonly AmlNode[] = [];

/** The nodes directly inside a node, in the order of the bytes. */
export function innerNodes(node: AmlNode): readonly AmlNode[] {
  // Most nodes of a firmware are elements of packages, or these.
  if (node.term === 'DefPackage') return node.elements;
  if (LEAVES.has(node.term)) return NONE;
  const inner: AmlNode[] = [];
  for (const value of Object.values(node)) {
    if (!Array.isArray(value)) {
      if (isNode(value)) inner.push(value);
      continue;
    }
    for (const one of value) if (isNode(one)) inner.push(one);
  }
  return inner;
}

function isNode(value: unknown): value is AmlNode {
  return typeof value === 'object' && value !== null && 'term' in value;
}
