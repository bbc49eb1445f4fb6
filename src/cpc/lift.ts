import { CPC_HEAD } from '../../grammar/cpc.js';
import { spanOf } from '../aml/spans.js';
import type { AmlNode } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import {
  type FoundCpc,
  type FoundValue,
  foundValue,
  isCpcShaped,
  isPackage,
  keysOf,
  type PackageNode,
} from './found.js';
import { lookUp, type NamedObject, type Namespace, namespaceOf, parentOf } from './namespace.js';
import { returnedBy } from './returned.js';

/** A package that belongs to a processor beside its `_CPC`, as firmware has it. */
export interface FoundPackage {
  /** Path of the object, as `\_SB.CPUS.C000._PSD`. */
  readonly path: string;
  readonly table: number;
  readonly offset: number;
  readonly length: number;
  readonly value: FoundValue;
}

export type FoundPsd = FoundPackage;

export interface Lifted {
  readonly cpc: readonly FoundCpc[];
  readonly psd: readonly FoundPackage[];
  readonly pct: readonly FoundPackage[];
  readonly pss: readonly FoundPackage[];
}

/** Finds every package of a `_CPC`'s shape in the tables, which may refer to each other, and what stands beside it. */
export function lift(tables: readonly (readonly AmlNode[])[], printed: (node: AmlNode) => string): Lifted {
  const namespace = namespaceOf(tables);
  const users = usersOf(namespace);
  const patches = patchesOf(namespace, printed);
  const objects = [...namespace.values()].flat();
  const tableOf = tableIndex(tables);
  const cpc = objects.flatMap((object) =>
    packagesIn(object).map((node) =>
      foundCpc(object, node, namespace, [...(users.get(node) ?? [])], patches.get(node) ?? [], tableOf),
    ),
  );
  const named = (name: string) =>
    inOrder(
      objects
        .filter(({ path }) => path.endsWith(`.${name}`))
        .flatMap((object) => foundPackages(object, namespace, tableOf)),
    );
  return { cpc: inOrder(cpc), psd: named('_PSD'), pct: named('_PCT'), pss: named('_PSS') };
}

function inOrder<T extends { table: number; offset: number }>(found: readonly T[]): T[] {
  return found.toSorted((a, b) => a.table - b.table || a.offset - b.offset);
}

function tableIndex(tables: readonly (readonly AmlNode[])[]): (node: AmlNode) => number {
  const index = new Map<AmlNode, number>();
  const visit = (node: AmlNode, table: number): void => {
    if (node.term === 'DefPackage' || node.term === 'DefVarPackage') index.set(node, table);
    for (const inner of innerNodes(node)) visit(inner, table);
  };
  for (const [table, terms] of tables.entries()) for (const term of terms) visit(term, table);
  return (node) => index.get(node) ?? 0;
}

/** The packages of the right shape that stand directly in an object: a Name's own, or those in a method's statements. */
function packagesIn({ path, node }: NamedObject): PackageNode[] {
  const named = path.endsWith('._CPC');
  if (node.term === 'DefName') return isPackage(node.object) && isCpcShaped(node.object, named) ? [node.object] : [];
  const found: PackageNode[] = [];
  const visit = (inner: AmlNode): void => {
    if (inner.term === 'DefName' || inner.term === 'DefMethod') return;
    if (isPackage(inner)) {
      if (isCpcShaped(inner, false)) found.push(inner);
      return;
    }
    for (const one of innerNodes(inner)) visit(one);
  };
  for (const term of node.terms) visit(term);
  return found;
}

function foundCpc(
  { path, scope }: NamedObject,
  node: PackageNode,
  namespace: Namespace,
  processors: readonly string[],
  patches: readonly IndexPatch[],
  tableOf: (node: AmlNode) => number,
): FoundCpc {
  const resolve = (name: string) => bufferNamed(namespace, name, scope);
  const [numEntries, revision, ...rest] = node.elements.map((element) => foundValue(element, resolve));
  const keys = keysOf(revision ?? { kind: 'absent' });
  const { offset = 0, length = 0 } = spanOf(node) ?? {};
  return {
    path,
    ...{ offset, length, table: tableOf(node), processors },
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

function elementName(index: number, keys: readonly string[]): string {
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
  readonly index: number;
  readonly value: string;
  readonly by: string;
}

/** Stores into elements of named packages, as `CPC3 [0x14] = Local0`, where name and index are constant. */
function patchesOf(namespace: Namespace, printed: (node: AmlNode) => string): Map<AmlNode, IndexPatch[]> {
  const patches = new Map<AmlNode, IndexPatch[]>();
  const visit = (node: AmlNode, scope: string): void => {
    if (node.term === 'DefStore' && node.target.term === 'DefIndex') {
      const { object, index } = node.target;
      if (object.term === 'NameString' && index.term === 'Integer') {
        const target = bufferNamed(namespace, object.name, scope);
        const patch = { index: Number(index.value), value: printed(node.source), by: scope };
        const known = target && patches.get(target);
        if (known) known.push(patch);
        else if (target) patches.set(target, [patch]);
      }
    }
    for (const inner of innerNodes(node)) visit(inner, scope);
  };
  for (const { path, node } of [...namespace.values()].flat()) {
    if (node.term === 'DefMethod') for (const term of node.terms) visit(term, path);
  }
  return patches;
}

function foundPackages(object: NamedObject, namespace: Namespace, tableOf: (node: AmlNode) => number): FoundPackage[] {
  const resolve = (name: string) => bufferNamed(namespace, name, object.scope);
  return returnedBy(object, namespace).map((node) => {
    const { offset = 0, length = 0 } = spanOf(node) ?? {};
    return { path: object.path, table: tableOf(node), offset, length, value: foundValue(node, resolve) };
  });
}
