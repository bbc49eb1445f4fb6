import { ENLIGHTENMENTS, type EnlightenmentKey, type EnlightenmentRow } from '../../grammar/enlightenments.js';
import type { Architecture } from '../../grammar/machines.js';
import type { HostFacts } from './host-facts.js';

/** The reason why a flag is on: the spec, its preset, the Windows of the guest, or flags that require it. */
export type Reason =
  | { readonly by: 'spec' | 'preset' | 'guest' }
  | { readonly by: 'required'; readonly of: readonly EnlightenmentKey[] };

/** A flag that is on, with its value; true for a flag without a value. */
export interface Enlightenment {
  readonly key: EnlightenmentKey;
  readonly value: true | bigint | string;
  readonly why: Reason;
}

/** A flag that the preset omits, with the reason. */
export interface LeftOut {
  readonly key: EnlightenmentKey;
  readonly why: string;
}

/** The enlightenments of a guest with all that they require, in the order of the grammar. */
export interface Enlightenments {
  readonly on: readonly Enlightenment[];
  /** Flags that the spec turns off, and those of its preset that the hosts do not offer. */
  readonly off: readonly EnlightenmentKey[];
  /** Empty without a preset. */
  readonly leftOut: readonly LeftOut[];
  /** The frequency of the guest's TSC in Hz, if the spec fixes it. */
  readonly tscFrequency?: bigint;
  /** The guest must be able to migrate. */
  readonly migration?: boolean;
  /** The hosts scale the TSC. */
  readonly tscScaling?: boolean;
  /** What is known about the hosts: of the command line and the spec. */
  readonly host?: HostFacts;
}

interface Counter {
  readonly kind: string;
  readonly register?: { readonly spaceId: number; readonly address: bigint };
}

/** The properties of a guest that enlightenments depend on; a compiled table has them. */
export interface HypervGuest {
  readonly layout: string;
  readonly machine: string;
  readonly architecture: Architecture;
  readonly os: readonly string[];
  readonly processors: readonly {
    readonly vcpu: number;
    readonly core: number;
    readonly hostThreads?: { readonly threads: readonly number[]; readonly text: string };
    readonly known: { readonly nominal_freq?: bigint };
    readonly stated: { readonly reference_counter: Counter };
  }[];
}

const ROWS: readonly EnlightenmentRow[] = ENLIGHTENMENTS;
const BY_KEY = new Map(ROWS.map((row) => [row.key, row]));

/** The row of a flag. */
export function rowOf(key: string): EnlightenmentRow {
  const row = BY_KEY.get(key);
  if (!row) throw new Error(`no enlightenment is called ${key}`);
  return row;
}

/** The name of a flag on QEMU's command line. */
export function flagName(key: string): string {
  return `hv-${key.replaceAll('_', '-')}`;
}

export function inGrammarOrder<T extends { readonly key: string }>(flags: Iterable<T>): T[] {
  const place = (flag: T) => ENLIGHTENMENTS.findIndex((row) => row.key === flag.key);
  return [...flags].sort((a, b) => place(a) - place(b));
}
