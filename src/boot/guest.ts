import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newcArchive } from '../emit/newc.js';
import { withScratch } from '../scratch/scratch.js';
import { type GuestReport, readReport } from './guest-report.js';
import { type InitWish, initScript } from './init-script.js';
import { type Accelerator, type QemuEnd, startQemu } from './qemu.js';

export interface Guest extends InitWish {
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
  /** An uncompressed newc archive in front of the initramfs, from which Linux takes more tables. */
  readonly initrdPrefix?: Uint8Array;
  /** Words for the kernel's command line. */
  readonly words: readonly string[];
  readonly timeoutSeconds: number;
}

/** What became of a guest: its report, or why there is none. */
export type GuestRun = { readonly state: 'reported'; readonly report: GuestReport; readonly raw: string } | QemuEnd;

/** What is there of the report while the guest runs. */
export type OnReport = (raw: string) => void;

const REPORT = 'report';
const INITRD = 'initrd';
const LOOK_EVERY_MS = 250;

// QEMU ends with -no-reboot when a panicking kernel reboots at once. On a busy host the guest's timer comes late, and a
// kernel that looks at it takes it for broken: "IO-APIC + timer doesn't work!".
const WORDS = ['console=ttyS0', 'panic=-1', 'no_timer_check'];

/** Runs a throw-away Linux in QEMU, and reads what its init reports. */
export function runGuest(guest: Guest, onReport?: OnReport): Promise<GuestRun> {
  return withScratch(async (folder) => {
    await writeFile(join(folder, INITRD), await initrdOf(guest));
    const tables = guest.tables.map((_, i) => `table-${i + 1}.aml`);
    for (const [i, name] of tables.entries()) await writeFile(join(folder, name), guest.tables[i] ?? '');
    const read = () => readFile(join(folder, REPORT), 'utf8').catch(() => '');
    const look = onReport && setInterval(() => void read().then(onReport), LOOK_EVERY_MS);
    try {
      const end = await startQemu(folder, qemuArguments(guest, tables), guest);
      const raw = await read();
      const report = readReport(raw);
      return report ? { state: 'reported', report, raw } : end;
    } finally {
      clearInterval(look);
    }
  });
}

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

// With KVM the kernel's messages cost nothing, and show at once whether the guest lives.
function kernelWords({ accelerator, words }: Guest): string {
  return [...WORDS, ...(accelerator === 'tcg' ? ['quiet'] : []), ...words].join(' ');
}
