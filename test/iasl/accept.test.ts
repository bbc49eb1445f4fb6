// Every accepted spec is built with iasl's consent, and verify finds its tables equal, with the iasl that is in PATH.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FIXTURES } from '../support/fixtures.js';
import { inTemporaryFolder } from '../support/guest.js';
import { inProcess } from '../support/in-process.js';
import { testWith } from '../support/outside.js';

const ACCEPT = join(FIXTURES, 'accept');
const NAMES = readdirSync(ACCEPT);

interface Verified {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly state: string }[];
}

for (const name of NAMES) {
  const spec = join(ACCEPT, name, 'spec.toml');
  testWith(['iasl'], `iasl makes the tables of ${name}, and verify finds them equal`, async () => {
    await inTemporaryFolder(async (cwd) => {
      const built = await inProcess(['build', spec, '--iasl', 'require', '--emit', 'aml', '-o', 'out'], cwd);
      assert.is(built.status, 0, built.stderr);
      const run = await inProcess(['verify', spec, '--json'], cwd);
      const { ok, checks } = JSON.parse(run.stdout) as Verified;
      assert.equal(
        checks.filter(({ state }) => state !== 'equal'),
        [],
      );
      assert.ok(ok && checks.length >= 3, run.stderr);
      assert.is(run.status, 0);
    });
  });
}

test('there are specs', () => assert.ok(NAMES.length >= 40));

test.run();
