import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withScratch } from '../../src/scratch/scratch.js';
import { cases } from '../support/cases.js';

const SCRATCH = new URL('../../src/scratch/scratch.js', import.meta.url).href;

test('the folder is there during the work, and is removed with its files', async () => {
  let seen = '';
  const result = await withScratch(async (folder) => {
    seen = folder;
    assert.ok(statSync(folder).isDirectory());
    writeFileSync(join(folder, 'file'), '');
    return 7;
  });
  assert.is(result, 7);
  assert.not.ok(existsSync(seen));
});

test('the folder is removed when the work throws', async () => {
  let seen = '';
  const work = withScratch(async (folder) => {
    seen = folder;
    throw new Error('the work failed');
  });
  assert.match(String(await work.catch(String)), 'the work failed');
  assert.is.not(seen, '');
  assert.not.ok(existsSync(seen));
});

cases(
  'the folder is removed when the process',
  [
    { name: 'exits during the work', last: 'process.exit(7)', status: 7 },
    { name: 'throws outside of the work', last: 'throw new Error("elsewhere")', status: 1 },
  ],
  async ({ last, status }) => {
    const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-test-'));
    try {
      const script = `import { withScratch } from '${SCRATCH}';
        void withScratch((made) => { console.log(made); return new Promise(() => {}); });
        setTimeout(() => { ${last}; }, 10);`;
      const env = { TMPDIR: folder };
      const run = await execa(process.execPath, ['--input-type=module', '-e', script], { env, reject: false });
      assert.is(run.exitCode, status);
      assert.ok(run.stdout.startsWith(folder), run.stdout);
      assert.equal(readdirSync(folder), []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

test.run();
