// Law 6 over the tables of fixtures that are whole.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable } from '../../src/aml/table.js';
import { bytesOf } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { testWith } from '../support/outside.js';
import { law6Of } from './tables.js';

const FOLDER = join(FIXTURES, 'reject');
const AT_ONCE = 4;

function tablesOfFixtures(): { name: string; bytes: Uint8Array }[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.hex'))
    .sort()
    .map((name) => ({ name, bytes: Uint8Array.from(bytesOf(join(FOLDER, name))) }))
    .filter(({ bytes, name }) => {
      const { value, diagnostics } = decodeTable(bytes, name);
      return value !== undefined && diagnostics.length === 0 && /^(?:DSDT|SSDT)$/.test(value.header.signature);
    });
}

testWith(['acpiexec'], 'law 6 over the tables of fixtures', async () => {
  const waiting = [...tablesOfFixtures().entries()];
  assert.ok(waiting.length > 50);
  let equal = 0;
  const different: string[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, { name, bytes }] = next;
      const result = await law6Of([bytes], i % 3);
      equal += result.equal;
      different.push(...result.different.map((one) => `${name}: ${one}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  assert.equal(different, []);
  assert.ok(equal > 50, `${equal} are equal`);
});

test.run();
