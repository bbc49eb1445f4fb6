import type { GuestName } from '../../grammar/guests.js';
import type { Architecture } from '../../grammar/machines.js';
import type { Preference } from '../../grammar/rank-sources.js';
import type { Release } from '../../grammar/release.js';
import type { LayoutName } from '../../grammar/spec-keys.js';
import type { Place } from '../diagnostics/diagnostic.js';
import type { OffsetRange } from './offset-ranges.js';
import type { Pin } from './pins.js';
import type { Chosen } from './sources.js';
import type { GuestTables } from './tables/guest-tables.js';

/** Threads of a guest core, and the place that sets their number. */
export interface Smt {
  readonly threads: number;
  readonly place: Place;
}

/** The system of a domain's guest, by the name that its configuration has. */
export interface DomainGuest {
  /** `http://microsoft.com/win/11` of libosinfo, or `ostype win11` of Proxmox. */
  readonly id: string;
  /** The name in a spec; missing for a system that has none. */
  readonly guest?: GuestName | 'linux';
  readonly place: Place;
}

/** The guests that a spec is for, in the words of `os`. */
export interface GuestChoice {
  readonly names: readonly string[];
  readonly from: 'option' | 'domain' | 'likely' | 'default';
}

/** Pinned vCPUs, from the command line, a libvirt domain, or the configuration of a Proxmox VM. */
export interface Pinned {
  readonly from: 'pins' | 'domain' | 'proxmox';
  readonly vcpus: number;
  readonly pins: readonly Pin[];
  /** Pins of the command line take the place of those of the domain. */
  readonly byOption?: true;
  /** The host threads of the whole VM, which pins without others of their own repeat. */
  readonly whole?: { readonly by: string; readonly pin: Pin };
  /** The place of the pins. */
  readonly place: Place;
  /** The architecture of a domain. */
  readonly architecture?: Architecture;
  /** The guest system of a domain, if it names one. */
  readonly guest?: DomainGuest;
  /** What makes the guest of a domain seem to be Windows, if no other system is named. */
  readonly windows?: Place;
  /** The topology of a domain; `given` if it has `<topology>`. */
  readonly topology?: Smt & { readonly given: boolean; readonly dies?: number };
}

/** The input of `init` besides the host. */
export interface InitRequest {
  /** File name of the new spec. */
  readonly file: string;
  readonly layout: LayoutName;
  /** The architecture of the host, where sysfs does not show it. */
  readonly architecture?: Architecture;
  readonly smt?: Smt;
  /** The kernel of the host, for a Windows guest. */
  readonly kernel?: Release;
  readonly offsets: readonly OffsetRange[];
  /** Without it, Linux. */
  readonly guest?: GuestChoice;
  /** Where highest_perf comes from; without it from acpi_cppc. */
  readonly chosen?: Chosen;
  readonly prefer?: Preference;
  /** The names of several readings of the host. */
  readonly variants?: readonly string[];
  /** The guest's tables, whose processors the spec names; without them those of QEMU. */
  readonly tables?: GuestTables;
  /** Without pins, the guest gets one core for each core of the host. */
  readonly pinned?: Pinned;
}
