import type { Architecture } from './machines.js';
import type { Release } from './release.js';

/** The name of a guest: `linux-6.12`, `linux-7.2.7`, `linux-next`, `windows11`. */
export type GuestName = `linux-${string}` | 'windows10' | 'windows11';

export type GuestFamily = 'linux' | 'windows';

/**
 * Linux releases that are guests: from 5.15 on. 5.19 and 6.19 were the last of their majors. With three numbers it is a
 * stable release, with two the newest stable release of the series.
 */
export const LINUX_NAME =
  '^linux-(5\\.1[5-9]|6\\.1?[0-9]|(?:[7-9]|[1-9][0-9])\\.(?:0|[1-9][0-9]?))(?:\\.(0|[1-9][0-9]{0,3}))?$';

/** The minor numbers of a major: first and last of those that are guests and have a last one. */
export const LINUX_MINORS = { 5: [15, 19], 6: [0, 19] } as const;

/** The newest Linux release whose rules are known; later ones are predicted by its rules. */
export const NEWEST_LINUX: Release = [7, 3];

/** Newer than every release: `linux-next` has the rules that are announced and in no release. */
export const NEXT_LINUX: Release = [Infinity, 0];

/** Guests that are no Linux release. */
// biome-ignore format: one row a line
export const NAMED_GUESTS = [
  { guest: 'linux-next', family: 'linux', version: NEXT_LINUX },
  { guest: 'windows10', family: 'windows', version: [10, 0] },
  { guest: 'windows11', family: 'windows', version: [11, 0] },
] as const satisfies readonly { readonly guest: GuestName; readonly family: GuestFamily; readonly version: Release }[];

interface BootedRow {
  readonly architecture: Architecture;
  readonly release: Release;
  /** The kernel that was booted. */
  readonly kernel: string;
  /** `linux` in a spec or after --guest includes it. */
  readonly inFamily: boolean;
}

/** Linux releases that were booted with tables of this program, in ascending order for each architecture. */
// biome-ignore format: one row a line
export const BOOTED_LINUX = [
  { architecture: 'x86', release: [6, 1], kernel: '6.1.0-56', inFamily: true },
  { architecture: 'x86', release: [6, 12], kernel: '6.12.117', inFamily: true },
  { architecture: 'x86', release: [6, 16], kernel: '6.16.12', inFamily: false },
  { architecture: 'x86', release: [6, 17], kernel: '6.17.13', inFamily: false },
  { architecture: 'x86', release: [6, 18], kernel: '6.18.15', inFamily: false },
  { architecture: 'x86', release: [6, 19], kernel: '6.19.14', inFamily: false },
  { architecture: 'x86', release: [7, 0], kernel: '7.0.13', inFamily: false },
  { architecture: 'x86', release: [7, 1], kernel: '7.1.13', inFamily: false },
  { architecture: 'x86', release: [7, 2], kernel: '7.2.12', inFamily: true },
  { architecture: 'x86', release: [7, 3], kernel: '7.3.4', inFamily: true },
  { architecture: 'aarch64', release: [6, 1], kernel: '6.1.0-56', inFamily: true },
  { architecture: 'aarch64', release: [6, 12], kernel: '6.12.117', inFamily: true },
  { architecture: 'aarch64', release: [7, 2], kernel: '7.2.13', inFamily: true },
  { architecture: 'riscv64', release: [6, 12], kernel: '6.12.117', inFamily: true },
  { architecture: 'riscv64', release: [7, 2], kernel: '7.2.13', inFamily: true },
] as const satisfies readonly BootedRow[];

/** Names of several guests at once. */
export const GUEST_FAMILIES = ['linux'] as const;

/** The forms of names, for help. */
export const GUEST_FORMS = [
  'linux',
  'linux-6.12 (any release from 5.15 on)',
  'linux-7.2.7 (a stable release)',
  ...NAMED_GUESTS.map(({ guest }) => guest),
];

/** Physical address bits that QEMU gives a CPU model of its own (target/i386/cpu.h, TCG_PHYS_ADDR_BITS). */
export const QEMU_PHYSICAL_BITS = 40;

/** Physical address bits that x86 page tables can hold. */
export const X86_PHYSICAL_BITS = 52;

/** The value that makes Windows 11 use CPPC under a hypervisor. Observed: 24H2, by the author of the acpi-cppc device. */
export const WINDOWS_REGISTRY = {
  key: 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Processor',
  value: 'AllowGuestPerfStates',
} as const;
