// The spec of a table that is loaded over the firmware's own, and which ways to load it lead to its values.

import { U32_MAX } from '../../grammar/limits.js';
import { MACHINES } from '../../grammar/machines.js';
import { OBJECTS, type ObjectName } from '../../grammar/spec-keys.js';
import { lastSegment } from '../aml/name-string.js';
import { decodeTable, encodeTable } from '../aml/table.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { objectPlaces } from '../firmware/object-places.js';
import { lower } from '../lower/lower.js';
import { resolve } from '../resolve/resolve.js';
import type { Spec } from '../spec/spec.js';
import { overrideComments } from './comments.js';
import { coreDefaults, type Naming } from './cores.js';
import { grubObstacle, initrdObstacle, loadsFromInitrd, type Overriding, type Replaced } from './override-ways.js';
import { type Firmware, hasOurOsc, isText, OSC, type Source } from './source.js';

interface OverrideSpec {
  readonly spec: Spec;
  readonly comments: readonly string[];
  readonly replaced?: Replaced;
}

/** The spec of a table that replaces the first one of the firmware with which this works. */
export function overriding(spec: Spec, comments: readonly string[], source: Source, naming: Naming): OverrideSpec {
  const objects = objectsOf(source.firmware);
  const all = tablesWithCpc(source, objects).map((old) => replacing(spec, old, objects, source, naming));
  const [first] = all;
  const best =
    all.find(({ replaced: { initrd } }) => !initrd) ??
    all.find(({ replaced: { grub } }) => !grub) ??
    all.find(({ replaced: { initrd } }) => loadsFromInitrd(initrd)) ??
    first;
  if (!best) return { spec, comments };
  return { ...best, comments: [...comments, ...overrideComments(best.replaced)] };
}

interface ObjectOfTable {
  readonly path: string;
  readonly table: AmlTable;
}

/** The Names and Methods of the namespace, with the tables that they are in. */
function objectsOf({ tables, facts }: Firmware): ObjectOfTable[] {
  const paths = facts.machine.paths();
  const places = objectPlaces(tables, () => paths);
  return [...paths].flatMap(([node, path]) => {
    const table = tables[places.ofNode(node, path).table];
    return table ? [{ path, table }] : [];
  });
}

function tablesWithCpc({ processors, firmware }: Source, objects: readonly ObjectOfTable[]): AmlTable[] {
  const wanted = new Set(processors.map(({ path }) => `${path}._CPC`));
  const found = new Set(objects.flatMap(({ path, table }) => (wanted.has(path) ? [table] : [])));
  return firmware.tables.filter((table) => found.has(table));
}

function replacing(
  base: Spec,
  old: AmlTable,
  objects: readonly ObjectOfTable[],
  { firmware, cores, processors }: Source,
  naming: Naming,
): { readonly spec: Spec; readonly replaced: Replaced } {
  const { header } = old;
  const later = firmware.loadedLater?.has(old) ?? false;
  const inOld = objects.filter(({ table }) => table === old).map(({ path }) => path);
  const made = OBJECTS.filter((name) => {
    if (name === '_OSC') return needsOsc(firmware, later ? [] : inOld);
    return name === '_CPC' || (name === '_PSD' && coreDefaults(cores).withPsd);
  });
  const table = {
    ...base.table,
    ...(isText(header.oemId) && { oem_id: header.oemId }),
    ...(isText(header.oemTableId) && { oem_table_id: header.oemTableId }),
    oem_revision: BigInt(Math.min(header.oemRevision + 1, U32)),
    objects: made,
    // A second part would not have the ids of the table that it replaces.
    max_table_bytes: 0n,
  };
  const spec = { ...base, table, guest: { ...base.guest, ...realMachine(base.guest, naming) } };
  const lost = later ? [] : missed(inOld, made, firmware.tables, old);
  const ours = builtTable(spec);
  const paths = processors.map(({ path }) => path);
  const given = ours && { ...firmware, old, ours, processors: paths };
  const incomplete = !firmware.facts.machine.complete;
  return { spec, replaced: { header, later, lost, incomplete, ...obstacles(given) } };
}

function obstacles(given: Overriding | undefined): Pick<Replaced, 'initrd' | 'grub'> {
  return given ? { initrd: initrdObstacle(given), grub: grubObstacle(given) } : {};
}

/** `_OSC` where the firmware has none, or has ours in the table that is replaced. */
function needsOsc({ facts }: Firmware, inOld: readonly string[]): boolean {
  if (inOld.includes(OSC)) return hasOurOsc(facts);
  return facts.machine.complete && !facts.machine.has(OSC);
}

const U32 = Number(U32_MAX);

/** Names of processors that are those of a virtual machine are here those of the firmware. */
function realMachine({ machine: named, processor_path: given }: Spec['guest'], { vcpuOf }: Naming): Spec['guest'] {
  const row = MACHINES.find(({ machine }) => machine === (named ?? MACHINES[0].machine));
  const pattern = given ?? row?.processorPath;
  const [architecture = 'x86'] = row?.architectures ?? [];
  return {
    machine: 'coreboot',
    ...(architecture !== 'x86' && { architecture }),
    ...(vcpuOf && pattern !== undefined && { processor_path: pattern }),
  };
}

/** As `build` writes it. */
function builtTable(spec: Spec): AmlTable | undefined {
  const { value } = resolve(spec);
  const [part] = value ? lower(value) : [];
  return part && decodeTable(encodeTable(part.tree), spec.file).value;
}

function missed(
  inOld: readonly string[],
  made: readonly ObjectName[],
  tables: readonly AmlTable[],
  old: AmlTable,
): string[] {
  const elsewhere = namesIn(tables.filter((table) => table !== old));
  const again = new Set<string>(made);
  const segments = new Set(inOld.map(lastSegment).filter((one) => !again.has(one)));
  return [...segments].filter((one) => one.startsWith('_') || elsewhere.has(one)).sort();
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
