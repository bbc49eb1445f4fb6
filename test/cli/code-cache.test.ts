// Compiled code is read only where no other user can have written it, and only whole.

import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CachedCode, cacheFolder, readCode, writeCode } from '../../src/cli/code-cache.js';
import { cases } from '../support/cases.js';

const BYTES = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % 256);

let home = '';
let code: CachedCode;
let file = '';

test.before.each(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'cppc-acpi-code-')));
  code = { folder: join(home, 'cppc-acpi'), node: 'v20.1.2', version: 'aa-bb-cc', command: 'build' };
  file = join(code.folder, 'v20.1.2-aa-bb-cc-build');
});
test.after.each(() => rmSync(home, { recursive: true, force: true }));

function read(): Uint8Array | undefined {
  const bytes = readCode(code);
  return bytes && Uint8Array.from(bytes);
}

test('what is written is read, in a private folder and file', () => {
  assert.is(read(), undefined);
  writeCode(code, BYTES);
  assert.equal(read(), BYTES);
  assert.is(statSync(code.folder).mode & 0o777, 0o700);
  assert.is(statSync(file).mode & 0o777, 0o600);
  assert.equal(readdirSync(code.folder), ['v20.1.2-aa-bb-cc-build']);
});

test('code of another command, program or Node is another file; those of an older program go', () => {
  for (const version of ['aa-old-cc', 'aa-bb-cc']) {
    for (const node of ['v20.1.2', 'v24.0.0']) writeCode({ ...code, node, version }, BYTES);
  }
  writeCode({ ...code, command: 'check' }, BYTES);
  const left = ['v20.1.2-aa-bb-cc-build', 'v20.1.2-aa-bb-cc-check', 'v24.0.0-aa-bb-cc-build'];
  assert.equal(readdirSync(code.folder).sort(), left);
});

test('a changed byte anywhere, or a missing one, is noticed', () => {
  writeCode(code, BYTES);
  const good = readFileSync(file);
  // What stands before has bits without meaning: time, system, padding.
  for (let at = 11; at < good.length; at += 97) {
    const damaged = Uint8Array.from(good);
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    writeFileSync(file, damaged);
    assert.ok(!read(), `byte ${at}`);
  }
  for (const length of [0, 1, 100, good.length - 1]) {
    writeFileSync(file, good.subarray(0, length));
    assert.ok(!read(), `${length} bytes`);
  }
});

const OTHERS_CAN: readonly { readonly name: string; readonly change: () => void }[] = [
  { name: 'write the file', change: () => chmodSync(file, 0o620) },
  { name: 'read the folder', change: () => chmodSync(code.folder, 0o750) },
  { name: 'write the folder', change: () => chmodSync(code.folder, 0o702) },
  { name: 'replace the folder', change: () => chmodSync(home, 0o777) },
  {
    name: 'have made the folder a link',
    change: () => {
      renameSync(code.folder, join(home, 'elsewhere'));
      symlinkSync(join(home, 'elsewhere'), code.folder);
    },
  },
  {
    name: 'have made the file a link',
    change: () => {
      renameSync(file, join(home, 'elsewhere'));
      symlinkSync(join(home, 'elsewhere'), file);
    },
  },
];

for (const { name, change } of OTHERS_CAN) {
  test(`nothing is read where others can ${name}`, () => {
    writeCode(code, BYTES);
    change();
    assert.ok(!read());
  });
}

test('nothing is written where others can write', () => {
  mkdirSync(code.folder);
  chmodSync(code.folder, 0o777);
  writeCode(code, BYTES);
  assert.equal(readdirSync(code.folder), []);
});

test('a folder that cannot be made is no error', () => {
  writeFileSync(code.folder, '');
  writeCode(code, BYTES);
  assert.is(read(), undefined);
});

cases(
  'the folder of the cache:',
  [
    { name: 'XDG_CACHE_HOME', env: { XDG_CACHE_HOME: '/c', HOME: '/h' }, folder: '/c/cppc-acpi' },
    { name: 'HOME', env: { HOME: '/h' }, folder: '/h/.cache/cppc-acpi' },
    {
      name: 'a relative XDG_CACHE_HOME counts as none',
      env: { XDG_CACHE_HOME: 'c', HOME: '/h' },
      folder: '/h/.cache/cppc-acpi',
    },
    { name: 'an empty environment', env: {}, folder: undefined },
    { name: 'a relative HOME', env: { HOME: 'h' }, folder: undefined },
  ],
  ({ env, folder }) => assert.is(cacheFolder(env), folder),
);

test.run();
