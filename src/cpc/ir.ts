import type { CpcKey } from '../../grammar/cpc.js';
import type { CpuVendor } from '../../grammar/cpu-models.js';
import type { Architecture, MachineName } from '../../grammar/machines.js';
import type { CoordType } from '../../grammar/psd.js';
import type { LayoutName, LevelKey, ObjectName } from '../../grammar/spec-keys.js';
import type { GenericRegister } from '../aml/tree.js';

/** One Resource Priority descriptor. ACPI 6.6 §8.4.6.1.2.7. */
export interface ResourcePriority {
  readonly resources: readonly bigint[];
  readonly enableValue: bigint;
  readonly enableRegister: GenericRegister;
  readonly count: bigint;
  readonly register: GenericRegister;
}

/** The value of one entry of a `_CPC`. `absent` is the NULL register, or an empty Package. */
export type CpcValue =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'register'; readonly register: GenericRegister }
  | { readonly kind: 'priorities'; readonly priorities: readonly ResourcePriority[] }
  | { readonly kind: 'absent' };

export type CpcEntries = Readonly<Record<CpcKey, CpcValue>>;

/** Numbers of a core that are known, whether the table states them or a device answers them. */
export type Levels = Readonly<Partial<Record<LevelKey, bigint>>>;

/** One state of `_PSS`: MHz and mW. ACPI 6.6 §8.4.5.2. */
export interface PState {
  readonly frequency: bigint;
  readonly power: bigint;
}

/** The contents of `_PCT` and `_PSS`. */
export interface PStates {
  readonly control: GenericRegister;
  readonly status: GenericRegister;
  readonly states: readonly PState[];
}

/** Host threads on which a vCPU may run. */
export interface HostThreads {
  /** In ascending order. */
  readonly threads: readonly number[];
  /** As libvirt writes the set: `4`, or `0,16-17`. */
  readonly text: string;
}

/** One processor device, that is, one vCPU. Threads of a core share their entries. */
export interface Processor {
  readonly vcpu: number;
  /** ACPI path of the processor device, absolute. */
  readonly path: string;
  /** Number of the guest core, from 0. */
  readonly core: number;
  /** Index among the threads of the core, from 0. */
  readonly thread: number;
  readonly hostThreads?: HostThreads;
  /** What the table states. */
  readonly stated: CpcEntries;
  /** What the device of layout `acpi-cppc` states in its own table, which guests of it see. */
  readonly ofDevice?: CpcEntries;
  /** The numbers that hold: Integers of the table, or what the device of layout `acpi-cppc` answers. */
  readonly known: Levels;
  readonly domain: bigint;
  readonly coordType: CoordType;
  /** Processors of the whole domain. */
  readonly numProcessors: bigint;
  readonly pStates: PStates;
}

/** Properties of the `acpi-cppc` QEMU device; addresses and lengths in bytes or ports. */
export interface Device {
  readonly addrspace: number;
  /** Base of the register blocks; meaningless for addrspace 2. */
  readonly address: bigint;
  readonly addrShared: boolean;
  readonly counterScale: bigint;
  /** From the base to the end of the last vCPU's block. */
  readonly windowLength: bigint;
}

/** A resolved table: every entry has its value, and the revision allows each. */
export interface CpcTable {
  readonly oemId: string;
  readonly oemTableId: string;
  readonly oemRevision: number;
  readonly creatorId: string;
  readonly creatorRevision: number;
  readonly revision: number;
  readonly objects: readonly ObjectName[];
  readonly machine: MachineName;
  readonly architecture: Architecture;
  readonly layout: LayoutName;
  readonly os: readonly string[];
  readonly cpuModel: string;
  /** The vendor of the guest's CPU; undefined where it depends on the host. */
  readonly vendor?: CpuVendor;
  /** The vendor of the host's CPU, if the spec names it. */
  readonly hostVendor?: CpuVendor;
  /** The CPU flag `topoext`: on, off, or as the CPU model has it. */
  readonly topoext?: boolean;
  /** Dies of the guest with equal numbers of cores; undefined for one die. */
  readonly dies?: number;
  readonly variant?: string;
  /** All variants that the spec names. */
  readonly variants: readonly string[];
  readonly maxTableBytes: number;
  readonly compact: boolean;
  /** Only for layout `acpi-cppc`. */
  readonly device?: Device;
  /** In the order of their vCPU numbers. */
  readonly processors: readonly Processor[];
}

export const ABSENT: CpcValue = { kind: 'absent' };

/** "Not supported". ACPI 6.6 §8.4.6.1: a register of address space SystemMemory that is zero throughout. */
export const NULL_REGISTER: GenericRegister = { spaceId: 0, bitWidth: 0, bitOffset: 0, accessSize: 0, address: 0n };

export function isNullRegister({ spaceId, bitWidth, bitOffset, accessSize, address }: GenericRegister): boolean {
  return spaceId === 0 && bitWidth === 0 && bitOffset === 0 && accessSize === 0 && address === 0n;
}
