// Makes Debian packages in a copy of the repository, so that the other tests of this folder can make the bundle, too.

import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { packageFile } from '../../release/debian/control.js';
import type { DebianPackage } from '../../release/debian/packages.js';
import { releaseOf } from '../../release/version.js';
import { REPOSITORY } from '../support/fixtures.js';

/** What the packages are made from. */
const COPIED = [
  ...[
    'build/src',
    'build/grammar',
    'build/release',
    'build/examples.json',
    'grammar',
    'release',
    'man',
    'docs',
    'deploy',
    'examples',
  ],
  ...['LICENSE', 'README.md', 'CHANGELOG.md', 'package.json'],
];
/** Large, and only read. */
const LINKED = ['node_modules', 'build/standalone'];

export const { version: VERSION } = releaseOf(REPOSITORY, {});

/** The files of a copy are gone when the coverage is counted. */
const NOT_COVERED = { NODE_V8_COVERAGE: undefined };

interface Circumstances {
  readonly umask?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** As a clone in which the sources and the executable were made. */
export function copySources(folder: string): void {
  for (const path of COPIED) cpSync(join(REPOSITORY, path), join(folder, path), { recursive: true, dereference: true });
  for (const path of LINKED) symlinkSync(join(REPOSITORY, path), join(folder, path));
}

/** Makes packages in the new folder. */
export async function makePackages(
  folder: string,
  packages: readonly DebianPackage[],
  { umask = '022', env = {} }: Circumstances = {},
): Promise<void> {
  copySources(folder);
  const steps = `umask ${umask} && "$0" build/release/bundle.js && "$0" build/release/debian/make.js build/debian "$@"`;
  const names = packages.map(({ name }) => name);
  await execa('sh', ['-c', steps, process.execPath, ...names], { cwd: folder, env: { ...env, ...NOT_COVERED } });
}

/** Where `makePackages` has put it. */
export function madePackage(folder: string, about: DebianPackage): string {
  return join(folder, 'build/debian', packageFile(about, VERSION));
}

/** Makes what a release has, of both packages in the folder; the folder with it. */
export async function makeRelease(folder: string): Promise<string> {
  const cache = resolve(REPOSITORY, process.env['CPPC_ACPI_CACHE'] ?? '.cache');
  const env = { CPPC_ACPI_CACHE: cache, ...NOT_COVERED };
  await execa(process.execPath, ['build/release/release.js'], { cwd: folder, env });
  return join(folder, 'build/dist');
}
