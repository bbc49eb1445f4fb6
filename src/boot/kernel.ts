import { constants } from 'node:fs';
import { access, open, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BZ_IMAGE } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';

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

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** The folders of kernels: the host's, then those that the tests downloaded. */
const KERNEL_FOLDERS: KernelFolders = {
  host: '/',
  cache: resolve(REPOSITORY, process.env['CPPC_ACPI_CACHE'] ?? '.cache', 'kernels'),
};

/** The header's pointer has 16 bits, and the text behind it a few words. */
const HEADER_BYTES = 0x10000 + BZ_IMAGE.versionBase + 0x100;

/** The requested kernel, a file or the newest of a folder; by default the newest of the known folders. */
export async function chooseKernel(
  requested: string | undefined,
  { host, cache }: KernelFolders = KERNEL_FOLDERS,
): Promise<Result<Kernel>> {
  if (requested !== undefined && !(await isFolder(requested))) {
    const kernel = await readKernel(requested);
    const isWrong = typeof kernel === 'string';
    return isWrong ? fail(diagnostic('boot/not-a-kernel', { file: requested }, { why: kernel })) : ok(kernel);
  }
  const kernel =
    requested === undefined
      ? ((await newestOf(await kernelsOfHost(host))) ?? (await newestOf(await kernelsOfModules(cache))))
      : await newestOf(await kernelsUnder(requested));
  return kernel
    ? ok(kernel)
    : fail(diagnostic('boot/no-kernel', undefined, { folder: requested ?? join(host, 'boot') }));
}

/** A distribution's kernels: Debian 7.2 and newer, Fedora and Arch have them beside the modules. */
async function kernelsOfHost(root: string): Promise<string[]> {
  return [...(await kernelsIn(join(root, 'boot'))), ...(await kernelsOfModules(join(root, 'usr/lib/modules')))];
}

/** A folder with kernels, the root of a file system, a folder of modules, or a source tree that was built. */
async function kernelsUnder(folder: string): Promise<string[]> {
  const trees = [folder, join(folder, 'arch/x86/boot')];
  const ofFolders = await Promise.all(trees.map(kernelsIn));
  return [...ofFolders.flat(), ...(await kernelsOfHost(folder)), ...(await kernelsOfModules(folder))];
}

/** `VERSION/vmlinuz`. */
async function kernelsOfModules(folder: string): Promise<string[]> {
  return (await namesIn(folder)).map((name) => join(folder, name, 'vmlinuz'));
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (one) => one.isDirectory(),
    () => false,
  );
}

async function kernelsIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => KERNEL_NAME.test(name)).map((name) => join(folder, name));
}

const KERNEL_NAME = /^(?:vmlinuz|bzImage|kernel)(?:-.*)?$/;

async function newestOf(files: readonly string[]): Promise<Kernel | undefined> {
  const kernels: Kernel[] = [];
  for (const file of files) {
    const kernel = await readKernel(file);
    if (typeof kernel !== 'string') kernels.push(kernel);
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
async function readKernel(file: string): Promise<Kernel | string> {
  try {
    await access(file, constants.R_OK);
    // Opening a pipe without a writer would block, and no signal ends that.
    if (!(await stat(file)).isFile()) return 'it is not a regular file';
    const version = kernelVersion(await headOf(file));
    const [, major, minor, patch = '0'] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(version ?? '') ?? [];
    if (version === undefined || major === undefined) return 'it has no bzImage header';
    return { file: resolve(file), version, release: [Number(major), Number(minor), Number(patch)] };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : 'the file cannot be read';
  }
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The first word of the version in a bzImage's header; undefined for any other file. */
export function kernelVersion(head: Uint8Array): string | undefined {
  const { magic, magicAt, versionPointerAt, versionBase } = BZ_IMAGE;
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const hasMagic = text.toString('latin1', magicAt, magicAt + magic.length) === magic;
  if (!hasMagic || text.length < versionPointerAt + 2) return undefined;
  const start = text.readUInt16LE(versionPointerAt) + versionBase;
  const [version = ''] = text.toString('latin1', start, start + 0x100).split(/[\s\0]/);
  return version === '' ? undefined : version;
}
