// QEMU's machine `virt` takes no -acpitable. On Arm the table is in the initrd, on RISC-V in an image of GRUB that loads it.
// On both EDK2 must start the kernel: without UEFI Linux uses the device tree and no ACPI table.

import { GICV2_MOST_CPUS } from '../../grammar/virt-machines.js';
import { modelName } from '../cpc/cpu-model.js';
import type { CpcTable } from '../cpc/ir.js';
import type { VirtMachine } from '../cpc/machine.js';
import type { QemuOption } from '../hyperv/qemu-flags.js';
import type { Placement } from './format.js';
import { escapeValue } from './qemu-value.js';

/** The files that the options of a machine `virt` name, which are made after a build. */
export function virtFiles({ stem }: Pick<Placement, 'stem'>) {
  return { initrd: `initrd-${stem}.img`, image: `grub-${stem}.efi`, variables: `vars-${stem}.fd` };
}

/** The options that start a guest of a machine `virt`, except its disks and, on Arm, its kernel. */
export function virtOptions(table: CpcTable, row: VirtMachine, placement: Placement, threads: string): QemuOption[] {
  const files = virtFiles(placement);
  const common: QemuOption[] = [
    ...(modelName(table.cpuModel) === 'host' ? [['-accel', 'kvm'] as const] : []),
    ['-cpu', table.cpuModel],
    ['-smp', threads],
    ['-m', '2G'],
  ];
  const machine: QemuOption = ['-machine', virtMachineValue(row, table.processors.length)];
  if (!('variables' in row)) return [machine, ...common, ['-bios', row.code], ['-initrd', files.initrd]];
  return [
    machine,
    ...common,
    ['-blockdev', `node-name=code,driver=file,read-only=on,filename=${row.code}`],
    ['-blockdev', `node-name=vars,driver=file,filename=${escapeValue(files.variables)}`],
    ['-kernel', files.image],
  ];
}

/** The value of `-machine`. */
export function virtMachineValue(row: VirtMachine, vcpus: number): string {
  if ('variables' in row) return 'virt,acpi=on,pflash0=code,pflash1=vars';
  return vcpus > GICV2_MOST_CPUS ? 'virt,gic-version=3' : 'virt';
}
