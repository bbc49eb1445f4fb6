import type { MachineName } from './machines.js';

/** QEMU's machine `virt`: its program, and the EDK2 firmware without which Linux does not use ACPI there. */
interface VirtRow {
  readonly machine: MachineName;
  readonly program: string;
  /** Where Debian has the firmware, and in which package. */
  readonly package: string;
  readonly code: string;
  /** The variable store, of which each guest needs a copy; missing where `-bios` is enough. */
  readonly variables?: string;
}

/** Sources: docs/system/arm/virt.rst and docs/system/riscv/virt.rst of QEMU; seen by booting QEMU 7.2 (aarch64) and 10.0 (riscv64). */
// biome-ignore format: one row a line
export const VIRT_MACHINES = [
  { machine: 'qemu-virt-aarch64', program: 'qemu-system-aarch64', package: 'qemu-efi-aarch64', code: '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd' },
  { machine: 'qemu-virt-riscv64', program: 'qemu-system-riscv64', package: 'qemu-efi-riscv64', code: '/usr/share/qemu-efi-riscv64/RISCV_VIRT_CODE.fd',
    variables: '/usr/share/qemu-efi-riscv64/RISCV_VIRT_VARS.fd' },
] as const satisfies readonly VirtRow[];

/** GICv2, the default of machine `virt` on Arm, has interfaces for this many CPUs (hw/arm/virt.c, GIC_NCPU). */
export const GICV2_MOST_CPUS = 8;
