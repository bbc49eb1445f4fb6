// The program on a Node that is too old for it: here this Node gives another release. test/package has real ones.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { MAIN } from '../support/command-line.js';
import { REPOSITORY } from '../support/fixtures.js';

const { engines } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));

/** `--version` where Node says that it is this release. */
function onNode(release: string) {
  const script = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${release}' } });`;
  const preload = `data:text/javascript,${encodeURIComponent(script)}`;
  return execa(process.execPath, ['--import', preload, MAIN, '--version'], { reject: false });
}

cases(
  'Node is too old',
  [{ name: '0.12.18' }, { name: '8.17.0' }, { name: '18.20.8' }, { name: '20.4.0' }],
  async ({ name }) => {
    const run = await onNode(name);
    assert.is(run.stderr, `cppc-acpi needs Node 20.5 or later; this is Node ${name}`);
    assert.is(run.stdout, '');
    assert.is(run.exitCode, 2);
  },
);

cases('Node is new enough', [{ name: '20.5.0' }, { name: '100.0.0' }], async ({ name }) => {
  const run = await onNode(name);
  assert.match(run.stdout, /^\d+\.\d+\.\d+(?:-\S+)?$/);
  assert.is(run.exitCode, 0, run.stderr);
});

test('old releases can read the file that looks at theirs', async () => {
  const text = readFileSync(MAIN, 'utf8');
  const [written, lowered] = await Promise.all(
    ['esnext', 'node12.22'].map(async (target) => (await transform(text, { target, format: 'esm' })).code),
  );
  assert.is(lowered, written);
  assert.not.match(text, /^import /m);
});

test('package.json asks for the same release', () => {
  assert.is(engines.node, '>=20.5');
});

test.run();
