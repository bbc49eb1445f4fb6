import { termBytes } from '../aml/term-bytes.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import type { Lifted } from '../firmware/lift.js';
import type { Namespace } from '../firmware/namespace.js';
import { oscMethod } from '../lower/osc.js';
import type { FoundCore } from './cores.js';
import type { FoundProcessor } from './processors.js';

/** The tables of one machine, and what was found in them. */
export interface Firmware {
  readonly tables: readonly AmlTable[];
  readonly lifted: Lifted;
}

/** The facts of firmware that become a spec. */
export interface Source {
  readonly firmware: Firmware;
  /** Of the table with the first package. */
  readonly header: AmlTable['header'];
  readonly namespace: Namespace;
  readonly processors: readonly FoundProcessor[];
  readonly cores: readonly FoundCore[];
  readonly revision: number;
}

const OSC = '\\_SB._OSC';

/** True if `\_SB._OSC` is the method that cppc-acpi writes. */
export function hasOurOsc(namespace: Namespace): boolean {
  return oscOf(namespace).some((node) => termBytes(node) === termBytes(oscMethod()));
}

export function hasForeignOsc(namespace: Namespace): boolean {
  return oscOf(namespace).length > 0 && !hasOurOsc(namespace);
}

function oscOf(namespace: Namespace): AmlNode[] {
  return (namespace.get(OSC) ?? []).map(({ node }) => node);
}

/** True if any object has this name. */
export function hasObject(namespace: Namespace, name: string): boolean {
  return [...namespace.keys()].some((path) => path.endsWith(`.${name}`));
}

/** The id of a header, if a spec can state it. */
export function isText(id: string): boolean {
  return /^[\x20-\x7e]+$/.test(id);
}
