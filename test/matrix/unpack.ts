// Unpacks the rows of the matrix that are not there yet: `node build/test/matrix/unpack.js gating`, `all` or a row's name.

import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type Row, recipeOf, rowsOf, versionsOf } from './rows.js';

const UNPACK = fileURLToPath(new URL('../../../test/matrix/unpack.sh', import.meta.url));

/** Whether the row is there now. */
async function unpack(row: Row): Promise<boolean> {
  const { exitCode } = await execa(UNPACK, recipeOf(row), {
    reject: false,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
  });
  if (exitCode === 0) process.stderr.write(`unpack: ${row.name} has ${versionsOf(row)?.join(', ')}\n`);
  else process.stderr.write(`unpack: MISSING row ${row.name}: its tests are skipped; with CI=true this is an error\n`);
  return exitCode === 0;
}

const rows = process.argv.slice(2).flatMap((word) => rowsOf(word));
const made = await Promise.all(rows.map(unpack));
if (process.env['CI'] === 'true' && rows.some(({ gating }, i) => gating && !made[i])) process.exitCode = 1;
