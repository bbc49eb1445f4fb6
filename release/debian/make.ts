// Makes Debian packages: node build/release/debian/make.js [FOLDER [NAME...]], by default both in build/debian.

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { releaseOf } from '../version.js';
import { nodePart, nodeProgram, type Source, sharedEntries, standaloneProgram } from './contents.js';
import type { Entry } from './entries.js';
import { NODE_PACKAGE, STANDALONE_PACKAGE } from './packages.js';
import { writePackage } from './write.js';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

const PACKAGES = [
  { about: NODE_PACKAGE, program: nodeProgram, more: () => [] },
  { about: STANDALONE_PACKAGE, program: standaloneProgram, more: (source: Source) => [nodePart(source)] },
];

const [given, ...names] = process.argv.slice(2);
const folder = resolve(given ?? join(REPOSITORY, 'build/debian'));
const source = { repository: REPOSITORY, release: releaseOf(REPOSITORY) };
mkdirSync(folder, { recursive: true });
for (const { about, program, more } of PACKAGES) {
  if (names.length > 0 && !names.includes(about.name)) continue;
  const entries: Entry[] = [...program(source), ...sharedEntries(about, source, more(source))];
  console.log(join(folder, writePackage(about, entries, source.release, folder)));
}
