// A stock Linux kernel in stock QEMU, and what its ACPI code made of the tables it was given.

import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
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
  /** An uncompressed newc archive in front of the initramfs, from which Linux takes more tables. */
  readonly initrdPrefix?: Uint8Array;
  /** More words for the kernel's command line. */
  readonly append?: string;
  /** Whether the log tells each reason for which a _CPC is refused. */
  readonly dynamicDebug?: boolean;
  /** Shell patterns of more files to report. */
  readonly alsoRead?: readonly string[];
}

export interface GuestReport {
  /** vCPU → file of its acpi_cppc folder → text; a vCPU whose _CPC was refused is not in here. */
  readonly cpus: ReadonlyMap<number, Readonly<Record<string, string>>>;
  /** Path → text of every file asked for, acpi_cppc folders included. */
  readonly files: ReadonlyMap<string, string>;
  readonly log: string;
  /** The lines of the log in which ACPI complains. */
  readonly acpiErrors: readonly string[];
  readonly raw: string;
}

/** The text of a file that the guest could not read. */
export const UNREADABLE = 'unreadable';

// Family 19h, model 61h, as Ryzen 7000 has it: amd-pstate drives it, and Linux takes no _CPC from it without _OSC. From
// EPYC-Milan and EPYC-Rome as they are it does (cpc_supported_by_cpu), so a table that lost its _OSC would go unnoticed.
export const DEFAULT_CPU_MODEL = 'EPYC-Milan,model=97';

const ACPI_CPPC_FILES = '/sys/devices/system/cpu/cpu*/acpi_cppc/*';
const ONLINE_CPUS = '/sys/devices/system/cpu/online';
const ALWAYS_READ = [ONLINE_CPUS, ACPI_CPPC_FILES];

const MEMORY = '256M';
const TIME_LIMIT_MS = 60_000;

// With a thread for each vCPU, 3 of 180 boots in QEMU 7.2 hung or died of "Oops: int3": one vCPU ran an instruction that
// another had half patched (lkml 2023-07, "qemu-x86_64 booting with 8.0.0 stil see int3"). With one thread, 0 of 120.
const ACCELERATOR = 'tcg,thread=single';

// QEMU ends with -no-reboot when a panicking kernel reboots at once. On a busy host the guest's timer comes late, and the
// kernel takes it for broken ("IO-APIC + timer doesn't work!") unless it is told not to look.
const KERNEL_WORDS = 'console=ttyS0 quiet panic=-1 no_timer_check';
const CPPC_DEBUG_WORDS = 'dyndbg="file cppc_acpi.c +p; file bus.c +p"';

const APPLETS = ['sh', 'mount', 'cat', 'dmesg', 'poweroff', 'stty'];
const REPORT = 'report';
const MARK = '====';
const LOG = 'log';
const END = 'end';

/** What `testWith` must find before a guest can be booted. */
export function guestNeeds(...series: readonly KernelSeries[]): Outside[] {
  return ['qemu-system-x86_64', 'busybox', 'cpio', ...series.map((name) => `kernel ${name}` as const)];
}

export async function bootGuest(options: GuestOptions): Promise<GuestReport> {
  return inTemporaryFolder(async (folder) => {
    await writeInitrd(folder, options);
    const tables = await copyTables(folder, options.acpiTables ?? []);
    const run = await execa(outside('qemu-system-x86_64'), qemuArguments(options, tables), {
      cwd: folder,
      stdin: 'ignore',
      reject: false,
      timeout: TIME_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    const raw = await readFile(join(folder, REPORT), 'utf8').catch(() => '');
    const sections = readSections(raw);
    if (!sections.has(END)) throw new Error(`the guest's report has no end\n${run.message ?? run.stdout}\n${raw}`);
    return reportOf(sections, raw);
  });
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

// The names are relative to QEMU's working folder: QEMU splits `file=` at every ':' and ','.
function qemuArguments(options: GuestOptions, tables: readonly string[]): string[] {
  return [
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-accel', ACCELERATOR, '-machine', options.machine ?? 'q35', '-m', MEMORY],
    ...['-cpu', options.cpuModel ?? DEFAULT_CPU_MODEL, '-smp', options.smp ?? '4'],
    ...['-serial', 'stdio', '-serial', `file:${REPORT}`],
    ...['-kernel', outside(`kernel ${options.kernel}`), '-initrd', 'initrd', '-append', kernelWords(options)],
    ...tables.flatMap((table) => ['-acpitable', `file=${table}`]),
  ];
}

function kernelWords(options: GuestOptions): string {
  return [KERNEL_WORDS, options.dynamicDebug ? CPPC_DEBUG_WORDS : '', options.append ?? ''].join(' ');
}

async function copyTables(folder: string, tables: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const table of tables) {
    const name = `table-${names.length}.aml`;
    await copyFile(table, join(folder, name));
    names.push(name);
  }
  return names;
}

async function writeInitrd(folder: string, options: GuestOptions): Promise<void> {
  const root = join(folder, 'root');
  for (const name of ['bin', 'dev', 'proc', 'sys']) await mkdir(join(root, name), { recursive: true });
  await copyFile(outside('busybox'), join(root, 'bin/busybox'));
  for (const applet of APPLETS) await symlink('busybox', join(root, 'bin', applet));
  await writeFile(join(root, 'init'), initScript([...ALWAYS_READ, ...(options.alsoRead ?? [])]), { mode: 0o755 });
  const paths = ['bin', 'dev', 'proc', 'sys', 'init', 'bin/busybox', ...APPLETS.map((applet) => `bin/${applet}`)];
  const initramfs = await newcArchive(root, paths);
  await writeFile(join(folder, 'initrd'), Buffer.concat([options.initrdPrefix ?? new Uint8Array(), initramfs]));
}

// The report has a serial line of its own, so that no kernel message falls into it. Closing the line waits until all of it
// is out; poweroff would not.
function initScript(patterns: readonly string[]): string {
  return `#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t debugfs debug /sys/kernel/debug
{
  stty -F /dev/ttyS1 -opost
  for file in ${patterns.join(' ')}; do
    [ -f "$file" ] || continue
    echo "${MARK} $file"
    cat "$file" 2>/dev/null || echo ${UNREADABLE}
  done
  echo "${MARK} ${LOG}"
  dmesg
  echo "${MARK} ${END}"
} >/dev/ttyS1
poweroff -f
`;
}

function readSections(raw: string): Map<string, string> {
  const sections = raw.split(`${MARK} `).slice(1);
  return new Map(sections.map((section) => [firstLine(section), section.slice(firstLine(section).length + 1).trim()]));
}

function firstLine(text: string): string {
  return text.slice(0, text.indexOf('\n'));
}

function reportOf(sections: ReadonlyMap<string, string>, raw: string): GuestReport {
  const log = sections.get(LOG) ?? '';
  return {
    cpus: cpusOf(sections),
    files: new Map([...sections].filter(([name]) => name.startsWith('/'))),
    log,
    acpiErrors: log.split('\n').filter((line) => /ACPI.*(?:Error|Warning|Exception)/.test(line)),
    raw,
  };
}

function cpusOf(sections: ReadonlyMap<string, string>): GuestReport['cpus'] {
  const cpus = new Map<number, Record<string, string>>();
  for (const [path, text] of sections) {
    const [, cpu, file] = /\/cpu(\d+)\/acpi_cppc\/(\w+)$/.exec(path) ?? [];
    if (cpu === undefined || file === undefined) continue;
    cpus.set(Number(cpu), { ...cpus.get(Number(cpu)), [file]: text });
  }
  return new Map([...cpus].sort(([a], [b]) => a - b));
}
