import { constants } from 'node:fs';
import { access, open, readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLOUD_KERNEL, EFI_IMAGES } from '../../../grammar/linux.js';
import type { Architecture } from '../../../grammar/machines.js';
import type { Release } from '../../../grammar/release.js';
import { diagnostic } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import { versionRelease } from '../../versions/release.js';
import { HEADER_BYTES, imageVersion, kernelVersion, needsWhole, type VersionOf } from './kernel-image.js';
import { isNative } from './native.js';

export interface Kernel {
  readonly file: string;
  /** As `uname -r` has it. */
  readonly version: string;
  readonly release: Release;
}

interface KernelFolders {
  /** The root of the host's file system, with `boot` and `usr/lib/modules`. */
  readonly host: string;
  /** Holds a folder per series with a `vmlinuz`. */
  readonly cache: string;
}

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));

/** The folder of what the tests downloaded. A function: the executable keeps constants from when it was built. */
export function downloads(): string {
  return resolve(REPOSITORY, process.env['CPPC_ACPI_CACHE'] ?? '.cache');
}

/** The folders of kernels: the host's, then those that the tests downloaded. */
const kernelFolders = (): KernelFolders => ({ host: '/', cache: join(downloads(), 'kernels') });

/** The requested kernel, a file or the newest of a folder; by default the newest of the known folders. */
export async function chooseKernel(
  requested: string | undefined,
  architecture: Architecture = 'x86',
  { host, cache }: KernelFolders = kernelFolders(),
): Promise<Result<Kernel>> {
  if (requested !== undefined && !(await isFolder(requested))) {
    const kernel = await readKernel(requested, architecture);
    const isWrong = typeof kernel === 'string';
    return isWrong
      ? fail(diagnostic('boot/not-a-kernel', { file: requested }, { architecture, why: kernel }))
      : ok(kernel);
  }
  const newest = async (files: readonly string[]) => newestOf(files, architecture);
  const ofHost = async () => (isNative(architecture) ? newest(await kernelsOfHost(host)) : undefined);
  const kernel =
    requested === undefined
      ? ((await ofHost()) ?? (await newest(await kernelsOfModules(cache))))
      : await newest(await kernelsUnder(requested));
  return kernel
    ? ok(kernel)
    : fail(
        diagnostic('boot/no-kernel', undefined, {
          architecture,
          folder: requested ?? ofHostFolder(host, architecture),
        }),
      );
}

/** Where a kernel of the host would be; undefined where those are of another architecture. */
function ofHostFolder(host: string, architecture: Architecture): string | undefined {
  return isNative(architecture) ? join(host, 'boot') : undefined;
}

/** A distribution's kernels: Debian 7.2 and newer, Fedora and Arch have them beside the modules. */
async function kernelsOfHost(root: string): Promise<string[]> {
  return [...(await kernelsIn(join(root, 'boot'))), ...(await kernelsOfModules(join(root, 'usr/lib/modules')))];
}

/** A folder with kernels, the root of a file system, a folder of modules, or a source tree that was built. */
async function kernelsUnder(folder: string): Promise<string[]> {
  const trees = [folder, ...['arch/x86/boot', ...EFI_IMAGES.map(({ tree }) => tree)].map((tree) => join(folder, tree))];
  const ofFolders = await Promise.all(trees.map(kernelsIn));
  return [...ofFolders.flat(), ...(await kernelsOfHost(folder)), ...(await kernelsOfModules(folder))];
}

/** `VERSION/vmlinuz`. */
async function kernelsOfModules(folder: string): Promise<string[]> {
  return (await namesIn(folder)).map((name) => join(folder, name, 'vmlinuz'));
}

export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (one) => one.isDirectory(),
    () => false,
  );
}

async function kernelsIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => KERNEL_NAME.test(name)).map((name) => join(folder, name));
}

/** Debian's kernels for RISC-V are `vmlinux-VERSION`. */
const KERNEL_NAME = /^(?:vmlinuz|vmlinux|bzImage|Image|kernel)(?:[-.].*)?$/;

async function newestOf(files: readonly string[], architecture: Architecture): Promise<Kernel | undefined> {
  const kernels: Kernel[] = [];
  for (const file of files) {
    const kernel = await readKernel(file, architecture);
    if (typeof kernel !== 'string' && !CLOUD_KERNEL.test(kernel.version)) kernels.push(kernel);
  }
  return kernels.sort((a, b) => compareVersions(b.version, a.version))[0];
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** The kernel in the file, or why there is none. */
async function readKernel(file: string, architecture: Architecture): Promise<Kernel | string> {
  try {
    await access(file, constants.R_OK);
    // Opening a pipe without a writer would block, and no signal ends that.
    if (!(await stat(file)).isFile()) return 'it is not a regular file';
    const version = await versionOf(file, architecture);
    if ('why' in version) return version.why;
    const release = versionRelease(version.version);
    return release ? { file: resolve(file), version: version.version, release } : NO_HEADER;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : 'the file cannot be read';
  }
}

const NO_HEADER = 'it has no bzImage header';

async function versionOf(file: string, architecture: Architecture): Promise<VersionOf> {
  const head = await headOf(file);
  if (architecture === 'x86') {
    const version = kernelVersion(head);
    return version === undefined ? { why: NO_HEADER } : { version };
  }
  const whole = needsWhole(head, architecture) ? await readFile(file) : head;
  return imageVersion(file, whole, architecture);
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
