import type { AmlNode, NodeOf } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { isPackage, type PackageNode } from './found.js';
import { lookUp, type NamedObject, type Namespace } from './namespace.js';

/** So many objects are followed from one: firmware needs three or four, hostile code has no end. */
const MOST_FOLLOWED = 64;

/** The packages that an object is, or that a method can return as far as its code says it: whichever way conditions go. */
export function returnedBy(object: NamedObject, namespace: Namespace): PackageNode[] {
  const packages = new Set<PackageNode>();
  const seen = new Set([object]);
  // A Set visits what is added while it is walked.
  for (const one of seen) {
    const { values, scope } = resultOf(one);
    for (const value of values) {
      if (isPackage(value)) packages.add(value);
      else if (seen.size < MOST_FOLLOWED) for (const next of lookUp(namespace, value.name, scope)) seen.add(next);
    }
  }
  return [...packages];
}

type Value = PackageNode | NodeOf<'NameString'>;

/** What a Name holds, or what the Returns of a method can give: packages, and names that stand for something else. */
function resultOf({ node, path, scope }: NamedObject): { readonly values: readonly Value[]; readonly scope: string } {
  if (node.term === 'DefName') return { values: isValue(node.object) ? [node.object] : [], scope };
  const known = returnsOfMethod.get(node) ?? returnsOf(node);
  returnsOfMethod.set(node, known);
  return { values: known, scope: path };
}

// Many processors return what one method gives, whose statements are looked through once.
const returnsOfMethod = new WeakMap<NodeOf<'DefMethod'>, readonly Value[]>();

/** The values of the Returns; a local stands for all that is stored into it. */
function returnsOf({ terms }: NodeOf<'DefMethod'>): readonly Value[] {
  const sources = new Map<string, AmlNode[]>();
  const visit = (node: AmlNode): void => {
    const [into, value] = assigned(node);
    if (into && value) {
      const known = sources.get(into);
      if (known) known.push(value);
      else sources.set(into, [value]);
    }
    for (const inner of innerNodes(node)) visit(inner);
  };
  for (const term of terms) visit(term);
  const reached = new Set(['Return']);
  const values: Value[] = [];
  for (const name of reached) {
    for (const value of sources.get(name) ?? []) {
      if (isValue(value)) values.push(value);
      else reached.add(value.term);
    }
  }
  return values;
}

/** The place that a statement gives a value to: `Return`, or a local or argument by its term. */
function assigned(node: AmlNode): readonly [into?: string, value?: AmlNode] {
  if (node.term === 'DefReturn') return ['Return', node.object];
  if (node.term === 'DefStore' && /^(?:Local|Arg)\d$/.test(node.target.term)) return [node.target.term, node.source];
  return [];
}

function isValue(node: AmlNode): node is Value {
  return isPackage(node) || node.term === 'NameString';
}
