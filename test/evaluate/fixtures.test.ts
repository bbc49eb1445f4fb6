// Law 6 over every table of fixtures: what processors' objects evaluate to, with regions filled with 0, 1 and 2.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable } from '../../src/aml/table.js';
import { bytesOf } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { inTemporaryFolder } from '../support/guest.js';
import { inProcess } from '../support/in-process.js';
import { testWith } from '../support/outside.js';
import { law6Of } from './tables.js';

const AT_ONCE = 4;

interface Given {
  readonly name: string;
  readonly tables: readonly Uint8Array[];
}

/** Tables that are whole; hostile ones are not run. */
function writtenTables(): Given[] {
  const names = ['reject', 'found', 'vectors'].flatMap((folder) =>
    readdirSync(join(FIXTURES, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return names
    .filter((name) => name.endsWith('.hex'))
    .sort()
    .map((name) => ({ name, tables: [Uint8Array.from(bytesOf(join(FIXTURES, name)))] }))
    .filter(({ tables: [bytes], name }) => {
      const { value, diagnostics } = decodeTable(bytes as Uint8Array, name);
      return value !== undefined && diagnostics.length === 0 && /^(?:DSDT|SSDT)$/.test(value.header.signature);
    });
}

/** What `build` makes of the accepted specs. */
async function builtTables(): Promise<Given[]> {
  const given: Given[] = [];
  for (const name of readdirSync(join(FIXTURES, 'accept'))) {
    await inTemporaryFolder(async (cwd) => {
      const spec = join(FIXTURES, 'accept', name, 'spec.toml');
      const { status, stderr } = await inProcess(['build', spec, '--emit', 'aml', '-o', cwd], cwd);
      assert.is(status, 0, stderr);
      const files = readdirSync(cwd).filter((file) => file.endsWith('.aml'));
      given.push({ name, tables: files.sort().map((file) => new Uint8Array(readFileSync(join(cwd, file)))) });
    });
  }
  return given;
}

const FILLS = [0, 1, 2];

/** How many values are equal, and which tables have none. */
async function compared(given: readonly Given[]): Promise<{ equal: number; none: readonly string[] }> {
  const waiting = given.flatMap((one) => FILLS.map((fill) => ({ ...one, fill })));
  let equal = 0;
  const none: string[] = [];
  const different: string[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = await law6Of(next.tables, next.fill);
      equal += result.equal;
      if (result.equal === 0) none.push(next.name);
      different.push(...result.different.map((one) => `${next?.name}: ${one}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  assert.equal(different, []);
  return { equal, none };
}

testWith(['acpiexec'], 'law 6 over the tables of fixtures', async () => {
  const given = writtenTables();
  assert.ok(given.length > 90, `${given.length} tables`);
  const { equal } = await compared(given);
  assert.ok(equal > 400, `${equal} are equal`);
  if (process.env['ROUNDS']) process.stdout.write(`${given.length} tables, ${equal} equal\n`);
});

testWith(['acpiexec'], 'law 6 over the tables of accepted specs', async () => {
  const given = await builtTables();
  assert.ok(given.length >= 40, `${given.length} specs`);
  const { equal, none } = await compared(given);
  assert.equal(none, []);
  assert.ok(equal > 1200, `${equal} are equal`);
  if (process.env['ROUNDS']) process.stdout.write(`${given.length} specs, ${equal} equal\n`);
});

test.run();
