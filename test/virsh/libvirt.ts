// What libvirt makes of a domain: whether its schema accepts it, and the command line that would start QEMU.

import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { FIXTURES } from '../support/fixtures.js';
import { findOutside, outside } from '../support/outside.js';

const SCHEMAS = '/usr/share/libvirt/schemas';
const NOBODY = 65534;

/** Release of the libvirt that is installed; that of Debian 12 where there is none. */
export const LIBVIRT: readonly [number, number] = await libvirtRelease();

async function libvirtRelease(): Promise<readonly [number, number]> {
  const virsh = findOutside('virsh');
  const { stdout } = virsh === undefined ? { stdout: '9.0' } : await execa(virsh, ['--version']);
  const [major = 0, minor = 0] = stdout.split('.').map(Number);
  return [major, minor];
}

/** A folder for the files of one test, removed afterwards. Every user may read it: root runs virsh as nobody. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-virsh-'));
  chmodSync(folder, 0o755);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `virt-xml-validate` reports about a domain; empty when it accepts the domain. */
export function complaintsOfLibvirt(domain: string): Promise<string> {
  return inFolder(async (folder) => {
    const file = written(folder, domain);
    const run = await execa(outside('virt-xml-validate'), [file, 'domain'], { reject: false, all: true });
    return run.exitCode === 0 ? '' : run.all;
  });
}

/** The same with the schema of releases that support raw tables. */
export function complaintsOfRawSchema(domain: string): Promise<string> {
  return inFolder(async (folder) => {
    const schema = readFileSync(join(FIXTURES, 'schemas/domain-with-raw-tables.rng'), 'utf8');
    const rng = join(folder, 'domain.rng');
    writeFileSync(rng, schema.replaceAll('href="SCHEMAS/', `href="${SCHEMAS}/`));
    const run = await execa(outside('xmllint'), ['--noout', '--relaxng', rng, written(folder, domain)], {
      reject: false,
      all: true,
    });
    return run.exitCode === 0 ? '' : run.all;
  });
}

/** The words with which libvirt would start QEMU for a domain. Its driver runs inside virsh, with its own root. */
export function qemuArguments(domain: string): Promise<readonly string[]> {
  return inFolder(async (folder) => {
    const root = driverRoot();
    const isRoot = process.getuid?.() === 0;
    const virsh = [outside('virsh'), '-q', '-c', `qemu:///embed?root=${root}/embed`, 'domxml-to-native', 'qemu-argv'];
    // For root, the driver needs users that only the package of the daemon creates.
    const before = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
    const [program = '', ...args] = [...before, ...virsh, written(folder, domain)];
    const { stdout } = await execa(program, args, {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: root,
        XDG_RUNTIME_DIR: root,
        XDG_CACHE_HOME: root,
        LC_ALL: 'C.UTF-8',
      },
      extendEnv: false,
      timeout: 120_000,
    });
    return shellWords(stdout);
  });
}

let root: string | undefined;

/** One for all domains of a test file: the driver keeps there what it found out about QEMU, which takes seconds. */
function driverRoot(): string {
  if (root !== undefined) return root;
  const made = mkdtempSync(join(tmpdir(), 'cppc-acpi-libvirt-'));
  if (process.getuid?.() === 0) chownSync(made, NOBODY, NOBODY);
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  root = made;
  return made;
}

function written(folder: string, domain: string): string {
  const file = join(folder, 'domain.xml');
  writeFileSync(file, domain);
  return file;
}

/** Splits words as a shell does; virsh quotes with '…' and escapes quotes and line ends with a backslash. */
function shellWords(text: string): readonly string[] {
  const words = text.match(/(?:'[^']*'|\\[\s\S]|[^\s'\\])+/g) ?? [];
  return words
    .map((word) =>
      word.replace(/'([^']*)'|\\([\s\S])/g, (_, quoted?: string, escaped = '') => quoted ?? escaped.trim()),
    )
    .filter((word) => word !== '');
}
