// The packages with the shape of a `_CPC` as they stand in the tables, before any code runs.

import { elementSpans } from '../aml/inner-spans.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { type CpcPackage, keysOf, type PackageValue } from '../cpc/package.js';
import type { MachineFacts } from './facts.js';
import { foundValue, isCpcShaped, isPackage, type PackageNode } from './firmware-cpc.js';
import { lookUp, namespaceOf } from './namespace.js';
import type { PackagePlace } from './package-places.js';

/** In the order of the tables, also those that no processor returns. */
export function tablePackages(tables: readonly AmlTable[], facts: MachineFacts): CpcPackage[] {
  const users = new Map<string, readonly string[]>();
  for (const one of facts.cpc) {
    const known = users.get(placeKey(one));
    users.set(placeKey(one), known ? [...new Set([...known, ...one.processors])] : one.processors);
  }
  // What nobody writes to is as it was.
  const returned = new Map(
    facts.cpc.filter(({ writes = [] }) => writes.length === 0).map((one) => [placeKey(one), one] as const),
  );
  const named = namesIn(tables);
  const packages: CpcPackage[] = [];
  let end = { table: -1, offset: 0 };
  for (const [node, place] of facts.places.all()) {
    const key = placeKey(place);
    const processors = users.get(key);
    // Packages inside a found one are its elements.
    const inside = place.table === end.table && place.offset < end.offset;
    if (!isPackage(node) || inside || !isCpcShaped(node, processors !== undefined)) continue;
    end = { table: place.table, offset: place.offset + place.length };
    const known = node.elements.some(({ term }) => term === 'NameString') ? undefined : returned.get(key);
    packages.push(known ? { ...known, processors: processors ?? [] } : packageAt(node, place, processors ?? [], named));
  }
  return packages;
}

function placeKey({ table, offset }: { readonly table: number; readonly offset: number }): string {
  return `${table}:${offset}`;
}

function packageAt(
  node: PackageNode,
  place: PackagePlace,
  processors: readonly string[],
  named: (name: string, scope: string) => AmlNode | undefined,
): CpcPackage {
  const known = partsByElements.get(node.elements);
  const parts =
    known ?? partsOf(node.elements.map((element) => foundValue(element, (name) => named(name, place.path))));
  if (!known) partsByElements.set(node.elements, parts);
  const declared = node.term === 'DefPackage' ? BigInt(node.numElements) : constantOf(node.varNumElements);
  // Property by property: a copy of thousands with spreads takes ten times the memory.
  return {
    path: place.path,
    table: place.table,
    offset: place.offset,
    length: place.length,
    processors,
    numEntries: parts.numEntries,
    revision: parts.revision,
    count: parts.count,
    entries: parts.entries,
    extra: parts.extra,
    ...(declared !== undefined && { declared }),
    elementSpans: () => elementSpans(node, place.offset),
  };
}

type Parts = Pick<CpcPackage, 'numEntries' | 'revision' | 'count' | 'entries' | 'extra'>;

/** Packages of equal literals share their elements; of those with names, each has its own. */
const partsByElements = new WeakMap<PackageNode['elements'], Parts>();

function partsOf(values: readonly PackageValue[]): Parts {
  const [numEntries = ABSENT, revision = ABSENT, ...rest] = values;
  const keys = keysOf(revision);
  const entries = new Map(keys.flatMap((key, i) => (rest[i] ? [[key, rest[i]] as const] : [])));
  return { numEntries, revision, count: values.length, entries, extra: rest.slice(keys.length) };
}

const ABSENT = { kind: 'absent' } as const;

function constantOf(node: AmlNode): bigint | undefined {
  return node.term === 'Integer' ? node.value : undefined;
}

/** What Names hold. Few packages name others, so that names are looked for when one does. */
function namesIn(tables: readonly AmlTable[]): (name: string, scope: string) => AmlNode | undefined {
  let namespace: ReturnType<typeof namespaceOf> | undefined;
  return (name, scope) => {
    namespace ??= namespaceOf(tables.map(({ terms }) => terms));
    const [object] = lookUp(namespace, name, scope);
    return object?.node.term === 'DefName' ? object.node.object : undefined;
  };
}
