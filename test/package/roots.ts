// Small Debian systems, in which a test installs our packages: unpacked once into the cache, and copied for each test.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { REPOSITORY } from '../support/fixtures.js';

export interface Root {
  readonly name: string;
  readonly suite: string;
  readonly packages: readonly string[];
}

/** What dpkg runs, and what our package depends on. */
const WITH_DPKG = ['base-files', 'dpkg', 'libc-bin', 'coreutils', 'bash', 'tar', 'sed', 'diffutils'];

export const ROOTS: readonly Root[] = [
  // Only what the executable depends on: no shell, and no dpkg.
  { name: 'debian-12', suite: 'bookworm', packages: ['base-files', 'libc6', 'libgcc-s1', 'libstdc++6'] },
  { name: 'debian-13', suite: 'trixie', packages: [...WITH_DPKG, 'nodejs'] },
];

export function folderOf({ name }: Root): string {
  return join(resolve(REPOSITORY, process.env['CPPC_ACPI_CACHE'] ?? '.cache'), 'roots', name);
}

export interface Run {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of a root. Programs in it see nothing of this machine but the folder `work`, as /work. */
export class System {
  private readonly folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-root-'));
  readonly tree = join(this.folder, 'tree');
  readonly work = join(this.folder, 'work');

  static async of(name: string): Promise<System> {
    const root = ROOTS.find((one) => one.name === name);
    if (root === undefined) throw new Error(`there is no root ${name}`);
    const system = new System();
    mkdirSync(system.work);
    await execa('cp', ['-a', '--reflink=auto', join(folderOf(root), 'tree'), system.tree]);
    // bwrap would make it.
    mkdirSync(join(system.tree, 'work'));
    return system;
  }

  /** Runs a program of the system as its root, without network. */
  run(...command: readonly string[]): Promise<Run> {
    const { tree, work } = this;
    return inSandbox(['--bind', tree, '/', '--dev', '/dev', '--bind', work, '/work', '--chdir', '/work'], command);
  }

  /** Runs its dpkg, or that of this machine for a system without one. */
  dpkg(...args: readonly string[]): Promise<Run> {
    const { tree, work } = this;
    if (this.has('usr/bin/dpkg')) return this.run('dpkg', ...args);
    const folders = ['--ro-bind', '/', '/', '--bind', tree, tree, '--dev', '/dev', '--chdir', work];
    return inSandbox(folders, ['dpkg', '--root', tree, '--log', '/dev/null', ...args]);
  }

  /** Every file of the system with its kind, mode, owner, size and target, but not what dpkg writes about itself. */
  async files(): Promise<string[]> {
    const own = ['./var/lib/dpkg', './var/log', './var/cache'].flatMap((path) => ['-path', path, '-prune', '-o']);
    const { stdout } = await execa('find', ['.', ...own, '-printf', '%p %y %m %U:%G %l\\n'], { cwd: this.tree });
    return stdout.split('\n').sort();
  }

  has(path: string): boolean {
    return existsSync(join(this.tree, path));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function inSandbox(folders: readonly string[], command: readonly string[]): Promise<Run> {
  const alone = ['--unshare-all', '--unshare-user', '--uid', '0', '--gid', '0', '--die-with-parent'];
  const { exitCode, stdout, stderr } = await execa('bwrap', [...alone, ...folders, '--', ...command], {
    // Node hands the last one on by itself, and the program would write it into the root.
    env: {
      PATH: `${process.env['PATH']}:/usr/sbin:/sbin`,
      HOME: '/work',
      LC_ALL: 'C.UTF-8',
      NODE_V8_COVERAGE: undefined,
    },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    timeout: 120_000,
  });
  return { status: exitCode, stdout, stderr };
}
