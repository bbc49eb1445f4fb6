import type { VmKind } from '../../../grammar/vm-kinds.js';
import type { Place } from '../../diagnostics/diagnostic.js';
import type { Pin } from '../../host/pins.js';

/** A value with the place where the configuration has it. */
export interface Placed<T> {
  readonly value: T;
  readonly place: Place;
  /** Set by the program that reads the configuration, not by the user. */
  readonly automatic?: true;
}

/** The guest's CPU, in QEMU's words whatever the configuration is written in. */
interface VmCpu {
  /** QEMU's model, `host` or `EPYC-Milan`; undefined where the configuration names none. */
  readonly model?: string;
  readonly place: Place;
  /** Properties of the CPU by QEMU's name: `topoext` on, `hv-spinlocks` 0x1fff, `kvm` off. */
  readonly flags: ReadonlyMap<string, Placed<string>>;
  /** Where more enlightenments belong; without it, beside those that are on. */
  readonly placeOfMore?: Place;
}

export interface VmTopology {
  readonly sockets: number;
  readonly dies: number;
  readonly clusters: number;
  readonly cores: number;
  readonly threads: number;
}

export interface VmCount {
  readonly current: number;
  readonly maximum: number;
}

/** A thread of the VM that is no vCPU: `emulatorpin`, `iothreadpin 1`. */
interface HelperPin {
  readonly what: string;
  readonly threads: readonly number[];
  readonly place: Place;
}

/** Where threads of the VM may run. */
interface VmPinning {
  /** Pins of single vCPUs. */
  readonly pins: readonly Pin[];
  /** Host threads of every vCPU without a pin of its own: `affinity`, `taskset`, `<vcpu cpuset>`. */
  readonly whole?: Placed<readonly number[]> & { readonly by: string };
  /** The script that Proxmox runs at the start of the VM, which may pin vCPUs. */
  readonly hookscript?: Placed<string> & {
    /** Why its pins are not known; undefined if `pins` has them. */
    readonly whyUnread?: string;
  };
  readonly helpers: readonly HelperPin[];
  /** Whether the VM has I/O threads. */
  readonly ioThreads: boolean;
  /** Where pins belong. */
  readonly place: Place;
}

/** A `-cpu` value that has no effect, or that removes the effect of others. */
interface LostCpu extends Placed<string> {
  /** What QEMU does not use. */
  readonly lost: 'this' | 'own';
}

/** The configuration of a VM. A missing part is not in this kind of configuration, and is not examined. */
export interface Vm {
  readonly kind: VmKind;
  readonly file: string;
  readonly place: Place;
  /** The guest that the configuration names: `windows11`, or `linux`. */
  readonly guest?: string;
  /** What names the guest for Proxmox, which sets flags for it: `ostype win11`. */
  readonly system?: string;
  /** A system without rules that the configuration names. */
  readonly unruled?: Placed<'windows' | 'other'>;
  /** False where something else than KVM runs the VM. */
  readonly kvm?: Placed<boolean>;
  readonly vcpus?: Placed<VmCount>;
  /** vCPUs are added to QEMU as devices, each with a core of its own; `value` is how many -smp starts itself. */
  readonly vcpuDevices?: Placed<number>;
  /** The architecture, where it is not x86. */
  readonly foreignArch?: Placed<string>;
  /** Null where the configuration could have a topology and has none. */
  readonly topology?: Placed<VmTopology | null>;
  readonly pinning?: VmPinning;
  readonly cpu: VmCpu;
  readonly lostCpus: readonly LostCpu[];
  /** `utc`, `localtime`, or another word. */
  readonly clock?: Placed<string>;
  /** The machine type: `q35`, `pc-q35-9.2`, `microvm`. */
  readonly machine?: Placed<string>;
  /** `by`: what switches it, in words of QEMU's command line or of Proxmox; `option` in a libvirt domain. */
  readonly acpi?: Placed<boolean> & { readonly by: string };
  /** Paths of added ACPI tables. */
  readonly tables?: readonly Placed<string>[];
  /** Devices of the host that the guest has. */
  readonly hostDevices: readonly Placed<string>[];
  /** Options for QEMU beside those that the configuration's own keys make. */
  readonly extra?: Placed<string>;
  /** Words with a shell variable, whose values are not known. */
  readonly variables: readonly Placed<string>[];
}
