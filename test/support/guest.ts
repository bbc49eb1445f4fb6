// Boots an unmodified Linux kernel in QEMU with tables, and reads how its ACPI code used them.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { runGuest } from '../../src/boot/guest.js';
import { TCG_CPU_MODEL } from '../../src/boot/plan.js';
import type { BootReport as Report } from '../../src/boot/report.js';
import { type KernelSeries, type Outside, outside } from './outside.js';

export interface GuestOptions {
  readonly kernel: KernelSeries;
  /** A QEMU CPU model with its flags; DEFAULT_CPU_MODEL when left out. */
  readonly cpuModel?: string;
  readonly machine?: 'q35' | 'pc';
  /** QEMU's -smp; '4' when left out. */
  readonly smp?: string;
  /** AML files that the firmware hands to the guest (QEMU's -acpitable). */
  readonly acpiTables?: readonly string[];
  /** An uncompressed newc archive in front of the initramfs, from which Linux loads more tables. */
  readonly initrdPrefix?: Uint8Array;
  /** More words for the kernel's command line. */
  readonly append?: string;
  /** Whether the log has the reason for each refused _CPC. */
  readonly dynamicDebug?: boolean;
  /** How many busy loops are started, one after another. */
  readonly busyLoops?: number;
}

export interface GuestReport extends Report {
  readonly raw: string;
}

export { UNREADABLE } from '../../src/boot/init-script.js';

/** The model that `boot` uses, too. */
export const DEFAULT_CPU_MODEL = TCG_CPU_MODEL;

const TIME_LIMIT_SECONDS = 120;

const CPPC_DEBUG_WORDS = 'dyndbg="file cppc_acpi.c +p; file bus.c +p"';

/** The programs and kernels that a guest needs, for `testWith`. */
export function guestNeeds(...series: readonly KernelSeries[]): Outside[] {
  return ['qemu-system-x86_64', 'busybox', 'cpio', ...series.map((name) => `kernel ${name}` as const)];
}

/** Boots a guest with the runner of `boot`; a guest without a report fails the test. */
export async function bootGuest(options: GuestOptions): Promise<GuestReport> {
  const run = await runGuest({
    kernel: outside(`kernel ${options.kernel}`),
    busybox: outside('busybox'),
    accelerator: 'tcg',
    machine: options.machine ?? 'q35',
    cpuModel: options.cpuModel ?? DEFAULT_CPU_MODEL,
    smp: options.smp ?? '4',
    tables: await Promise.all((options.acpiTables ?? []).map((file) => readFile(file))),
    words: [...(options.dynamicDebug ? [CPPC_DEBUG_WORDS] : []), ...(options.append ? [options.append] : [])],
    timeoutSeconds: TIME_LIMIT_SECONDS,
    ...(options.initrdPrefix && { initrdPrefix: options.initrdPrefix }),
    ...(options.busyLoops !== undefined && { busyLoops: options.busyLoops }),
  });
  if (run.state !== 'reported') throw new Error(`the guest wrote no report: ${JSON.stringify(run)}`);
  return { ...run.report, raw: run.raw };
}

/** The folders and files at `paths` below `folder`, as an uncompressed newc archive. */
export async function newcArchive(folder: string, paths: readonly string[]): Promise<Uint8Array> {
  const run = await execa(outside('cpio'), ['--create', '--quiet', '--format=newc', '--owner=0:0'], {
    cwd: folder,
    input: paths.join('\n'),
    encoding: 'buffer',
  });
  return run.stdout;
}

export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cppc-acpi-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
