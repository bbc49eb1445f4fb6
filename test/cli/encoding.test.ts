import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ENCODINGS } from '../../grammar/encodings.js';
import { decodeTable } from '../../src/aml/table.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { testWith } from '../support/outside.js';

cases(
  'build --encoding',
  ENCODINGS.map(({ name }) => ({ name })),
  async ({ name }) => {
    await inScratch(async (cwd) => {
      const run = await cppcAcpi(['build', 'good.toml', '--encoding', name, '-o', 'out', '--iasl', 'off'], { cwd });
      assert.equal([run.status, run.stderr], [0, '']);
      const made = readFileSync(join(cwd, 'out/good.aml'));
      assert.is(made.equals(readFileSync(join(cwd, 'good.aml'))), name === 'iasl');
      assert.equal(decodeTable(made, 'x').diagnostics, []);
      const same = await cppcAcpi(['diff', 'good.aml', 'out/good.aml'], { cwd });
      assert.is(same.status, name === 'edk2' ? 1 : 0, same.stdout);
    });
  },
);

test('build --encoding: another name is a usage error', async () => {
  await inScratch(async (cwd) => {
    const run = await cppcAcpi(['build', 'good.toml', '--encoding', 'bios'], { cwd });
    assert.is(run.status, 2);
    assert.match(run.stderr, /Allowed choices are iasl, coreboot, amd, edk2/);
  });
});

testWith(
  ['iasl'],
  'build --encoding: iasl makes the same terms, and a note names the number of its bytes',
  async () => {
    await inScratch(async (cwd) => {
      const run = await cppcAcpi(['build', 'good.toml', '--encoding', 'coreboot', '-o', 'out'], { cwd });
      assert.is(run.status, 0);
      assert.match(run.stderr, /^note\[iasl\/rewrites\]: iasl encodes the same terms in \d+ bytes instead of \d+\n/);
      const verified = await cppcAcpi(['verify', 'out/good.aml'], { cwd });
      assert.equal([verified.status, verified.stdout.match(/^equal /gm)?.length], [0, 3]);
    });
  },
);

test.run();
