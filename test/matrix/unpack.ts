// Unpacks the rows of the matrix that are not there yet: `node build/test/matrix/unpack.js gating`, `all` or a row's name.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { folderOf, foreignOf, type Row, recipeOf, rowsOf, versionsOf } from './rows.js';

const UNPACK = fileURLToPath(new URL('../../../test/matrix/unpack.sh', import.meta.url));
const UNPACK_FOREIGN = fileURLToPath(new URL('../../../test/unpack-foreign.sh', import.meta.url));

/** Whether the row is there now. */
async function unpack(row: Row): Promise<boolean> {
  const { exitCode } = await execa(UNPACK, recipeOf(row), {
    reject: false,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
  });
  if (exitCode === 0) for (const args of foreignOf(row)) await unpackForeign(row, args);
  if (exitCode === 0) process.stderr.write(`unpack: ${row.name} has ${versionsOf(row)?.join(', ')}\n`);
  else process.stderr.write(`unpack: MISSING row ${row.name}: its tests are skipped; with CI=true this is an error\n`);
  return exitCode === 0;
}

/** Files of another architecture, once: unpack.sh makes the folder anew when the row changes. */
async function unpackForeign(row: Row, args: readonly string[]): Promise<void> {
  const [recipe, marker] = [args.join(' '), join(folderOf(row), `foreign-${args[1]}`)];
  if (existsSync(marker) && readFileSync(marker, 'utf8') === recipe) return;
  const { exitCode } = await execa(UNPACK_FOREIGN, args, {
    reject: false,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
  });
  if (exitCode === 0) writeFileSync(marker, recipe);
  else
    process.stderr.write(`unpack: MISSING files for ${args[1]} in row ${row.name}: tests that need them are skipped\n`);
}

const rows = process.argv.slice(2).flatMap((word) => rowsOf(word));
const made = await Promise.all(rows.map(unpack));
if (process.env['CI'] === 'true' && rows.some(({ gating }, i) => gating && !made[i])) process.exitCode = 1;
