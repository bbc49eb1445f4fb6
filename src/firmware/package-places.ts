// Where the packages of tables stand. Evaluated values know the term that they were made from; this says in which table
// and in which Name or Method it is.

import { spanOf } from '../aml/spans.js';
import { isDefined } from '../aml/term.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { isPackage, type PackageNode } from './firmware-cpc.js';
import { absolute } from './namespace.js';

export interface PackagePlace {
  /** Path of the Name or Method that contains it. */
  readonly path: string;
  /** Index of the table among the given ones. */
  readonly table: number;
  readonly offset: number;
  readonly length: number;
}

/** Every package, in the order of the tables, outer ones first. `paths`: of the Names and Methods. */
export function packagePlaces(
  tables: readonly AmlTable[],
  paths: ReadonlyMap<AmlNode, string>,
): Map<PackageNode, PackagePlace> {
  const places = new Map<PackageNode, PackagePlace>();
  const visit = (node: AmlNode, path: string, table: number): void => {
    if (isPackage(node)) {
      places.set(node, { path, table, ...(spanOf(node) ?? { offset: 0, length: 0 }) });
      // Inside packages only packages matter.
      for (const one of innerNodes(node)) if (isPackage(one)) visit(one, path, table);
      return;
    }
    const inner = paths.get(node) ?? (isDefined(node) && 'name' in node ? absolute(node.name, path) : path);
    for (const one of innerNodes(node)) visit(one, inner, table);
  };
  for (const [table, { terms }] of tables.entries()) for (const term of terms) visit(term, '\\', table);
  return places;
}
