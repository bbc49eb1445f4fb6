import { spanOf } from '../aml/spans.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import type { PackagePlace } from './package-places.js';

/** Where the terms stand that a machine's objects are made from. */
export interface ObjectPlaces {
  /** Of the first Name or Method of this path. */
  readonly ofPath: (path: string) => PackagePlace;
  /** Of a term of the namespace. */
  readonly ofNode: (node: AmlNode, path: string) => PackagePlace;
}

/** `paths`: of the Names and Methods. The tables are looked through when a place is asked for: few machines have findings. */
export function objectPlaces(tables: readonly AmlTable[], paths: () => ReadonlyMap<AmlNode, string>): ObjectPlaces {
  let found: ReadonlyMap<AmlNode, PackagePlace> | undefined;
  let byPath: ReadonlyMap<string, AmlNode> | undefined;
  const ofNode = (node: AmlNode, path: string): PackagePlace => {
    found ??= placesIn(tables);
    return { ...(found.get(node) ?? NOWHERE), path };
  };
  const ofPath = (path: string): PackagePlace => {
    byPath ??= new Map([...paths()].map(([node, of]) => [of, node]));
    const node = byPath.get(path);
    return node ? ofNode(node, path) : { ...NOWHERE, path };
  };
  return { ofPath, ofNode };
}

const NOWHERE = { path: '', table: 0, offset: 0, length: 0 };

function placesIn(tables: readonly AmlTable[]): Map<AmlNode, PackagePlace> {
  const places = new Map<AmlNode, PackagePlace>();
  const visit = (node: AmlNode, table: number): void => {
    if (HAVE_PATHS.has(node.term)) places.set(node, { path: '', table, ...(spanOf(node) ?? NOWHERE) });
    if (node.term !== 'DefName' && node.term !== 'DefMethod') for (const one of innerNodes(node)) visit(one, table);
  };
  for (const [table, { terms }] of tables.entries()) for (const term of terms) visit(term, table);
  return places;
}

const HAVE_PATHS = new Set<string>(['DefName', 'DefMethod', 'DefDevice', 'DefProcessor', 'DefAlias']);
