// A table that is loaded over the firmware's own. Linux replaces a table by one from the initrd that has its signature and
// OEM ids and a higher OEM revision (acpi_table_initrd_override in drivers/acpi/tables.c); the rest of the old table is lost.
// GRUB's command `acpi` puts a table in front of the firmware's SSDTs: both are loaded, and the first object of a path stands.

import { lastSegment } from '../aml/name-string.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { objectPlaces } from '../firmware/object-places.js';
import type { Firmware } from './source.js';

export interface Replaced {
  /** The first table with a `_CPC`: a later `_CPC` of the same path is dropped. */
  readonly header: AmlTable['header'];
  /** Segments of its other objects that something can miss. */
  readonly lost: readonly string[];
  /** It also defines the processors, so that no other table can take its place. */
  readonly definesProcessors: boolean;
}

export function replacedTable({ tables, facts }: Firmware, made: readonly string[]): Replaced | undefined {
  const paths = facts.machine.paths();
  const places = objectPlaces(tables, () => paths);
  const objects = [...paths].map(([node, path]) => ({ path, table: places.ofNode(node, path).table }));
  const index = Math.min(...objects.flatMap(({ path, table }) => (path.endsWith('._CPC') ? [table] : [])));
  const replaced = tables[index];
  if (!replaced) return undefined;
  const elsewhere = namesIn(tables.filter((table) => table !== replaced));
  const segments = new Set(objects.flatMap(({ path, table }) => (table === index ? [lastSegment(path)] : [])));
  return {
    header: replaced.header,
    lost: [...segments].filter((one) => !made.includes(one) && (one.startsWith('_') || elsewhere.has(one))).sort(),
    definesProcessors: facts.processors.some(
      ({ cpc, node, path }) => cpc && node && places.ofNode(node, path).table === index,
    ),
  };
}

/** Last segments of the names that code uses. */
function namesIn(tables: readonly AmlTable[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: AmlNode): void => {
    if (node.term === 'NameString') names.add(lastSegment(node.name));
    for (const one of innerNodes(node)) visit(one);
  };
  for (const { terms } of tables) for (const term of terms) visit(term);
  return names;
}
