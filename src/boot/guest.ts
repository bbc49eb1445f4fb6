import { readFileSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newcArchive } from '../emit/newc.js';
import { withScratch } from '../scratch/scratch.js';
import { type InitScriptOptions, initScript } from './init-script.js';
import { type Accelerator, type QemuEnd, startQemu } from './qemu.js';
import { type BootReport, readReport } from './report.js';

export interface Guest extends InitScriptOptions {
  readonly kernel: string;
  readonly busybox: string;
  readonly accelerator: Accelerator;
  readonly machine: 'q35' | 'pc';
  /** A QEMU CPU model with its flags. */
  readonly cpuModel: string;
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
export type GuestRun = { readonly state: 'reported'; readonly report: BootReport; readonly raw: string } | QemuEnd;

/** Called with the report so far while the guest runs. */
export type OnReport = (raw: string) => void;

const REPORT = 'report';
const INITRD = 'initrd';
const LOOK_EVERY_MS = 250;

// panic=-1: a panicking kernel reboots at once, upon which QEMU exits (-no-reboot). no_timer_check: on a busy host the
// guest's timer is late, and the kernel takes it for broken: "IO-APIC + timer doesn't work!".
const WORDS = ['console=ttyS0', 'panic=-1', 'no_timer_check'];

/** Runs a temporary Linux guest in QEMU, and reads the report of its init. */
export function runGuest(guest: Guest, onReport?: OnReport): Promise<GuestRun> {
  return withScratch(async (folder) => {
    await writeFile(join(folder, INITRD), await initrdOf(guest));
    const tables = guest.tables.map((_, i) => `table-${i + 1}.aml`);
    for (const [i, name] of tables.entries()) await writeFile(join(folder, name), guest.tables[i] ?? '');
    const stop = new AbortController();
    const look = setInterval(() => {
      const raw = reportIn(folder);
      if (raw === undefined) stop.abort(`its report is longer than ${MOST_REPORT_BYTES} bytes`);
      else onReport?.(raw);
    }, LOOK_EVERY_MS);
    try {
      const end = await startQemu(folder, qemuArguments(guest, tables), { ...guest, stop: stop.signal });
      const raw = reportIn(folder) ?? '';
      const report = readReport(raw);
      return report && !stop.signal.aborted ? { state: 'reported', report, raw } : end;
    } finally {
      clearInterval(look);
    }
  });
}

/** The report so far; undefined if it is longer than any guest of ours writes: the guest may be hostile. */
function reportIn(folder: string): string | undefined {
  const file = join(folder, REPORT);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MOST_REPORT_BYTES) return undefined;
  return size === 0 ? '' : readFileSync(file, 'utf8');
}

/** 4,096 vCPUs report about 1 KiB each, and the kernel's log is small. */
const MOST_REPORT_BYTES = 16 * 1024 * 1024;

async function initrdOf(guest: Guest): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const initramfs = newcArchive([
    { path: 'bin/busybox', content: await readFile(guest.busybox), executable: true },
    { path: 'init', content: encoder.encode(initScript(guest)), executable: true },
  ]);
  return Buffer.concat([guest.initrdPrefix ?? new Uint8Array(), initramfs]);
}

// The names are relative to QEMU's working folder: QEMU splits `file=` at every ':' and ','.
function qemuArguments(guest: Guest, tables: readonly string[]): string[] {
  return [
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-machine', guest.machine, '-m', MEMORY, '-cpu', guest.cpuModel, '-smp', guest.smp],
    ...['-serial', 'stdio', '-serial', `file:${REPORT}`],
    ...['-kernel', guest.kernel, '-initrd', INITRD, '-append', kernelWords(guest)],
    ...tables.flatMap((table) => ['-acpitable', `file=${table}`]),
  ];
}

const MEMORY = '512M';

// Under TCG, printing the kernel's messages takes seconds; under KVM they show at once that the guest runs.
function kernelWords({ accelerator, words }: Guest): string {
  return [...WORDS, ...(accelerator === 'tcg' ? ['quiet'] : []), ...words].join(' ');
}
