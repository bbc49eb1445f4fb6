// The Firmware Test Suite judges every accepted table that stands on QEMU's processors, beside the tables of a q35.

import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import type { Compiled } from '../../src/emit/format.js';
import { FIXTURES } from '../support/fixtures.js';
import { inTemporaryFolder } from '../support/guest.js';
import { findOutside, outside, testWith } from '../support/outside.js';
import { qemuTables } from './qemu-tables.js';

const ACCEPT = join(FIXTURES, 'accept');
const NEEDS = ['fwts', 'qemu-system-x86_64'] as const;

/** As many as the largest spec has. */
const VCPUS = 32;

async function compiledSpec(name: string): Promise<Compiled> {
  const text = readFileSync(join(ACCEPT, name, 'spec.toml'), 'utf8');
  const { value } = await compile({ text, file: 'spec.toml' });
  if (!value) throw new Error(`${name} does not compile`);
  return value;
}

const specs = await Promise.all(
  readdirSync(ACCEPT).map(async (name) => ({ name, compiled: await compiledSpec(name) })),
);
const onQemu = specs.filter(({ compiled }) =>
  compiled.table.processors.every(({ path }) => path.startsWith('\\_SB.CPUS.C')),
);

let machine: ReadonlyMap<string, Uint8Array> = new Map();
test.before(async () => {
  if (NEEDS.every(findOutside)) machine = await qemuTables(VCPUS);
});

for (const { name, compiled } of onQemu) {
  testWith(NEEDS, `fwts finds nothing wrong with ${name}`, async () => {
    await inTemporaryFolder(async (folder) => {
      for (const [signature, table] of machine) await writeFile(join(folder, `${signature}.dat`), table);
      for (const [i, { aml }] of compiled.parts.entries()) await writeFile(join(folder, `SSDT${i || ''}.dat`), aml);
      const args = [`--table-path=${folder}`, '--results-output=stdout', '--quiet', 'method'];
      const { stdout } = await execa(outside('fwts'), args, { cwd: folder, reject: false });
      assert.equal(
        stdout.split('\n').filter((line) => line.startsWith('FAILED')),
        [],
      );
      const judged = stdout.match(/^PASSED: .*\._CPC correctly returned/gm) ?? [];
      assert.is(judged.length, compiled.table.processors.length, stdout);
    });
  });
}

test('most specs stand on processors of QEMU', () => assert.ok(onQemu.length >= 30));

test.run();
