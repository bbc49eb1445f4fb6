// Node and postject from npm, by the lock file of tools/. Kept where the tests keep what they download.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { REPOSITORY } from '../bundling.js';

export const ARCHITECTURES = ['x64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

const LISTS = ['package.json', 'package-lock.json'];

/** The folder of the packages for the architecture, installed if they are not there or others. */
export function toolsFor(architecture: Architecture): string {
  const folder = resolve(REPOSITORY, process.env['CPPC_ACPI_CACHE'] ?? '.cache', 'standalone', architecture);
  const from = (name: string) => join(REPOSITORY, 'release/standalone/tools', name);
  const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const isInstalled = (name: string) => textOf(join(folder, 'node_modules', name)) !== '';
  const isCurrent = LISTS.every((name) => textOf(from(name)) === textOf(join(folder, name)));
  if (isCurrent && isInstalled('.package-lock.json')) return join(folder, 'node_modules');
  mkdirSync(folder, { recursive: true });
  for (const name of LISTS) copyFileSync(from(name), join(folder, name));
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--os=linux', `--cpu=${architecture}`];
  execFileSync('npm', ['ci', ...options, '--prefix', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  return join(folder, 'node_modules');
}
