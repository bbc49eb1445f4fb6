// Unpacks the roots that are not in the cache yet: node build/test/package/unpack-roots.js

import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { folderOf, ROOTS, type Root } from './roots.js';

const UNPACK = fileURLToPath(new URL('../../../test/matrix/unpack.sh', import.meta.url));
const TIME_LIMIT_MS = 600_000;

async function unpack(root: Root): Promise<boolean> {
  const { exitCode } = await execa(UNPACK, [folderOf(root), root.suite, '', '', ...root.packages], {
    reject: false,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: TIME_LIMIT_MS,
  });
  if (exitCode !== 0)
    process.stderr.write(
      `unpack-roots: MISSING root ${root.name}: its tests are skipped; with CI=true this is an error\n`,
    );
  return exitCode === 0;
}

const made = await Promise.all(ROOTS.map(unpack));
if (process.env['CI'] === 'true' && made.includes(false)) process.exitCode = 1;
