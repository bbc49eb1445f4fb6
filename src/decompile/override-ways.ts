// Whether a table takes the place of the firmware's. Its machine is put together as the loader would do it and evaluated: every
// processor must have the _CPC of the new table.
//
// - Linux replaces the first table with the signature and the OEM ids of one from the initrd, if that has a higher OEM
//   revision; if not, the one from the initrd is not used at all (acpi_table_initrd_override in drivers/acpi/tables.c).
// - A table that replaces none is loaded behind those of the boot (acpi_table_initrd_scan), and so before those that code loads
//   at run time. Of such a table ACPICA then refuses only the names that are there, and goes on (AcpiPsParseLoop).
// - GRUB's command `acpi` puts each table in front of those before it, the firmware's too: the new one becomes the first SSDT,
//   and the firmware's follow from the last to the first (grub-core/commands/acpi.c). The first object of a path stands.

import type { AmlTable } from '../aml/tree.js';
import { type Evaluation, type Machine, machineOf } from '../evaluate/machine.js';
import type { MachineFacts } from '../firmware/facts.js';
import { objectPlaces } from '../firmware/object-places.js';
import { contentOf } from '../firmware/package-content.js';

/** Why a table does not take the place of the firmware's. */
export type Obstacle =
  /** Its signature, ids or revision cannot be those that Linux compares. */
  | { readonly kind: 'signature' | 'ids' | 'revision' }
  /**
   * Earlier tables have the same ids: their numbers in the machine, from 1. `works`: with copies of these in front of it, the
   * new table takes its place.
   */
  | { readonly kind: 'twins'; readonly tables: readonly number[]; readonly works: boolean }
  /** This table defines the processors: it is the replaced one, or it comes later. */
  | { readonly kind: 'processors'; readonly table: AmlTable['header'] }
  /** The `_CPC` of this processor stays that of this table. */
  | { readonly kind: 'other'; readonly path: string; readonly table: AmlTable['header'] | undefined };

/** The table of the firmware that a new one is for. */
export interface Replaced {
  readonly header: AmlTable['header'];
  /** Code loads it at run time: the new one is there before, and both stay. */
  readonly later: boolean;
  /** Last segments of its other objects that something can miss. */
  readonly lost: readonly string[];
  /** Why Linux does not use the new table in its place. */
  readonly initrd?: Obstacle | undefined;
  /** Why GRUB's command does not help. */
  readonly grub?: Obstacle | undefined;
  /** There is no DSDT: the machine has tables that were not given. */
  readonly incomplete: boolean;
}

export interface Overriding {
  readonly tables: readonly AmlTable[];
  readonly facts: MachineFacts;
  readonly loadedLater?: ReadonlySet<AmlTable>;
  /** The table to replace. */
  readonly old: AmlTable;
  /** The one in its place. */
  readonly ours: AmlTable;
  /** Its processors. */
  readonly processors: readonly string[];
}

export function initrdObstacle(given: Overriding): Obstacle | undefined {
  const { tables, old, ours, loadedLater } = given;
  if (loadedLater?.has(old)) return addedObstacle(given);
  if (old.header.signature !== ours.header.signature) return { kind: 'signature' };
  if (!hasSameIds(old, ours)) return { kind: 'ids' };
  if (ours.header.oemRevision <= old.header.oemRevision) return { kind: 'revision' };
  const obstacle = processorTables(given).includes(old)
    ? ({ kind: 'processors', table: old.header } as const)
    : obstacleIn(
        tables.map((table) => (table === old ? ours : table)),
        given,
      );
  return behindTwins(tables.slice(0, tables.indexOf(old)), ours, obstacle);
}

/** Of a table that Linux adds, because the one that it is for is not there at the boot. */
function addedObstacle(given: Overriding): Obstacle | undefined {
  const { ours } = given;
  const [atBoot, later] = byLoad(given);
  return behindTwins(atBoot, ours, obstacleIn([...atBoot, ours, ...later], given));
}

/** Earlier tables with the ids of ours, which Linux would replace instead; else the obstacle that was found without them. */
function behindTwins(earlier: readonly AmlTable[], ours: AmlTable, found: Obstacle | undefined): Obstacle | undefined {
  const twins = earlier.flatMap((table, i) => (hasSameIds(table, ours) ? [i + 1] : []));
  return twins.length > 0 ? { kind: 'twins', tables: twins, works: !found } : found;
}

/** The tables of the boot, and those that code loads at run time. */
function byLoad({ tables, loadedLater }: Overriding): readonly [readonly AmlTable[], readonly AmlTable[]] {
  return [tables.filter((one) => !loadedLater?.has(one)), tables.filter((one) => loadedLater?.has(one))];
}

export function grubObstacle(given: Overriding): Obstacle | undefined {
  const { ours } = given;
  const behind = processorTables(given).find(({ header }) => header.signature !== 'DSDT');
  if (behind) return { kind: 'processors', table: behind.header };
  const [atBoot, later] = byLoad(given);
  const isDsdt = ({ header }: AmlTable) => header.signature === 'DSDT';
  const reversed = atBoot.filter((table) => !isDsdt(table)).toReversed();
  return obstacleIn([...atBoot.filter(isDsdt), ours, ...reversed, ...later], given);
}

function hasSameIds({ header: a }: AmlTable, { header: b }: AmlTable): boolean {
  return a.signature === b.signature && a.oemId === b.oemId && a.oemTableId === b.oemTableId;
}

/** The tables that define the processors. */
function processorTables({ tables, facts, processors }: Overriding): AmlTable[] {
  const places = objectPlaces(tables, () => new Map());
  const named = new Set(processors);
  return facts.processors.flatMap(({ path, node, defined }) =>
    defined && node && named.has(path) ? (tables[places.ofNode(node, path).table] ?? []) : [],
  );
}

function obstacleIn(tables: readonly AmlTable[], { ours, processors }: Overriding): Obstacle | undefined {
  const [machine, alone] = [machineOf(tables), machineOf([ours])];
  const paths = machine.paths();
  const places = objectPlaces(tables, () => paths);
  const wrong = processors.find((path) => {
    const cpc = `${path}._CPC`;
    return tables[places.ofPath(cpc).table] !== ours || contentIn(machine, cpc) !== contentIn(alone, cpc);
  });
  if (wrong === undefined) return undefined;
  const cpc = `${wrong}._CPC`;
  const table = tables[places.ofPath(cpc).table];
  return { kind: 'other', path: cpc, table: table === ours ? undefined : table?.header };
}

function contentIn(machine: Machine, path: string): string | undefined {
  const { ways = [] }: Partial<Evaluation> = machine.evaluate(path) ?? {};
  const [way] = ways;
  const isPackage = ways.length === 1 && way?.outcome.kind === 'value' && way.outcome.value.type === 'Package';
  return isPackage ? contentOf(way.outcome.value).content : undefined;
}

/** Whether Linux can get the new table from the initrd, alone or behind copies of earlier ones. */
export function loadsFromInitrd(initrd: Obstacle | undefined): boolean {
  return !initrd || (initrd.kind === 'twins' && initrd.works);
}
