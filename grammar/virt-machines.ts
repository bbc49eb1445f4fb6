import type { Architecture, MachineName } from './machines.js';

/** QEMU's machine `virt`: its program, and the EDK2 firmware without which Linux does not use ACPI there. */
interface VirtRow {
  readonly machine: MachineName;
  readonly architecture: 'aarch64' | 'riscv64';
  /** The output format by which Linux gets a table there: QEMU refuses -acpitable. */
  readonly format: 'initrd' | 'grub';
  readonly program: string;
  /** Where Debian has the firmware, and in which package. */
  readonly package: string;
  readonly code: string;
  /** The variable store, of which each guest needs a copy; missing where `-bios` is enough. */
  readonly variables?: string;
  /** Debian's name of the architecture, and its package with the program. */
  readonly debian: string;
  readonly qemuPackage: string;
  /** The firmware of other distributions and of QEMU itself, which may replace the one above. */
  readonly otherCodes: readonly string[];
  /** A model of `-cpu` that TCG has. */
  readonly tcgModel: string;
  /** Linux's names of the first serial port, and of the one that `-device pci-serial` adds. */
  readonly console: string;
  readonly report: string;
}

/** Sources: docs/system/arm/virt.rst and docs/system/riscv/virt.rst of QEMU; seen by booting QEMU 7.2 (aarch64) and 10.0 (riscv64). */
// biome-ignore format: one row a line
export const VIRT_MACHINES = [
  { machine: 'qemu-virt-aarch64', architecture: 'aarch64', format: 'initrd', program: 'qemu-system-aarch64', package: 'qemu-efi-aarch64', code: '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd',
    debian: 'arm64', qemuPackage: 'qemu-system-arm', otherCodes: ['/usr/share/edk2/aarch64/QEMU_EFI.fd', '/usr/share/AAVMF/AAVMF_CODE.fd', '/usr/share/qemu/edk2-aarch64-code.fd'],
    tcgModel: 'cortex-a57', console: 'ttyAMA0', report: 'ttyS0' },
  { machine: 'qemu-virt-riscv64', architecture: 'riscv64', format: 'grub', program: 'qemu-system-riscv64', package: 'qemu-efi-riscv64', code: '/usr/share/qemu-efi-riscv64/RISCV_VIRT_CODE.fd',
    variables: '/usr/share/qemu-efi-riscv64/RISCV_VIRT_VARS.fd',
    debian: 'riscv64', qemuPackage: 'qemu-system-riscv', otherCodes: ['/usr/share/edk2/riscv/RISCV_VIRT_CODE.fd'],
    tcgModel: 'rv64', console: 'ttyS0', report: 'ttyS1' },
] as const satisfies readonly VirtRow[];

/** GICv2, the default of machine `virt` on Arm, has interfaces for this many CPUs (hw/arm/virt.c, GIC_NCPU). */
export const GICV2_MOST_CPUS = 8;

export interface VirtMemoryRow {
  readonly architecture: Architecture;
  readonly first: bigint;
  readonly last: bigint;
  /** What is there; an address below the last row that no row has is a hole. */
  readonly name: string;
  readonly ram?: true;
}

/**
 * The physical addresses of machine `virt` that every guest has: base_memmap in hw/arm/virt.c and virt_memmap in
 * hw/riscv/virt.c of QEMU 10.0. Devices of some command lines only (SMMU, memory hotplug, secure memory) are holes here. RAM
 * is counted to 1 GiB, which every guest with EDK2 and a distribution's kernel has; what is behind it depends on -m.
 */
// biome-ignore format: one row a line
export const VIRT_MEMORY = [
  { architecture: 'aarch64', first: 0x0000_0000n, last: 0x03ff_ffffn, name: 'the flash of the firmware' },
  { architecture: 'aarch64', first: 0x0400_0000n, last: 0x07ff_ffffn, name: 'the flash of its variables' },
  { architecture: 'aarch64', first: 0x0800_0000n, last: 0x0802_0fffn, name: 'the interrupt controller' },
  { architecture: 'aarch64', first: 0x0900_0000n, last: 0x0900_0fffn, name: 'the serial port' },
  { architecture: 'aarch64', first: 0x0901_0000n, last: 0x0901_0fffn, name: 'the real-time clock' },
  { architecture: 'aarch64', first: 0x0902_0000n, last: 0x0902_0017n, name: 'fw_cfg' },
  { architecture: 'aarch64', first: 0x0a00_0000n, last: 0x0a00_3fffn, name: 'a virtio slot' },
  { architecture: 'aarch64', first: 0x1000_0000n, last: 0x3eff_ffffn, name: 'the window of PCI' },
  { architecture: 'aarch64', first: 0x3f00_0000n, last: 0x3fff_ffffn, name: 'the configuration space of PCI' },
  { architecture: 'aarch64', first: 0x4000_0000n, last: 0x7fff_ffffn, name: 'RAM', ram: true },
  { architecture: 'riscv64', first: 0x0000_1000n, last: 0x0000_ffffn, name: 'the boot ROM' },
  { architecture: 'riscv64', first: 0x0010_0000n, last: 0x0010_0fffn, name: 'the power switch' },
  { architecture: 'riscv64', first: 0x0010_1000n, last: 0x0010_1fffn, name: 'the real-time clock' },
  { architecture: 'riscv64', first: 0x0200_0000n, last: 0x0200_ffffn, name: 'the timer' },
  { architecture: 'riscv64', first: 0x0300_0000n, last: 0x0300_ffffn, name: 'the ports of PCI' },
  { architecture: 'riscv64', first: 0x0c00_0000n, last: 0x0fff_ffffn, name: 'the interrupt controller' },
  { architecture: 'riscv64', first: 0x1000_0000n, last: 0x1000_00ffn, name: 'the serial port' },
  { architecture: 'riscv64', first: 0x1000_1000n, last: 0x1000_8fffn, name: 'a virtio slot' },
  { architecture: 'riscv64', first: 0x1010_0000n, last: 0x1010_0017n, name: 'fw_cfg' },
  { architecture: 'riscv64', first: 0x2000_0000n, last: 0x23ff_ffffn, name: 'the flash of the firmware' },
  { architecture: 'riscv64', first: 0x3000_0000n, last: 0x3fff_ffffn, name: 'the configuration space of PCI' },
  { architecture: 'riscv64', first: 0x4000_0000n, last: 0x7fff_ffffn, name: 'the window of PCI' },
  { architecture: 'riscv64', first: 0x8000_0000n, last: 0xbfff_ffffn, name: 'RAM', ram: true },
] as const satisfies readonly VirtMemoryRow[];

/** Bits of the physical addresses that arm64 Linux maps: CONFIG_ARM64_PA_BITS of distributions. */
export const ARM64_PHYSICAL_BITS = 48;
