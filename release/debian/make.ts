// Makes the Debian packages: node build/release/debian/make.js [FOLDER], which is build/debian.

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { releaseOf } from '../version.js';
import { nodeProgram, sharedEntries } from './contents.js';
import { NODE_PACKAGE } from './packages.js';
import { writePackage } from './write.js';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

const folder = resolve(process.argv[2] ?? join(REPOSITORY, 'build/debian'));
const source = { repository: REPOSITORY, release: releaseOf(REPOSITORY) };
mkdirSync(folder, { recursive: true });
const entries = [...nodeProgram(source), ...sharedEntries(NODE_PACKAGE, source, [])];
console.log(join(folder, writePackage(NODE_PACKAGE, entries, source.release, folder)));
