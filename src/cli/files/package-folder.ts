import { existsSync } from 'node:fs';

/** The folder with our package.json: tsc and the bundle put this code at different depths below it. */
export function packageFolder(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder)) && folder.pathname !== '/') folder = new URL('..', folder);
  return folder;
}
