import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newcArchive } from '../emit/newc.js';
import { kvmMachine } from '../emit/vcpu-limit.js';
import { type NoScratch, withScratch } from '../scratch/scratch.js';
import { type InitScriptOptions, initScript } from './init-script.js';
import { type Accelerator, type QemuEnd, startQemu } from './qemu.js';
import { type BootReport, readReport } from './report.js';
import { reportFile } from './report-file.js';

export interface Guest extends InitScriptOptions {
  readonly kernel: string;
  readonly busybox: string;
  readonly accelerator: Accelerator;
  readonly machine: 'q35' | 'pc';
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
  | NoScratch;

/** Called while the guest runs, with what was added to its report. */
export type OnReport = (added: string) => void;

const REPORT = 'report';
const INITRD = 'initrd';

// panic=-1: a panicking kernel reboots at once, upon which QEMU exits (-no-reboot). no_timer_check: on a busy host the
// guest's timer is late, and the kernel takes it for broken: "IO-APIC + timer doesn't work!".
const WORDS = ['console=ttyS0', 'panic=-1', 'no_timer_check'];

/** Runs a temporary Linux guest in QEMU, and reads the report of its init while it runs. */
export async function runGuest(guest: Guest, onReport?: OnReport): Promise<GuestRun> {
  const tables = guest.tables.map((aml, i) => [tableName(i), aml]);
  const files = { [INITRD]: await initrdOf(guest), ...Object.fromEntries(tables) };
  const run = await withScratch((folder) => runIn(folder, guest, onReport), files);
  if (!('end' in run)) return run;
  // Only now: reading a long report takes time, and signals are no longer held.
  const report = readReport(run.raw, guest);
  return report ? { state: 'reported', report, raw: run.raw, stderr: run.stderr } : run.end;
}

interface Ran {
  readonly end: QemuEnd;
  readonly raw: string;
  readonly stderr: string;
}

async function runIn(folder: string, guest: Guest, onReport: OnReport | undefined): Promise<Ran> {
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
    const end = await startQemu(folder, qemuArguments(guest), { ...guest, look, printed });
    const tooLong = look();
    if (tooLong !== undefined) return { end: { state: 'ended', by: 'limit', why: tooLong }, raw: '', stderr };
    return { end, raw: report.text(), stderr };
  } finally {
    report.close();
  }
}

async function initrdOf(guest: Guest): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const initramfs = newcArchive([
    { path: 'bin/busybox', content: await readFile(guest.busybox), executable: true },
    { path: 'init', content: encoder.encode(initScript(guest)), executable: true },
  ]);
  return Buffer.concat([guest.initrdPrefix ?? new Uint8Array(), initramfs]);
}

function tableName(index: number): string {
  return `table-${index + 1}.aml`;
}

// The names are relative to QEMU's working folder: QEMU splits `file=` at every ':' and ','.
export function qemuArguments(guest: Guest): string[] {
  return [
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-machine', machineOf(guest), '-m', memoryOf(guest), '-cpu', guest.cpuModel, '-smp', guest.smp],
    ...['-serial', 'stdio', '-serial', `file:${REPORT}`],
    ...['-kernel', guest.kernel, '-initrd', INITRD, '-append', kernelWords(guest)],
    ...guest.tables.flatMap((_, i) => ['-acpitable', `file=${tableName(i)}`]),
  ];
}

function machineOf({ machine, accelerator, vcpus = 0 }: Guest): string {
  return accelerator === 'kvm' ? kvmMachine(machine, vcpus) : machine;
}

/** Linux keeps about a MiB for each CPU. */
function memoryOf({ vcpus = 0 }: Guest): string {
  return `${Math.max(512, 3 * vcpus)}M`;
}

// Under TCG, printing the kernel's messages takes seconds; under KVM they show at once that the guest runs.
function kernelWords({ accelerator, words }: Guest): string {
  return [...WORDS, ...(accelerator === 'tcg' ? ['quiet'] : []), ...words].join(' ');
}
