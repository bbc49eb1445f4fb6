import type { Release } from './release.js';

export interface GuestRow {
  /** As `os` of a spec and `--guest` have it. */
  readonly guest: string;
  readonly family: 'linux' | 'windows';
  /** Major and minor. */
  readonly version: Release;
  /** Left out of the family's own name: judged only when it is named. */
  readonly onlyByName?: true;
}

/** Guest systems whose rules are known. `linux-next` is what is announced for kernels after 7.2. */
// biome-ignore format: one row a line
export const GUEST_ROWS = [
  { guest: 'linux-5.15', family: 'linux', version: [5, 15], onlyByName: true },
  { guest: 'linux-6.1', family: 'linux', version: [6, 1] },
  { guest: 'linux-6.12', family: 'linux', version: [6, 12] },
  { guest: 'linux-7.2', family: 'linux', version: [7, 2] },
  { guest: 'linux-next', family: 'linux', version: [7, 3], onlyByName: true },
  { guest: 'windows10', family: 'windows', version: [10, 0] },
  { guest: 'windows11', family: 'windows', version: [11, 0] },
] as const satisfies readonly GuestRow[];

export type GuestName = (typeof GUEST_ROWS)[number]['guest'];

/** Names of several guests at once. */
export const GUEST_FAMILIES = ['linux'] as const;

/** Physical address bits that QEMU gives a CPU model of its own (target/i386/cpu.h, TCG_PHYS_ADDR_BITS). */
export const QEMU_PHYSICAL_BITS = 40;

/** Physical address bits that x86 page tables can hold. */
export const X86_PHYSICAL_BITS = 52;
