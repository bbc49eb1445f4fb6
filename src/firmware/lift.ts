import { CPC_HEAD } from '../../grammar/cpc.js';
import { spanOf } from '../aml/spans.js';
import { isDefined, rowOfTerm, targetOperands } from '../aml/term.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { type CpcPackage, keysOf, type NamedPackage } from '../cpc/package.js';
import { foundValue, isCpcShaped, isPackage, type PackageNode } from './firmware-cpc.js';
import { lookUp, type NamedObject, type Namespace, namespaceOf, parentOf } from './namespace.js';
import { heldBy, isLocal, returnedBy } from './returned.js';

export interface Lifted {
  readonly cpc: readonly CpcPackage[];
  readonly psd: readonly NamedPackage[];
  readonly pct: readonly NamedPackage[];
  readonly pss: readonly NamedPackage[];
}

/** Finds every package with the shape of a `_CPC` in tables of one machine, and the other objects of its processors. */
export function lift(tables: readonly (readonly AmlNode[])[], printed: (node: AmlNode) => string): Lifted {
  const namespace = namespaceOf(tables);
  const users = usersOf(namespace);
  // An Alias is one object under two names.
  const objects = [...new Set([...namespace.values()].flat())];
  const patches = patchesOf(objects, namespace, printed);
  const tableOf = tableIndex(tables);
  const cpc = objects.flatMap((object) =>
    packagesIn(object, users).map((node) =>
      foundCpc(object, node, namespace, [...(users.get(node) ?? [])], patches.get(node) ?? [], tableOf),
    ),
  );
  const named = (name: string) =>
    inOrder(
      [...namespace]
        .filter(([path]) => path.endsWith(`.${name}`))
        .flatMap(([path, found]) => found.flatMap((object) => foundPackages(path, object, namespace, tableOf))),
    );
  return { cpc: inOrder(cpc), psd: named('_PSD'), pct: named('_PCT'), pss: named('_PSS') };
}

function inOrder<T extends { table: number; offset: number }>(found: readonly T[]): T[] {
  return found.toSorted((a, b) => a.table - b.table || a.offset - b.offset);
}

function tableIndex(tables: readonly (readonly AmlNode[])[]): (node: AmlNode) => number {
  const index = new Map<AmlNode, number>();
  const visit = (node: AmlNode, table: number): void => {
    if (isPackage(node)) index.set(node, table);
    // Inside packages only packages matter.
    for (const inner of innerNodes(node)) if (!isPackage(node) || isPackage(inner)) visit(inner, table);
  };
  for (const [table, terms] of tables.entries()) for (const term of terms) visit(term, table);
  return (node) => index.get(node) ?? 0;
}

/** The packages of the right shape in an object: what a Name holds, or those in a method's statements. */
function packagesIn({ path, node }: NamedObject, users: ReadonlyMap<PackageNode, unknown>): PackageNode[] {
  const own = node.term === 'DefName' && path.endsWith('._CPC') ? node.object : undefined;
  const isOne = (one: PackageNode) => isCpcShaped(one, one === own || users.has(one));
  const found: PackageNode[] = [];
  const visit = (inner: AmlNode): void => {
    if (inner.term === 'DefName' || inner.term === 'DefMethod') return;
    if (isPackage(inner) && isOne(inner)) found.push(inner);
    else for (const one of innerNodes(inner)) visit(one);
  };
  for (const term of node.term === 'DefName' ? [node.object] : node.terms) visit(term);
  return found;
}

function foundCpc(
  { path, scope }: NamedObject,
  node: PackageNode,
  namespace: Namespace,
  processors: readonly string[],
  patches: readonly IndexPatch[],
  tableOf: (node: AmlNode) => number,
): CpcPackage {
  const resolve = (name: string) => bufferNamed(namespace, name, scope);
  const [numEntries, revision, ...rest] = node.elements.map((element) => foundValue(element, resolve));
  const keys = keysOf(revision ?? { kind: 'absent' });
  const { offset = 0, length = 0 } = spanOf(node) ?? {};
  return {
    path,
    offset,
    length,
    table: tableOf(node),
    processors,
    numEntries: numEntries ?? { kind: 'absent' },
    revision: revision ?? { kind: 'absent' },
    count: node.elements.length,
    ...declaredCount(node),
    spans: node.elements.map((element) => spanOf(element) ?? { offset, length }),
    entries: new Map(keys.flatMap((key, i) => (rest[i] ? [[key, rest[i]] as const] : []))),
    extra: rest.slice(keys.length),
    patches: patches.map(({ index, value, by }) => ({ entry: elementName(index, keys), value, by })),
  };
}

function declaredCount(node: PackageNode): { declared?: bigint } {
  if (node.term === 'DefPackage') return { declared: BigInt(node.numElements) };
  const { varNumElements: count } = node;
  return count.term === 'Integer' ? { declared: count.value } : {};
}

