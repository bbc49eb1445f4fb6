// Makes the Debian packages in a copy of the repository, so that the other tests of this folder can make the bundle, too.

import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { REPOSITORY } from '../support/fixtures.js';

/** What the packages are made from. */
const SOURCES = [
  ...['build/src', 'build/grammar', 'build/release', 'build/examples.json', 'man', 'docs', 'deploy', 'examples'],
  ...['LICENSE', 'README.md', 'CHANGELOG.md', 'package.json'],
];

/** Makes them in the new folder, under the umask and the variables; the paths of the packages. */
export async function makePackages(folder: string, umask = '022', env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  for (const path of SOURCES)
    cpSync(join(REPOSITORY, path), join(folder, path), { recursive: true, dereference: true });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  const made = join(folder, 'made');
  mkdirSync(made);
  const steps = `umask ${umask} && "$0" build/release/bundle.js && "$0" build/release/debian/make.js made`;
  await execa('sh', ['-c', steps, process.execPath], { cwd: folder, env });
  return readdirSync(made).map((name) => join(made, name));
}
