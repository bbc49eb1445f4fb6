import type { LayoutName } from '../../grammar/spec-keys.js';
import type { Place } from '../diagnostics/diagnostic.js';
import type { OffsetRange } from './offset-ranges.js';
import type { Pin } from './pins.js';

/** Threads of a guest core, and who says so. */
export interface Smt {
  readonly threads: number;
  readonly place: Place;
}

/** vCPUs that are pinned, from the command line or from a domain. */
export interface Pinned {
  readonly from: 'pins' | 'domain';
  readonly vcpus: number;
  readonly pins: readonly Pin[];
  /** Where the pins stand. */
  readonly place: Place;
  /** What the guest of a domain has. */
  readonly topology?: Smt & { readonly given: boolean };
}

/** Everything that decides the spec, apart from the host. */
export interface Wish {
  /** The name that the spec will have. */
  readonly file: string;
  readonly layout: LayoutName;
  readonly smt?: Smt;
  readonly offsets: readonly OffsetRange[];
  /** Without it each core of the host becomes one of the guest. */
  readonly pinned?: Pinned;
}