function elementName(index: number | string, keys: readonly string[]): string {
  if (typeof index === 'string') return `element ${index}`;
  return keys[index - CPC_HEAD.length] ?? CPC_HEAD[index] ?? String(index);
}

function bufferNamed(namespace: Namespace, name: string, scope: string): AmlNode | undefined {
  const [object] = lookUp(namespace, name, scope);
  return object?.node.term === 'DefName' ? object.node.object : undefined;
}

/** Which processors each package can be the `_CPC` of. */
function usersOf(namespace: Namespace): Map<PackageNode, Set<string>> {
  const users = new Map<PackageNode, Set<string>>();
  for (const [path, objects] of namespace) {
    if (!path.endsWith('._CPC')) continue;
    const processor = parentOf(path);
    for (const node of objects.flatMap((object) => returnedBy(object, namespace))) {
      const known = users.get(node);
      if (known) known.add(processor);
      else users.set(node, new Set([processor]));
    }
  }
  return users;
}

interface IndexPatch {
  /** As ASL where it is no constant. */
  readonly index: number | string;
  readonly value: string;
  readonly by: string;
}

/** Writes into elements of packages, as `CPC3 [0x14] = Local0`, by whatever operator. */
function patchesOf(
  objects: readonly NamedObject[],
  namespace: Namespace,
  printed: (node: AmlNode) => string,
): Map<AmlNode, IndexPatch[]> {
  const patches = new Map<AmlNode, IndexPatch[]>();
  const visit = (node: AmlNode, by: string, packagesAt: (object: AmlNode) => readonly AmlNode[]): void => {
    for (const { object, index } of indexTargets(node)) {
      const written = index.term === 'Integer' ? Number(index.value) : printed(index);
      const patch = { index: written, value: valueWritten(node, printed), by };
      for (const target of packagesAt(object)) {
        const known = patches.get(target);
        if (known) known.push(patch);
        else patches.set(target, [patch]);
      }
    }
    for (const inner of innerNodes(node)) visit(inner, by, packagesAt);
  };
  for (const method of objects) {
    if (method.node.term !== 'DefMethod') continue;
    const packagesAt = operandsOf(method, namespace);
    for (const term of method.node.terms) visit(term, method.path, packagesAt);
  }
  return patches;
}

/** The elements that a statement writes to. */
function indexTargets(node: AmlNode): NodeOf<'DefIndex'>[] {
  return targetsOf(node).flatMap((name) => {
    const target = (node as unknown as Record<string, AmlNode>)[name];
    return target?.term === 'DefIndex' ? [target] : [];
  });
}

function targetsOf(node: AmlNode): readonly string[] {
  if (node.term === 'DefStore' || node.term === 'DefCopyObject') return ['target'];
  if (node.term === 'DefIncrement' || node.term === 'DefDecrement') return ['object'];
  return isDefined(node) ? targetOperands(rowOfTerm(node)) : [];
}

/** What a statement writes: the source of a Store; else the operation without its targets. */
function valueWritten(node: AmlNode, printed: (node: AmlNode) => string): string {
  if (node.term === 'DefStore' || node.term === 'DefCopyObject') return printed(node.source);
  if (node.term === 'DefIncrement' || node.term === 'DefDecrement') return printed(node);
  const nowhere = targetsOf(node).map((name) => [name, { term: 'NullName' }]);
  return printed({ ...node, ...Object.fromEntries(nowhere) }).replace(/(?:, )+\)$/, ')');
}

/** Locals of real firmware hold one or two packages; hostile code can hold any number. */
const MOST_HELD = 64;

/** The packages that an operand of a method stands for; a method's statements are looked through once for each local. */
function operandsOf(method: NamedObject, namespace: Namespace): (object: AmlNode) => readonly AmlNode[] {
  const held = new Map<string, readonly AmlNode[]>();
  return (object) => {
    if (object.term === 'NameString') {
      const target = bufferNamed(namespace, object.name, method.path);
      return target ? [target] : [];
    }
    if (!isLocal(object)) return [];
    const known = held.get(object.term) ?? heldBy(object.term, method, namespace).slice(0, MOST_HELD);
    held.set(object.term, known);
    return known;
  };
}

function foundPackages(
  path: string,
  object: NamedObject,
  namespace: Namespace,
  tableOf: (node: AmlNode) => number,
): NamedPackage[] {
  const resolve = (name: string) => bufferNamed(namespace, name, object.scope);
  return returnedBy(object, namespace).map((node) => {
    const { offset = 0, length = 0 } = spanOf(node) ?? {};
    return { path, table: tableOf(node), offset, length, value: foundValue(node, resolve) };
  });
}
