// The published program: our code and the libraries that every command needs in one file, which Node loads in half the
// time of some hundred, and the libraries of single commands beside it. From the files that tsc made.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundledPackages, licencesText } from './licences.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** As deep as `build/src/cli`, so that the paths from there to the files of the package hold. */
const FOLDER = join(REPOSITORY, 'build/bundle/bin');

/** Libraries that a run without iasl, a diagnostic's place or a domain has no use for. */
const BESIDE = ['execa', 'toml-eslint-parser', '@rgrove/parse-xml'];

/** What is used of parts of Node that take milliseconds to load and that few commands come to. */
const ON_FIRST_USE: Readonly<Record<string, readonly string[]>> = {
  'node:child_process': ['spawn'],
  'node:crypto': ['createHash', 'randomBytes'],
};

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

const onFirstUse: Plugin = {
  name: 'parts of Node on first use',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, namespace }) =>
      path in ON_FIRST_USE && namespace !== 'on-first-use' ? { path, namespace: 'on-first-use' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'on-first-use' }, ({ path }) => {
      const functions = (ON_FIRST_USE[path] ?? []).map(
        (name) => `export const ${name} = (...args) => require(${JSON.stringify(path)}).${name}(...args);`,
      );
      return { contents: functions.join('\n') };
    });
  },
};

/** CommonJS: Node 20 starts it sooner than a module, and loads it without waiting. */
async function bundle(
  { from, to, target }: typeof ENTRY,
  plugins: readonly Plugin[],
  define: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: REPOSITORY,
    entryPoints: [from],
    outfile: join(FOLDER, to),
    bundle: true,
    platform: 'node',
    target,
    format: 'cjs',
    metafile: true,
    // node_modules may be a link, and the paths of its files are in the bundle.
    preserveSymlinks: true,
    logLevel: 'warning',
    // import() of a CommonJS file would start Node's loader of modules, which takes longer than the file.
    supported: { 'dynamic-import': false },
    // Names stay, for readers of a stack trace.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    define: { 'import.meta.url': 'bundleUrl', ...define },
    banner: { js: `const bundleUrl = require('url').pathToFileURL(__filename).href;` },
    plugins: [...plugins],
  });
  return Object.keys(metafile.inputs);
}

rmSync(dirname(FOLDER), { recursive: true, force: true });
const inputs = [...(await bundle(ENTRY, [loadBesideIt])), ...(await bundle(START, [besideIt, onFirstUse]))];
const hash = createHash('sha256')
  .update(readFileSync(join(FOLDER, START.to)))
  .digest('hex');
inputs.push(...(await bundle(LOAD, [startBesideIt, onFirstUse], { PROGRAM_HASH: JSON.stringify(hash) })));
for (const library of BESIDE) {
  inputs.push(...(await bundle({ from: library, to: fileOf(library), target: START.target }, [])));
}
const packages = bundledPackages(REPOSITORY, inputs);
writeFileSync(join(FOLDER, 'LICENSES.txt'), licencesText(packages));
writeFileSync(join(REPOSITORY, 'build/bundled-packages.json'), JSON.stringify(packages, null, 2));
