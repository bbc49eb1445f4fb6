import type { Architecture } from '../../grammar/machines.js';
import type { LayoutName } from '../../grammar/spec-keys.js';
import type { Place } from '../diagnostics/diagnostic.js';
import type { OffsetRange } from './offset-ranges.js';
import type { Pin } from './pins.js';

/** Threads of a guest core, and the place that sets their number. */
export interface Smt {
  readonly threads: number;
  readonly place: Place;
}

/** Pinned vCPUs, from the command line, a libvirt domain, or the configuration of a Proxmox VM. */
export interface Pinned {
  readonly from: 'pins' | 'domain' | 'proxmox';
  readonly vcpus: number;
  readonly pins: readonly Pin[];
  /** The place of the pins. */
  readonly place: Place;
  /** The architecture of a domain. */
  readonly architecture?: Architecture;
  /** The topology of a domain; `given` if it has `<topology>`. */
  readonly topology?: Smt & { readonly given: boolean };
}

/** The input of `init` besides the host. */
export interface InitRequest {
  /** File name of the new spec. */
  readonly file: string;
  readonly layout: LayoutName;
  /** The architecture of the host, where sysfs does not show it. */
  readonly architecture?: Architecture;
  readonly smt?: Smt;
  readonly offsets: readonly OffsetRange[];
  /** Without pins, the guest gets one core for each core of the host. */
  readonly pinned?: Pinned;
}
