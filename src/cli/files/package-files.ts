// The files of our package that the program reads. Published programs have their content inside: see release/bundling.ts.

import { existsSync, readFileSync } from 'node:fs';

/** The folder with our package.json. */
function packageFolder(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder)) && folder.pathname !== '/') folder = new URL('..', folder);
  return folder;
}

export function version(): string {
  return JSON.parse(readFileSync(new URL('package.json', packageFolder()), 'utf8')).version;
}

/** What `--version` prints: the executable adds the release of Node that is inside. */
export function versionText(): string {
  return version();
}

/** The examples of `explain`, which release/examples.ts writes. */
export function examplesText(): string {
  return readFileSync(new URL('build/examples.json', packageFolder()), 'utf8');
}
