import { termBytes } from '../aml/term-bytes.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import type { MachineFacts } from '../firmware/facts.js';
import { isCpcShaped, isPackage } from '../firmware/firmware-cpc.js';
import type { PackagePlace } from '../firmware/package-places.js';
import { oscMethod } from '../lower/osc.js';
import type { FoundCore } from './cores.js';
import type { FoundProcessor, LeftOut } from './processors.js';

/** The tables of one machine, and what the objects of its processors evaluate to. */
export interface Firmware {
  readonly tables: readonly AmlTable[];
  readonly facts: MachineFacts;
  /** Those that code loads at run time, as far as is known. */
  readonly loadedLater?: ReadonlySet<AmlTable>;
}

/** The facts of firmware that become a spec. */
export interface Source {
  readonly firmware: Firmware;
  /** Of the table with the first package. */
  readonly header: AmlTable['header'];
  readonly processors: readonly FoundProcessor[];
  readonly leftOut: readonly LeftOut[];
  readonly cores: readonly FoundCore[];
  readonly revision: number;
  /** What `build` would refuse, with the paths of the processors. */
  readonly changes: readonly { readonly text: string; readonly path: string }[];
}

export const OSC = '\\_SB._OSC';

/** True if `\_SB._OSC` is the method that cppc-acpi writes. */
export function hasOurOsc(facts: MachineFacts): boolean {
  return oscOf(facts).some((node) => termBytes(node) === termBytes(oscMethod()));
}

export function hasForeignOsc(facts: MachineFacts): boolean {
  return oscOf(facts).length > 0 && !hasOurOsc(facts);
}

function oscOf({ machine }: MachineFacts): AmlNode[] {
  return [...machine.paths()].flatMap(([node, path]) => (path === OSC ? [node] : []));
}

/** True if any processor has an object of this name. */
export function hasObject({ machine, processors }: MachineFacts, name: string): boolean {
  return processors.some(({ path }) => machine.has(`${path}.${name}`));
}

/** Where packages of the shape of a `_CPC` stand. */
export function cpcShaped({ places }: MachineFacts): PackagePlace[] {
  return places.all().flatMap(([node, place]) => (isPackage(node) && isCpcShaped(node, false) ? [place] : []));
}

/** The id of a header, if a spec can state it. */
export function isText(id: string): boolean {
  return /^[\x20-\x7e]+$/.test(id);
}
