// Boots a Linux kernel for Arm in QEMU's machine virt, with tables in the initrd.

import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { VIRT_MACHINES } from '../../grammar/virt-machines.js';
import { type GuestRun, runGuest } from '../../src/boot/guest.js';
import { findDriver } from '../../src/boot/parts/driver.js';
import { inTemporaryFolder, newcArchive } from './guest.js';
import { type KernelSeries, type Outside, outside, type VirtArchitecture } from './outside.js';

interface ArmGuest {
  readonly kernel: KernelSeries;
  /** AML files. */
  readonly tables: readonly string[];
  readonly vcpus: number;
  /** More words for the kernel's command line. */
  readonly append?: string;
  /** Whether cppc_cpufreq is loaded. */
  readonly driver: boolean;
}

const LINUX_LOOKS_FOR_TABLES_IN = 'kernel/firmware/acpi';
const TIME_LIMIT_SECONDS = 180;
const [ARM] = VIRT_MACHINES;

/** What a guest of Arm needs, for `testWith`. */
export function armNeeds(series: KernelSeries): Outside[] {
  return virtNeeds('aarch64', series);
}

/** What a guest of a machine `virt` needs. */
export function virtNeeds(architecture: VirtArchitecture, series: KernelSeries): Outside[] {
  const grub: Outside[] = architecture === 'riscv64' ? ['grub-mkimage'] : [];
  const files: Outside[] = [`firmware ${architecture}`, `busybox ${architecture}`, `kernel ${architecture}-${series}`];
  return [`qemu-system-${architecture}`, 'cpio', ...grub, ...files];
}

/** How the guest ended: a panic has no report. */
export function bootArm({ kernel, tables, vcpus, append, driver }: ArmGuest): Promise<GuestRun> {
  return inTemporaryFolder(async (folder) => {
    await mkdir(join(folder, LINUX_LOOKS_FOR_TABLES_IN), { recursive: true });
    const paths = tables.map((file) => join(LINUX_LOOKS_FOR_TABLES_IN, basename(file)));
    for (const [i, path] of paths.entries()) await copyFile(tables[i] ?? '', join(folder, path));
    const file = outside(`kernel aarch64-${kernel}`);
    const module = driver ? await findDriver({ file, version: kernel, release: [0, 0] }) : undefined;
    return runGuest({
      kernel: file,
      busybox: outside('busybox aarch64'),
      accelerator: 'tcg',
      machine: { row: ARM, firmware: { code: ARM.code }, ...(module !== undefined && { driver: module }) },
      cpuModel: ARM.tcgModel,
      vcpus,
      smp: String(vcpus),
      tables: [],
      initrdPrefix: await newcArchive(folder, paths),
      words: append === undefined ? [] : [append],
      timeoutSeconds: TIME_LIMIT_SECONDS,
    });
  });
}
