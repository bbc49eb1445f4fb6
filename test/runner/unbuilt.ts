// Sources that changed since the last build: the tests of the old program would pass or fail for nothing.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** Source files that are newer than what tsc made of them, or not built. */
export function unbuiltSources(repository = REPOSITORY): string[] {
  return ['bench', 'grammar', 'release', 'src', 'test'].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => join(folder, file))
      .filter((file) => isNewer(join(repository, file), join(repository, 'build', file.replace(/\.ts$/, '.js')))),
  );
}

function isNewer(source: string, built: string): boolean {
  const made = statSync(built, { throwIfNoEntry: false });
  return made === undefined || statSync(source).mtimeMs > made.mtimeMs;
}
