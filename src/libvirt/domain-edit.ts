import type { Compiled, Placement } from '../emit/format.js';
import type { Leftovers } from '../hyperv/leftovers.js';
import type { HypervElements } from '../hyperv/libvirt-elements.js';

/** The words of `libvirt --pins`. */
export const PIN_CHOICES = ['keep', 'set'] as const;
export type PinChoice = (typeof PIN_CHOICES)[number];

/** The changes of a domain. */
export interface DomainEdit {
  readonly compiled: Compiled;
  readonly placement: Placement;
  /** Whether to write `<topology>`. */
  readonly topology: boolean;
  /** Whether vCPUs get the pins of the spec, or keep those of the domain; `set` by default. */
  readonly pins?: PinChoice;
  readonly hyperv?: HypervElements;
  readonly leftovers?: Leftovers;
}
