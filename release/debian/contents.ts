// Which files a package has, and where Debian looks for them.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { completionScript } from '../../src/cli/completion/completion.js';
import { SHELLS, type Shell } from '../../src/cli/completion/shells.js';
import { program } from '../../src/cli/program.js';
import type { BundledPackage } from '../licences.js';
import type { Release } from '../version.js';
import { debianChangelog } from './control.js';
import { copyrightFile, type Part, partOf } from './copyright.js';
import { compressed, type Entry, file } from './entries.js';
import { overridesFile } from './overrides.js';
import { type DebianPackage, STANDALONE_PACKAGE } from './packages.js';

/** Where Debian's packages of the shells look: bash-completion, zsh-common, fish-common. */
const COMPLETIONS: Readonly<Record<Shell, string>> = {
  bash: 'usr/share/bash-completion/completions/cppc-acpi',
  zsh: 'usr/share/zsh/vendor-completions/_cppc-acpi',
  fish: 'usr/share/fish/vendor_completions.d/cppc-acpi.fish',
};

const LIBRARY = 'usr/share/cppc-acpi';

/** The file `copyright` has the same. */
const LICENCES = 'LICENSES.txt';

export interface Source {
  /** The folder of the repository. */
  readonly repository: string;
  readonly release: Release;
}

/** The published program, for the nodejs of Debian. */
export function nodeProgram({ repository }: Source): Entry[] {
  const folder = join(repository, 'build/bundle/bin');
  const names = readdirSync(folder).filter((name) => name !== LICENCES);
  return [
    { path: 'usr/bin/cppc-acpi', target: '../share/cppc-acpi/bin/cppc-acpi.cjs' },
    ...names.map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return file(`${LIBRARY}/bin/${name}`, text.replace(/^#!.*/, '#!/usr/bin/node'), text.startsWith('#!'));
    }),
  ];
}

/** The executable. */
export function standaloneProgram({ repository }: Source): Entry[] {
  return [
    file('usr/bin/cppc-acpi', readFileSync(join(repository, 'build/standalone/cppc-acpi')), true),
    file(`usr/share/lintian/overrides/${STANDALONE_PACKAGE.name}`, overridesFile(STANDALONE_PACKAGE.name)),
  ];
}

/** Node's own licence and those of its libraries: the last of the executable's licences. */
export function nodePart({ repository }: Source): Part {
  const licences = readFileSync(join(repository, `build/standalone/${LICENCES}`), 'utf8');
  const [head, version] = /\nNode\.js (\S+)\n\n/.exec(licences) ?? [];
  if (head === undefined) throw new Error('build/standalone/LICENSES.txt has no licence of Node.js');
  const text = licences.slice(licences.indexOf(head) + head.length);
  return { files: 'node/*', licence: 'Node.js', text, comment: `Node.js ${version} is in the program.` };
}

/** What every package has beside the program. */
export function sharedEntries({ name }: DebianPackage, source: Source, more: readonly Part[]): Entry[] {
  const { repository, release } = source;
  const read = (path: string) => readFileSync(join(repository, path), 'utf8');
  const bundled: BundledPackage[] = JSON.parse(read('build/bundled-packages.json'));
  const documents = `usr/share/doc/${name}`;
  return [
    ...readdirSync(join(repository, 'man')).map((page) =>
      compressed(`usr/share/man/man${page.slice(-1)}/${page}`, read(`man/${page}`)),
    ),
    ...completionEntries(release.version),
    file(`${documents}/copyright`, copyrightFile(read('LICENSE'), [...bundled.map(partOf), ...more])),
    compressed(`${documents}/changelog`, read('CHANGELOG.md')),
    compressed(`${documents}/changelog.Debian`, debianChangelog(release.version, release.seconds)),
    ...documentEntries(repository, documents),
  ];
}

function completionEntries(version: string): Entry[] {
  const root = program(version, () => {});
  return SHELLS.map((shell) => file(COMPLETIONS[shell], completionScript(root, shell)));
}

/** The documents with their links: README.md, docs/, and deploy/ and the specs as the examples. */
function documentEntries(repository: string, folder: string): Entry[] {
  const markdown = ['README.md', ...filesIn(repository, 'docs')];
  const specs = filesIn(repository, 'examples').filter((path) => path.endsWith('.toml'));
  return [
    ...markdown.map((path) => entryOf(repository, path, `${folder}/${path}`)),
    ...specs.map((path) => entryOf(repository, path, `${folder}/${path}`)),
    ...filesIn(repository, 'deploy').map((path) =>
      entryOf(repository, path, `${folder}/examples/${path.slice('deploy/'.length)}`),
    ),
    { path: `${folder}/deploy`, target: 'examples' },
  ];
}

function entryOf(repository: string, from: string, to: string): Entry {
  const path = join(repository, from);
  return file(to, readFileSync(path), (statSync(path).mode & 0o100) !== 0);
}

function filesIn(repository: string, folder: string): string[] {
  const names = readdirSync(join(repository, folder), { recursive: true }).map(String);
  const paths = names.map((name) => `${folder}/${name}`).sort();
  return paths.filter((path) => statSync(join(repository, path)).isFile());
}
