import type { Compiled, Placement } from '../emit/format.js';
import type { Leftovers } from '../hyperv/leftovers.js';
import type { HypervElements } from '../hyperv/libvirt-elements.js';

/** The changes of a domain. */
export interface DomainEdit {
  readonly compiled: Compiled;
  readonly placement: Placement;
  /** Whether to write `<topology>`. */
  readonly topology: boolean;
  readonly hyperv?: HypervElements;
  readonly leftovers?: Leftovers;
}
