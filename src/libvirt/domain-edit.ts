import type { Compiled, Placement } from '../emit/format.js';
import type { Leftovers } from '../hyperv/leftovers.js';
import type { HypervElements } from '../hyperv/libvirt-elements.js';

/** What a domain is to get. */
export interface DomainEdit {
  readonly compiled: Compiled;
  readonly placement: Placement;
  /** Whether `<topology>` is the spec's matter, too. */
  readonly topology: boolean;
  readonly hyperv?: HypervElements;
  readonly leftovers?: Leftovers;
}
