// The packages whose code is in a bundle, with their licences, which require that every copy contains them.

import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Component } from './spdx.js';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder, from the outermost node_modules on. */
  readonly folder: string;
  /** As its package.json states it: an SPDX expression. */
  readonly licence: string;
  readonly text: string;
}

/** `files` are the inputs of bundles, relative to `repository`. Its node_modules may be a link, which esbuild resolves. */
export function bundledPackages(repository: string, files: readonly string[]): BundledPackage[] {
  const paths = files.map((file) => resolve(repository, file)).filter((path) => existsSync(path));
  const folders = new Set(
    paths.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(realpathSync(path)) ?? []),
  );
  if (folders.size === 0) throw new Error('no file of a bundle is from node_modules');
  return [...folders].sort().map(packageIn);
}

function packageIn(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (!file || typeof license !== 'string') throw new Error(`${name} has no licence to keep`);
  const inModules = folder.slice(folder.indexOf('/node_modules/') + 1);
  return { name, version, folder: inModules, licence: license, text: readFileSync(join(folder, file), 'utf8').trim() };
}

/** The text that is beside a program. */
export function licencesText(
  head: string,
  packages: readonly Pick<BundledPackage, 'name' | 'version' | 'text'>[],
): string {
  const texts = packages.map(({ name, version, text }) => `${name} ${version}\n\n${text}\n`);
  return `${head}\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

export function npmComponents(packages: readonly BundledPackage[]): Component[] {
  return packages.map(({ name, version, licence }) => {
    return { name, version, licence, purl: `pkg:npm/${name.replace('@', '%40')}@${version}` };
  });
}
