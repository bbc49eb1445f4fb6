// Where the packages of tables stand. Evaluated values know the term that they were made from; this says in which table
// and in which Name or Method it is. What ran is looked for in the bodies that were read to run it, so that no other body
// has to be read; only the list of all packages needs them all.

import { hasReadBody } from '../aml/decode.js';
import { spanOf } from '../aml/spans.js';
import { isDefined } from '../aml/term.js';
import type { AmlNode, AmlTable, NodeOf } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { isPackage } from './firmware-cpc.js';
import { absolute } from './namespace.js';

export interface PackagePlace {
  /** Path of the Name or Method that contains it. */
  readonly path: string;
  /** Index of the table among the given ones. */
  readonly table: number;
  readonly offset: number;
  readonly length: number;
}

export interface PackagePlaces {
  /** Of a package of a Name, or of a method that has run. */
  readonly of: (node: AmlNode) => PackagePlace | undefined;
  /** Every package, in the order of the tables, outer ones first. */
  readonly all: () => readonly (readonly [AmlNode, PackagePlace])[];
}

/** `paths`: of the Names and Methods. */
export function packagePlaces(tables: readonly AmlTable[], paths: () => ReadonlyMap<AmlNode, string>): PackagePlaces {
  let known: Places | undefined;
  const found = () => (known ??= placesOf(tables, paths()));
  return {
    of: (node) => {
      const { places, addBodies } = found();
      if (isPackage(node) && !places.has(node)) addBodies(hasReadBody);
      return places.get(node);
    },
    all: () => {
      const { places, addBodies } = found();
      addBodies(() => true);
      return [...places].sort((a, b) => a[1].table - b[1].table || a[1].offset - b[1].offset);
    },
  };
}

interface Places {
  readonly places: Map<AmlNode, PackagePlace>;
  /** Adds the packages of the chosen methods. */
  readonly addBodies: (isChosen: (method: NodeOf<'DefMethod'>) => boolean) => void;
}

/** Most terms of table level that have no terms inside, which need not be looked through. */
const WITHOUT_PACKAGES = new Set<string>(['DefExternal', 'DefField', 'DefIndexField', 'DefOpRegion', 'DefMutex']);

function holdsPackage({ object }: NodeOf<'DefName'>): boolean {
  return object.term !== 'Integer' && object.term !== 'String' && object.term !== 'ResourceTemplate';
}

interface Body {
  readonly method: NodeOf<'DefMethod'>;
  readonly path: string;
  readonly table: number;
}

function placesOf(tables: readonly AmlTable[], paths: ReadonlyMap<AmlNode, string>): Places {
  const places = new Map<AmlNode, PackagePlace>();
  let unread: Body[] = [];
  const visit = (node: AmlNode, path: string, table: number): void => {
    if (isPackage(node)) {
      places.set(node, { path, table, ...(spanOf(node) ?? { offset: 0, length: 0 }) });
      // Inside packages only packages matter.
      const packages = node.elements.filter(isPackage);
      for (const one of packages) visit(one, path, table);
      return;
    }
    if (WITHOUT_PACKAGES.has(node.term) || (node.term === 'DefName' && !holdsPackage(node))) return;
    const inner = paths.get(node) ?? (isDefined(node) && 'name' in node ? absolute(node.name, path) : path);
    if (node.term === 'DefMethod' && !hasReadBody(node)) unread.push({ method: node, path: inner, table });
    else for (const one of innerNodes(node)) visit(one, inner, table);
  };
  for (const [table, { terms }] of tables.entries()) for (const term of terms) visit(term, '\\', table);
  const addBodies: Places['addBodies'] = (isChosen) => {
    const left: Body[] = [];
    for (const body of unread) {
      if (!isChosen(body.method)) left.push(body);
      else for (const term of body.method.terms) visit(term, body.path, body.table);
    }
    unread = left;
  };
  return { places, addBodies };
}
