// What differs between QEMU's PC machines and its machines `virt`: the program, the way in of kernel and tables, and the serial
// port of the report. A PC has two serial ports; the one of `virt` is the console, so the report has a port on the PCI bus.

import type { VirtMachine } from '../cpc/machine.js';
import { escapeValue } from '../emit/qemu-value.js';
import type { Firmware } from './parts/firmware.js';

/** QEMU's machine `virt`, and the files that start Linux there. */
interface VirtStart {
  readonly row: VirtMachine;
  readonly firmware: Firmware;
  /** The module of the cpufreq driver. */
  readonly driver?: string;
  /** The modules of GRUB, where an image of it starts Linux. */
  readonly grub?: string;
}

export type PcMachine = 'q35' | 'pc';
export type GuestMachine = PcMachine | VirtStart;

export const PC_PROGRAM = 'qemu-system-x86_64';

export function isVirt(machine: GuestMachine): machine is VirtStart {
  return typeof machine !== 'string';
}

/** QEMU's name of the machine. */
export function machineName(machine: GuestMachine): string {
  return isVirt(machine) ? 'virt' : machine;
}

export function programOf(machine: GuestMachine): string {
  return isVirt(machine) ? machine.row.program : PC_PROGRAM;
}

/** The device of the guest to which its init writes the report. */
export function reportDevice(machine: GuestMachine): string {
  return `/dev/${isVirt(machine) ? machine.row.report : 'ttyS1'}`;
}

export function serialOptions(machine: GuestMachine, report: string): string[] {
  if (!isVirt(machine)) return ['-serial', 'stdio', '-serial', `file:${report}`];
  const port = ['-chardev', `file,id=report,path=${report}`, '-device', 'pci-serial,chardev=report'];
  return ['-serial', 'stdio', ...port];
}

// panic=-1: a panicking kernel reboots at once, upon which QEMU exits (-no-reboot). no_timer_check: on a busy host the
// guest's timer is late, and the kernel takes it for broken: "IO-APIC + timer doesn't work!". oops=panic: after an oops in
// the driver a guest of Arm hangs until the time limit.
export function machineWords(machine: GuestMachine): string[] {
  return isVirt(machine)
    ? [`console=${machine.row.console}`, 'panic=-1', 'oops=panic']
    : ['console=ttyS0', 'panic=-1', 'no_timer_check'];
}

/** The options of the firmware; `variables` is the copy of its store. */
export function firmwareOptions({ firmware: { code, variables } }: VirtStart, copy: string): string[] {
  if (variables === undefined) return ['-bios', code];
  return [
    ...['-blockdev', `node-name=code,driver=file,read-only=on,filename=${escapeValue(code)}`],
    ...['-blockdev', `node-name=vars,driver=file,filename=${copy}`],
  ];
}
