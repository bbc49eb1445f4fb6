// libvirt's own judges: its schema, and the command line that it would start QEMU with.

import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { FIXTURES } from '../support/fixtures.js';
import { outside } from '../support/outside.js';

const SCHEMAS = '/usr/share/libvirt/schemas';
const NOBODY = 65534;

/** A folder for one test's files, gone afterwards. Everybody may read it: as root virsh is run as nobody. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-virsh-'));
  chmodSync(folder, 0o755);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `virt-xml-validate` has against a domain; nothing when it is content. */
export function complaintsOfLibvirt(domain: string): Promise<string> {
  return inFolder(async (folder) => {
    const file = written(folder, domain);
    const run = await execa(outside('virt-xml-validate'), [file, 'domain'], { reject: false, all: true });
    return run.exitCode === 0 ? '' : run.all;
  });
}

/** The same by the schema of releases that know raw tables. */
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

/** The words with which libvirt would start QEMU for each domain. Its driver runs inside virsh, with a root of its own. */
export function qemuArguments(domain: string): Promise<readonly string[]> {
  return inFolder(async (folder) => {
    const root = join(folder, 'libvirt');
    mkdirSync(root);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(root, NOBODY, NOBODY);
    const virsh = [outside('virsh'), '-q', '-c', `qemu:///embed?root=${root}/embed`, 'domxml-to-native', 'qemu-argv'];
    // The driver of root wants users that only the daemon's package makes.
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

function written(folder: string, domain: string): string {
  const file = join(folder, 'domain.xml');
  writeFileSync(file, domain);
  return file;
}

/** Words as a shell divides them; virsh quotes with '…' and escapes quotes and line ends by a backslash. */
function shellWords(text: string): readonly string[] {
  const words = text.match(/(?:'[^']*'|\\[\s\S]|[^\s'\\])+/g) ?? [];
  return words
    .map((word) =>
      word.replace(/'([^']*)'|\\([\s\S])/g, (_, quoted?: string, escaped = '') => quoted ?? escaped.trim()),
    )
    .filter((word) => word !== '');
}
