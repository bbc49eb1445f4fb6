import type { AmlNode, NodeOf } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { isPackage, type PackageNode } from './firmware-cpc.js';
import { lookUp, type NamedObject, type Namespace } from './namespace.js';

/** So many objects are followed from one: firmware needs three or four, hostile code has no end. */
const MOST_FOLLOWED = 64;

/** The packages that an object is or that a method can return, on any path through its conditions. */
export function returnedBy(object: NamedObject, namespace: Namespace): PackageNode[] {
  return followed([object], [], namespace);
}

/** The packages that a local or an argument of a method can stand for. */
export function heldBy(local: string, method: NamedObject, namespace: Namespace): readonly PackageNode[] {
  if (method.node.term !== 'DefMethod') return [];
  const { values } = reachedFrom(local, method.node);
  return followed(
    [],
    values.map((value) => ({ value, scope: method.path })),
    namespace,
  );
}

type Value = PackageNode | NodeOf<'NameString'> | NodeOf<'DefIndex'>;

interface ScopedValue {
  readonly value: AmlNode;
  readonly scope: string;
}

function followed(
  objects: readonly NamedObject[],
  values: readonly ScopedValue[],
  namespace: Namespace,
): PackageNode[] {
  const packages = new Set<PackageNode>();
  const seen = new Set(objects);
  const done = new Set<AmlNode>();
  const follow = ({ value, scope }: ScopedValue): void => {
    if (done.has(value)) return;
    done.add(value);
    if (isPackage(value)) packages.add(value);
    if (value.term === 'DefIndex') for (const one of elementsAt(value, scope, namespace, done)) follow(one);
    if (value.term !== 'NameString') return;
    for (const next of lookUp(namespace, value.name, scope)) {
      if (seen.size < MOST_FOLLOWED) seen.add(next);
      for (const argument of resultOf(next).args) {
        const given = value.args?.[argument];
        if (given) follow({ value: referred(given), scope });
      }
    }
  };
  for (const one of values) follow(one);
  // A Set visits what is added while it is walked.
  for (const one of seen) {
    const { values: results, scope } = resultOf(one);
    for (const value of results) follow({ value, scope });
  }
  return [...packages];
}

/** The elements of a named package that an index can mean; those of one in `done` were followed already. */
function elementsAt(
  { object, index }: NodeOf<'DefIndex'>,
  scope: string,
  namespace: Namespace,
  done: Set<AmlNode>,
): readonly ScopedValue[] {
  if (object.term !== 'NameString') return [];
  return lookUp(namespace, object.name, scope).flatMap(({ node, scope: within }) => {
    if (node.term !== 'DefName' || !isPackage(node.object)) return [];
    const { elements } = node.object;
    if (index.term === 'Integer') {
      const value = elements[Number(index.value)];
      return value ? [{ value, scope: within }] : [];
    }
    if (done.has(node)) return [];
    done.add(node);
    return elements.map((value) => ({ value, scope: within }));
  });
}

interface Reached {
  readonly values: readonly Value[];
  /** Arguments that stand for others which the caller gives. */
  readonly args: readonly number[];
}

/** What a Name holds, or what the Returns of a method can give: packages, and names that stand for something else. */
function resultOf({ node, path, scope }: NamedObject): Reached & { readonly scope: string } {
  if (node.term === 'DefName') return { values: isValue(node.object) ? [node.object] : [], args: [], scope };
  const known = returnsOfMethod.get(node) ?? reachedFrom('Return', node);
  returnsOfMethod.set(node, known);
  return { ...known, scope: path };
}

// Many processors return what one method gives, whose statements are looked through once.
const returnsOfMethod = new WeakMap<NodeOf<'DefMethod'>, Reached>();

/** The values of the Returns, or of a local, which stands for all that is stored into it. */
function reachedFrom(start: string, { terms }: NodeOf<'DefMethod'>): Reached {
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
  const reached = new Set([start]);
  const values: Value[] = [];
  for (const name of reached) {
    for (const value of (sources.get(name) ?? []).map(referred)) {
      if (isValue(value)) values.push(value);
      else reached.add(value.term);
    }
  }
  return { values, args: [...reached].flatMap((name) => (/^Arg\d$/.test(name) ? [Number(name.slice(3))] : [])) };
}

/** The place that a statement gives a value to: `Return`, or a local or argument by its term. */
function assigned(node: AmlNode): readonly [into?: string, value?: AmlNode] {
  if (node.term === 'DefReturn') return ['Return', node.object];
  if (node.term !== 'DefStore' && node.term !== 'DefCopyObject') return [];
  return isLocal(node.target) ? [node.target.term, node.source] : [];
}

/** Whether it is a local or an argument. */
export function isLocal({ term }: AmlNode): boolean {
  return /^(?:Local|Arg)\d$/.test(term);
}

/** What a reference refers to: `DerefOf (RefOf (PKG1))` is PKG1. */
function referred(node: AmlNode): AmlNode {
  return node.term === 'DefDerefOf' || node.term === 'DefRefOf' ? referred(node.object) : node;
}

function isValue(node: AmlNode): node is Value {
  return isPackage(node) || node.term === 'NameString' || node.term === 'DefIndex';
}
