// The published program: our code and the libraries that every command needs in one file, which Node loads in half the
// time of some hundred, and the libraries of single commands beside it. From the files that tsc made.
//
//   node build/release/bundle.js [FOLDER]    default: build/bundle

import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundled, onFirstUse, packageFiles, packageVersion, REPOSITORY } from './bundling.js';
import { bundledPackages, licencesText } from './licences.js';

const FOLDER = resolve(process.argv[2] ?? join(REPOSITORY, 'build/bundle'), 'bin');
const EXAMPLES = 'examples.json';

/** Libraries that a run without iasl, a diagnostic's place or a domain has no use for. */
const BESIDE = ['execa', 'toml-eslint-parser', '@rgrove/parse-xml'];

const fileOf = (library: string) => `${basename(library)}.cjs`;

/** The first file only looks at Node's release, so old releases must be able to read it. */
const ENTRY = { from: 'build/src/cli/main.js', to: 'cppc-acpi.cjs', target: 'node12' };
const LOAD = { from: 'build/src/cli/load.js', to: 'load.cjs', target: 'node20' };
const START = { from: 'build/src/cli/start.js', to: 'start.cjs', target: 'node20' };

const loadBesideIt: Plugin = {
  name: 'the program beside its first file, by way of load.cjs',
  setup({ onResolve }) {
    onResolve({ filter: /\/start\.js$/ }, () => ({ path: `./${LOAD.to}`, external: true }));
  },
};

const startBesideIt: Plugin = {
  name: 'the program beside the file that loads it',
  setup({ onResolve }) {
    onResolve({ filter: /\/start\.cjs$/ }, ({ path }) => ({ path, external: true }));
  },
};

const besideIt: Plugin = {
  name: 'libraries in files of their own',
  setup({ onResolve }) {
    onResolve({ filter: /^[@a-z]/ }, ({ path }) =>
      BESIDE.includes(path) ? { path: `./${fileOf(path)}`, external: true } : undefined,
    );
  },
};

const inPackage = packageFiles(`
  import { readFileSync } from 'node:fs';
  import { join } from 'node:path';
  export const version = () => ${JSON.stringify(packageVersion())};
  export const versionText = version;
  export const examplesText = () => readFileSync(join(__dirname, '${EXAMPLES}'), 'utf8');
`);

function bundle(
  { from, to, target }: typeof ENTRY,
  plugins: readonly Plugin[],
  define: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  return bundled({
    entryPoints: [from],
    outfile: join(FOLDER, to),
    target,
    define: { 'import.meta.url': 'bundleUrl', ...define },
    banner: { js: `const bundleUrl = require('url').pathToFileURL(__filename).href;` },
    plugins: [...plugins],
  });
}

rmSync(dirname(FOLDER), { recursive: true, force: true });
const inputs = [...(await bundle(ENTRY, [loadBesideIt])), ...(await bundle(START, [besideIt, onFirstUse, inPackage]))];
const hash = createHash('sha256')
  .update(readFileSync(join(FOLDER, START.to)))
  .digest('hex');
inputs.push(...(await bundle(LOAD, [startBesideIt, onFirstUse], { PROGRAM_HASH: JSON.stringify(hash) })));
for (const library of BESIDE) {
  inputs.push(...(await bundle({ from: library, to: fileOf(library), target: START.target }, [])));
}
const packages = bundledPackages(REPOSITORY, inputs);
writeFileSync(
  join(FOLDER, 'LICENSES.txt'),
  licencesText('The files of this folder hold code of these packages.', packages),
);
writeFileSync(join(FOLDER, '../../bundled-packages.json'), JSON.stringify(packages, null, 2));
copyFileSync(join(REPOSITORY, 'build', EXAMPLES), join(FOLDER, EXAMPLES));
