import { type Architecture, MACHINES, type MachineName } from '../../grammar/machines.js';
import { VIRT_MACHINES } from '../../grammar/virt-machines.js';

/** The row of a machine; every name has one. */
export function machineRow(name: MachineName): (typeof MACHINES)[number] {
  const row = MACHINES.find(({ machine }) => machine === name);
  if (!row) throw new Error(`there is no machine "${name}"`);
  return row;
}

/** The architectures that a machine has, its default first. */
export function architecturesOf(name: MachineName): readonly Architecture[] {
  return machineRow(name).architectures;
}

/** The requested architecture if the machine has it, else the machine's. */
export function architectureOf(name: MachineName, requested?: Architecture): Architecture {
  const [first = 'x86', ...others] = architecturesOf(name);
  return others.find((one) => one === requested) ?? first;
}

/** A processor's path as a machine writes it: `processorPath` of its row, with hexadecimal digits for the number. */
export function pathPattern(name: MachineName): RegExp {
  const pattern = machineRow(name).processorPath.replace(/[\\.]/g, '\\$&');
  return new RegExp(`^${pattern.replace(/%0(\d)X/, '[0-9A-F]{$1}')}$`);
}

export type VirtMachine = (typeof VIRT_MACHINES)[number];

/** The row of a machine `virt` of QEMU; undefined for other machines. */
export function virtMachine(name: MachineName | undefined): VirtMachine | undefined {
  return VIRT_MACHINES.find(({ machine }) => machine === name);
}

/** The paths of processors of a machine `virt`, which are the same on each architecture. */
export const QEMU_VIRT_PATH = pathPattern('qemu-virt-aarch64');
