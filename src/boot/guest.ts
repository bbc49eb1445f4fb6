import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { newcArchive } from '../emit/newc.js';
import { kvmMachine } from '../emit/vcpu-limit.js';
import { virtMachineValue } from '../emit/virt.js';
import { type NoScratch, withScratch } from '../scratch/scratch.js';
import { type InitScriptOptions, initScript } from './init-script.js';
import { GRUB_FILES, grubFiles, makeImage } from './parts/grub-image.js';
import {
  firmwareOptions,
  type GuestMachine,
  isVirt,
  machineWords,
  programOf,
  reportDevice,
  serialOptions,
} from './platform.js';
import { type Accelerator, type QemuEnd, startQemu } from './qemu.js';
import { type BootReport, readReport } from './report.js';
import { reportFile } from './report-file.js';

export interface Guest extends Pick<InitScriptOptions, 'busyLoops'> {
  readonly kernel: string;
  readonly busybox: string;
  readonly accelerator: Accelerator;
  readonly machine: GuestMachine;
  /** A QEMU CPU model with its flags. */
  readonly cpuModel: string;
  readonly vcpus?: number;
  /** QEMU's -smp. */
  readonly smp: string;
  /** Tables that the firmware hands to the guest (QEMU's -acpitable). */
  readonly tables: readonly Uint8Array[];
  /** An uncompressed newc archive in front of the initramfs, from which Linux loads more tables. */
  readonly initrdPrefix?: Uint8Array;
  /** Words for the kernel's command line. */
  readonly words: readonly string[];
  readonly timeoutSeconds: number;
}

/** How the run of a guest ended: its report, or why there is none. */
export type GuestRun =
  | {
      readonly state: 'reported';
      readonly report: BootReport;
      readonly raw: string;
      /** What QEMU printed to standard error. */
      readonly stderr: string;
    }
  | QemuEnd
  | NoScratch
  /** GRUB's program made no image. */
  | { readonly state: 'no-image'; readonly why: string };

/** Called while the guest runs, with what was added to its report. */
export type OnReport = (added: string) => void;

const REPORT = 'report';
const INITRD = 'initrd';
const VARIABLES = 'variables.fd';

/** Runs a temporary Linux guest in QEMU, and reads the report of its init while it runs. */
export async function runGuest(guest: Guest, onReport?: OnReport): Promise<GuestRun> {
  const files = await filesOf(guest);
  const run = await withScratch((folder) => runIn(folder, guest, onReport), files);
  if (!('end' in run)) return run;
  // Only now: reading a long report takes time, and signals are no longer held.
  const report = readReport(run.raw, guest);
  return report ? { state: 'reported', report, raw: run.raw, stderr: run.stderr } : run.end;
}

/** The files of QEMU's working folder. */
async function filesOf(guest: Guest): Promise<Record<string, Uint8Array>> {
  const { machine, kernel, tables } = guest;
  const initrd = await initrdOf(guest);
  if (!isVirt(machine)) return { [INITRD]: initrd, ...Object.fromEntries(tables.map((aml, i) => [tableName(i), aml])) };
  const { variables } = machine.firmware;
  return {
    ...(machine.grub === undefined
      ? { [INITRD]: initrd }
      : grubFiles({ kernel: await readFile(kernel), initrd, tables, words: kernelWords(guest) })),
    ...(variables !== undefined && { [VARIABLES]: await readFile(variables) }),
  };
}

interface Ran {
  readonly end: QemuEnd;
  readonly raw: string;
  readonly stderr: string;
}

async function runIn(
  folder: string,
  guest: Guest,
  onReport: OnReport | undefined,
): Promise<Ran | { readonly state: 'no-image'; readonly why: string }> {
  const { machine } = guest;
  const grub = isVirt(machine) ? machine.grub : undefined;
  const why = grub === undefined ? undefined : await makeImage(folder, grub);
  if (why !== undefined) return { state: 'no-image', why };

  const report = reportFile(join(folder, REPORT), guest);
  const look = (): string | undefined => {
    const looked = report.look();
    if ('tooLong' in looked) return looked.tooLong;
    onReport?.(looked.added);
    return undefined;
  };
  try {
    let stderr = '';
    const printed = (text: string) => {
      stderr = text;
    };
    const end = await startQemu(folder, qemuArguments(guest), {
      ...guest,
      program: programOf(guest.machine),
      look,
      printed,
    });
    const tooLong = look();
    if (tooLong !== undefined) return { end: { state: 'ended', by: 'limit', why: tooLong }, raw: '', stderr };
    return { end, raw: report.text(), stderr };
  } finally {
    report.close();
  }
}

async function initrdOf(guest: Guest): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const driver = driverOf(guest.machine);
  const initramfs = newcArchive([
    { path: 'bin/busybox', content: await readFile(guest.busybox), executable: true },
    ...(driver === undefined ? [] : [{ path: basename(driver), content: await readFile(driver) }]),
    { path: 'init', content: encoder.encode(initScript(scriptOptions(guest))), executable: true },
  ]);
  return Buffer.concat([guest.initrdPrefix ?? new Uint8Array(), initramfs]);
}

function driverOf(machine: GuestMachine): string | undefined {
  return isVirt(machine) ? machine.driver : undefined;
}

function scriptOptions({ machine, busyLoops }: Guest): InitScriptOptions {
  const driver = driverOf(machine);
  return {
    report: reportDevice(machine),
    ranksBy: isVirt(machine) ? 'capacity' : 'itmt',
    ...(driver !== undefined && { driver: `/${basename(driver)}` }),
    ...(busyLoops !== undefined && { busyLoops }),
  };
}

function tableName(index: number): string {
  return `table-${index + 1}.aml`;
}

// The names are relative to QEMU's working folder: QEMU splits `file=` at every ':' and ','.
export function qemuArguments(guest: Guest): string[] {
  return [
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-machine', machineOf(guest), '-m', memoryOf(guest), '-cpu', guest.cpuModel, '-smp', guest.smp],
    ...serialOptions(guest.machine, REPORT),
    ...(isVirt(guest.machine) ? firmwareOptions(guest.machine, VARIABLES) : []),
    ...loadOptions(guest),
  ];
}

/** What brings kernel and tables into the guest. */
function loadOptions(guest: Guest): string[] {
  const { machine } = guest;
  if (isVirt(machine) && machine.grub !== undefined) return ['-kernel', GRUB_FILES.image];
  return [
    ...['-kernel', guest.kernel, '-initrd', INITRD, '-append', kernelWords(guest)],
    ...guest.tables.flatMap((_, i) => ['-acpitable', `file=${tableName(i)}`]),
  ];
}

function machineOf({ machine, accelerator, vcpus = 0 }: Guest): string {
  if (isVirt(machine)) return virtMachineValue(machine.row, vcpus);
  return accelerator === 'kvm' ? kvmMachine(machine, vcpus) : machine;
}

/** Linux keeps about a MiB for each CPU. EDK2 and the larger kernels of Arm and RISC-V need more than a PC. */
function memoryOf({ machine, vcpus = 0 }: Guest): string {
  const least = !isVirt(machine) ? 512 : 'variables' in machine.row ? 2048 : 1024;
  return `${Math.max(least, 3 * vcpus)}M`;
}

// Under TCG, printing the kernel's messages takes seconds; under KVM they show at once that the guest runs.
function kernelWords({ machine, accelerator, words }: Guest): string {
  return [...machineWords(machine), ...(accelerator === 'tcg' ? ['quiet'] : []), ...words].join(' ');
}
