// What the two published programs, the npm package and the executable, have in common: how esbuild makes one file of ours.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** What is used of parts of Node that take milliseconds to load and that few commands come to. */
const ON_FIRST_USE: Readonly<Record<string, readonly string[]>> = {
  'node:child_process': ['spawn'],
  'node:crypto': ['createHash', 'randomBytes'],
};

/** These use more of these modules, and are on first use themselves; commander is not. */
const NEEDS_WHOLE = /\/node_modules\/(?!commander\/)/;

export const onFirstUse: Plugin = {
  name: 'parts of Node on first use',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, namespace, importer }) => {
      const isLate = namespace !== 'on-first-use' && !NEEDS_WHOLE.test(importer);
      return isLate && path in ON_FIRST_USE ? { path, namespace: 'on-first-use' } : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'on-first-use' }, ({ path }) => {
      const functions = (ON_FIRST_USE[path] ?? []).map(
        (name) => `export const ${name} = (...args) => require(${JSON.stringify(path)}).${name}(...args);`,
      );
      return { contents: functions.join('\n') };
    });
  },
};

/** The content of our package's files, as a module in the place of `package-files.ts`: no program looks for them. */
export function packageFiles(contents: string): Plugin {
  return {
    name: 'the files of the package',
    setup({ onLoad }) {
      onLoad({ filter: /\/cli\/files\/package-files\.js$/ }, () => ({ contents, resolveDir: REPOSITORY }));
    },
  };
}

export function packageVersion(): string {
  return JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')).version;
}

/** Makes one file, and returns the files in it. CommonJS: Node 20 starts it sooner than a module, and loads it without waiting. */
export async function bundled(options: BuildOptions): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: REPOSITORY,
    bundle: true,
    // node_modules may be a link, and the paths of its files are in the bundle.
    preserveSymlinks: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
    // import() of a CommonJS file would start Node's loader of modules, which takes longer than the file.
    supported: { 'dynamic-import': false },
    // Names stay, for readers of a stack trace.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    ...options,
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}
