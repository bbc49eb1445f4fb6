// Makes Debian packages in a copy of the repository, so that the other tests of this folder can make the bundle, too.

import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageFile } from '../../release/debian/control.js';
import type { DebianPackage } from '../../release/debian/packages.js';
import { releaseOf } from '../../release/version.js';
import { REPOSITORY } from '../support/fixtures.js';

/** What the packages are made from. */
const COPIED = [
  ...['build/src', 'build/grammar', 'build/release', 'build/examples.json', 'man', 'docs', 'deploy', 'examples'],
  ...['LICENSE', 'README.md', 'CHANGELOG.md', 'package.json'],
];
/** Large, and only read. */
const LINKED = ['node_modules', 'build/standalone'];

export const { version: VERSION } = releaseOf(REPOSITORY, {});

interface Circumstances {
  readonly umask?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Makes packages in the new folder. */
export async function makePackages(
  folder: string,
  packages: readonly DebianPackage[],
  { umask = '022', env = {} }: Circumstances = {},
): Promise<void> {
  for (const path of COPIED) cpSync(join(REPOSITORY, path), join(folder, path), { recursive: true, dereference: true });
  for (const path of LINKED) symlinkSync(join(REPOSITORY, path), join(folder, path));
  mkdirSync(join(folder, 'made'));
  const steps = `umask ${umask} && "$0" build/release/bundle.js && "$0" build/release/debian/make.js made "$@"`;
  const names = packages.map(({ name }) => name);
  await execa('sh', ['-c', steps, process.execPath, ...names], { cwd: folder, env });
}

/** Where `makePackages` has put it. */
export function madePackage(folder: string, about: DebianPackage): string {
  return join(folder, 'made', packageFile(about, VERSION));
}
