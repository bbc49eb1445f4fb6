import type { Release } from './release.js';

/** How machines call their processors, and what they do with an added table. Sources: docs of each VMM's ACPI builder. */
// biome-ignore format: one row a line
export const MACHINES = [
  { machine: 'qemu', processorPath: '\\_SB.CPUS.C%03X', takesAcpitable: true, bringsOsc: false, integerBits: 32 },
  { machine: 'qemu-virt', processorPath: '\\_SB.C%03X', takesAcpitable: false, bringsOsc: false, integerBits: 64 },
  { machine: 'cloud-hypervisor', processorPath: '\\_SB.CPUS.C%03X', takesAcpitable: false, bringsOsc: true, integerBits: 64 },
  { machine: 'acrn', processorPath: '\\_SB.PR%02d', takesAcpitable: false, bringsOsc: true, integerBits: 64 },
  { machine: 'xen', processorPath: '\\_SB.PR%02X', takesAcpitable: false, bringsOsc: true, integerBits: 64 },
  { machine: 'coreboot', processorPath: '\\_SB.CP%02X', takesAcpitable: false, bringsOsc: true, integerBits: 64 },
] as const;

export type MachineName = (typeof MACHINES)[number]['machine'];

/** Machines without processor objects in ACPI: nothing to hang a `_CPC` on. */
export const MACHINES_WITHOUT_PROCESSORS = ['microvm', 'crosvm', 'firecracker'] as const;

/** No path pattern can name more: a NameSeg has four characters and starts with a letter. ACPI 6.6 §20.2.2. */
export const MOST_PROCESSORS = 4096;

/** QEMU refuses a longer `-acpitable` and warns when all of them together pass 64 KiB (hw/acpi/core.c). */
export const QEMU_ACPITABLE = { mostBytes: 65_535, warnTotalBytes: 65_536 } as const;

/** The machine pc has no more (hw/i386/pc_piix.c); q35 needs KVM with x2APIC for more (x86_cpus_init in hw/i386/x86.c). */
export const QEMU_MOST_VCPUS = 255;

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
