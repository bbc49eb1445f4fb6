import type { AmlNode } from './tree.js';

const LEAVES: ReadonlySet<string> = new Set(['Integer', 'String', 'NullName', 'ResourceTemplate', 'Opaque']);

const NONE: readonly AmlNode[] = [];

/** The nodes directly inside a node, in the order of the bytes. */
export function innerNodes(node: AmlNode): readonly AmlNode[] {
  // Most nodes of a firmware are these.
  if (node.term === 'DefPackage') return node.elements;
  if (node.term === 'DefName') return [node.object];
  if (LEAVES.has(node.term)) return NONE;
  const inner: AmlNode[] = [];
  for (const key in node) {
    const value: unknown = node[key as keyof AmlNode];
    if (Array.isArray(value)) addNodes(value, inner);
    else if (isNode(value)) inner.push(value);
  }
  return inner;
}

function addNodes(values: readonly unknown[], to: AmlNode[]): void {
  for (const one of values) if (isNode(one)) to.push(one);
}

function isNode(value: unknown): value is AmlNode {
  return typeof value === 'object' && value !== null && 'term' in value;
}
