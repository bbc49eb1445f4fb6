// Programs and kernels from outside this repository, and tests that need them.

import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import type { Release } from '../../grammar/release.js';
import { VIRT_MACHINES } from '../../grammar/virt-machines.js';
import { isSince } from '../../src/versions/release.js';

/** A folder of kernels: `6.12`. */
export type KernelSeries = `${number}.${number}`;
/** The architectures of QEMU's machines `virt`. */
export type VirtArchitecture = (typeof VIRT_MACHINES)[number]['architecture'];
/** A folder of kernels for one of them: `aarch64-6.12`. */
type VirtKernel = `${VirtArchitecture}-${KernelSeries}`;
export type Outside =
  | 'iasl'
  | 'acpiexec'
  | 'qemu-system-x86_64'
  | `qemu-system-${VirtArchitecture}`
  | 'grub-mkimage'
  | `firmware ${VirtArchitecture}`
  | `busybox ${VirtArchitecture}`
  | 'busybox'
  | 'cpio'
  | 'virsh'
  | 'libvirtd'
  | 'virt-xml-validate'
  | 'xmllint'
  | 'make'
  | 'ninja'
  | 'bash'
  | 'zsh'
  | 'fish'
  | 'mandoc'
  | 'script'
  | 'ansible-playbook'
  | 'perl'
  | 'taskset'
  | 'bwrap'
  | 'dpkg-deb'
  | 'dpkg-shlibdeps'
  | 'lintian'
  | `root ${string}`
  | 'dash'
  | 'fwts'
  | 'standalone'
  | `node ${string}`
  | 'guest-agent'
  | 'powershell-grammar'
  | `kernel ${KernelSeries | VirtKernel}`;

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const CACHE = resolve(REPOSITORY, process.env['CPPC_ACPI_CACHE'] ?? '.cache');
const KERNELS = join(CACHE, 'kernels');

/** uvu's `test` for a check that needs programs or kernels: it skips when one is missing, and fails with CI=true. */
export function testWith(needs: readonly Outside[], name: string, check: () => Promise<void> | void): void {
  const missing = needs.filter((need) => findOutside(need) === undefined);
  missing.forEach(reportOnce);
  if (missing.length === 0) test(name, check);
  else if (process.env['CI'] === 'true') test(name, () => failFor(missing));
  else test.skip(name);
}

/** What is no program of PATH: the second word of its name is a folder of kernels or an architecture. */
const FILES = {
  kernel: (name: string) => join(KERNELS, name, 'vmlinuz'),
  node: (name: string) => join(CACHE, 'node', name, 'node'),
  busybox: (name: string) => join(CACHE, 'busybox', name, 'busybox'),
  // A system that test/package/unpack-roots.ts unpacks.
  root: (name: string) => join(CACHE, 'roots', name, 'versions'),
  firmware: (name: string) => VIRT_MACHINES.find(({ architecture }) => architecture === name)?.code ?? '',
} as const;

/** What `make standalone` makes. */
const EXECUTABLE = join(REPOSITORY, 'build/standalone/cppc-acpi');

/** No source of the program is newer. */
function isCurrent(file: string): boolean {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined) return false;
  return ['grammar', 'release', 'src'].every((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' }).every(
      (name) => !name.endsWith('.ts') || statSync(join(REPOSITORY, folder, name)).mtimeMs <= made,
    ),
  );
}

/** The full path of a program or a kernel image, or undefined when there is none that works. */
export function findOutside(need: Outside): string | undefined {
  if (need === 'standalone') return isCurrent(EXECUTABLE) ? EXECUTABLE : undefined;
  const [kind, name] = need.split(' ');
  if (need === 'guest-agent') return [join(CACHE, need, 'qemu-ga')].find(existsSync);
  if (need === 'powershell-grammar') return [join(CACHE, need, 'tree-sitter-powershell.wasm')].find(existsSync);
  if (name !== undefined) return [FILES[kind as keyof typeof FILES](name)].find(existsSync);
  const file = foldersOfPath()
    .map((folder) => join(folder, need))
    .find(isExecutable);
  if (need === 'busybox' && file !== undefined && loadsLibraries(file)) return undefined;
  return need === 'virsh' && !hasQemuDriver() ? undefined : file;
}

/**
 * These kernels and every other one in the folder of kernels from `first` on, in the order of their releases. A row of
 * the matrix has one kernel, so it needs no other.
 */
export function kernelsFrom(first: KernelSeries, ...needed: readonly KernelSeries[]): KernelSeries[] {
  const found = existsSync(KERNELS) ? readdirSync(KERNELS).filter(isSeries) : [];
  const usable = found.filter((name) => findOutside(`kernel ${name}`) && isSince(releaseOf(name), releaseOf(first)));
  const all = process.env['MATRIX_ROW'] === undefined ? [...needed, ...usable] : usable;
  return inOrder(all);
}

/** 6.1, 6.12 and every other kernel for Arm in the folder of kernels; a row of the matrix has its own alone. */
export function kernelsOfArm(): KernelSeries[] {
  const needed: readonly KernelSeries[] = process.env['MATRIX_ROW'] === undefined ? ['6.1', '6.12'] : [];
  return inOrder([...needed, ...kernelsOf('aarch64')]);
}

/** The kernels for an architecture that are there. */
export function kernelsOf(architecture: VirtArchitecture): KernelSeries[] {
  const names = existsSync(KERNELS) ? readdirSync(KERNELS) : [];
  const found = names
    .filter((name) => name.startsWith(`${architecture}-`))
    .map((name) => name.slice(architecture.length + 1));
  return inOrder(found.filter(isSeries));
}

function isSeries(name: string): name is KernelSeries {
  return /^\d+\.\d+$/.test(name);
}

function inOrder(series: readonly KernelSeries[]): KernelSeries[] {
  return [...new Set(series)].sort((a, b) => (isSince(releaseOf(a), releaseOf(b)) ? 1 : -1));
}

export function releaseOf(series: KernelSeries): Release {
  return series.split('.').map(Number) as [number, number];
}

/** The path of a program or kernel that `testWith` has found. */
export function outside(need: Outside): string {
  return findOutside(need) ?? failFor([need]);
}

const reported = new Set<Outside>();

function reportOnce(missing: Outside): void {
  if (reported.has(missing)) return;
  reported.add(missing);
  process.stderr.write(`\nMISSING ${missing}: tests that need it are skipped; ${sourceOf(missing)} it\n`);
}

function sourceOf(missing: Outside): string {
  return missing === 'standalone' ? '`make standalone` makes' : 'test/set-up.sh installs';
}

function failFor(missing: readonly Outside[]): never {
  throw new Error(`missing: ${missing.map((one) => `${one} (${sourceOf(one)} it)`).join(', ')}`);
}

function foldersOfPath(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// virsh needs its driver for QEMU, which is in another package.
function hasQemuDriver(): boolean {
  const folders = ['/usr/lib64', ...readdirSync('/usr/lib').map((folder) => join('/usr/lib', folder))];
  return folders.some((folder) => existsSync(join(folder, 'libvirt/connection-driver/libvirt_driver_qemu.so')));
}

// An initramfs has no C library. A program that needs one has the path of its loader, /lib64/ld-…, after the ELF headers.
function loadsLibraries(file: string): boolean {
  return readFileSync(file).subarray(0, 4096).includes('/ld-');
}
