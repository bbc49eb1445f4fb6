import type { Release } from './release.js';

/** Instruction sets of guests. */
export const ARCHITECTURES = ['x86', 'aarch64', 'riscv64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/**
 * How machines call their processors, and what they do with an added table. The first of the architectures is the default;
 * `oemId` is that of the DSDT, without padding. Sources: docs of each VMM's ACPI builder; the OEM ids: ACPI_BUILD_APPNAME6 of QEMU,
 * vmm/src/acpi.rs of Cloud Hypervisor, tools/libacpi/dsdt.asl of Xen.
 */
// biome-ignore format: one row a line
export const MACHINES = [
  { machine: 'qemu', architectures: ['x86'], processorPath: '\\_SB.CPUS.C%03X', takesAcpitable: true, bringsOsc: false, integerBits: 32, oemId: 'BOCHS' },
  { machine: 'qemu-virt-aarch64', architectures: ['aarch64'], processorPath: '\\_SB.C%03X', takesAcpitable: false, bringsOsc: false, integerBits: 64, oemId: 'BOCHS' },
  { machine: 'qemu-virt-riscv64', architectures: ['riscv64'], processorPath: '\\_SB.C%03X', takesAcpitable: false, bringsOsc: false, integerBits: 64, oemId: 'BOCHS' },
  { machine: 'cloud-hypervisor', architectures: ['x86', 'aarch64'], processorPath: '\\_SB.CPUS.C%03X', takesAcpitable: false, bringsOsc: true, integerBits: 64, oemId: 'CLOUDH' },
  { machine: 'acrn', architectures: ['x86'], processorPath: '\\_SB.PR%02d', takesAcpitable: false, bringsOsc: true, integerBits: 64, oemId: undefined },
  { machine: 'xen', architectures: ['x86'], processorPath: '\\_SB.PR%02X', takesAcpitable: false, bringsOsc: true, integerBits: 64, oemId: 'Xen' },
  { machine: 'coreboot', architectures: ['x86', 'aarch64', 'riscv64'], processorPath: '\\_SB.CP%02X', takesAcpitable: false, bringsOsc: true, integerBits: 64, oemId: undefined },
] as const;

export type MachineName = (typeof MACHINES)[number]['machine'];

/** Names of machines in earlier versions of this program, and the machines that replaced them. */
export const FORMER_MACHINES: Readonly<Record<string, readonly MachineName[]>> = {
  'qemu-virt': ['qemu-virt-aarch64', 'qemu-virt-riscv64'],
};

/** Machines without processor objects in ACPI: nothing to hang a `_CPC` on. */
export const MACHINES_WITHOUT_PROCESSORS = ['microvm', 'crosvm', 'firecracker'] as const;

/** No path pattern can name more: a NameSeg has four characters and starts with a letter. ACPI 6.6 §20.2.2. */
export const MOST_PROCESSORS = 4096;

/** QEMU refuses a longer `-acpitable` and warns when all of them together pass 64 KiB (hw/acpi/core.c). */
export const QEMU_ACPITABLE = { mostBytes: 65_535, warnTotalBytes: 65_536 } as const;

/** The machine pc has no more (hw/i386/pc_piix.c); q35 needs KVM with x2APIC for more (x86_cpus_init in hw/i386/x86.c). */
export const QEMU_MOST_VCPUS = 255;

/**
 * Interrupts of devices reach vCPUs from 255 on only if KVM has the extended destination ID, which QEMU offers with a split
 * interrupt controller alone (kvm_arch_get_supported_cpuid in target/i386/kvm/kvm.c). Without it Linux leaves these vCPUs
 * off (try_to_enable_x2apic in arch/x86/kernel/apic/apic.c).
 */
export const QEMU_SPLIT_IRQCHIP = 'kernel-irqchip=split';

/** The vCPUs of the newest q35 machine of QEMU releases (max_cpus in hw/i386/pc_q35.c). */
export const QEMU_Q35_VCPUS = [
  { since: [2, 8], most: 288 },
  { since: [8, 1], most: 1024 },
  { since: [9, 0], most: 4096 },
] as const satisfies readonly { readonly since: Release; readonly most: number }[];

/** Linux keeps this many tables of an initrd (drivers/acpi/tables.c, NR_ACPI_INITRD_TABLES). */
export const LINUX_INITRD_TABLES = 64;

/** Where Linux looks for tables in an initrd (Documentation/admin-guide/acpi/initrd_table_override.rst). */
export const LINUX_INITRD_FOLDER = 'kernel/firmware/acpi';
