// The ways to install of README.md, each typed as it stands there, in a copy of the repository. Folders of the system are below
// a folder of the test.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { STANDALONE_PACKAGE } from '../../release/debian/packages.js';
import { DOCUMENTS } from '../docs/document.js';
import { type Outside, testWith } from '../support/outside.js';
import { copySources, VERSION } from './debian.js';

const NODE = process.execPath;
const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-readme-'));
const [root, clone, standins] = ['root', 'clone', 'standins'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** `make` without npm ci and tsc: the copy has what they make. The executable is made before the tests. */
const STANDINS: Readonly<Record<string, string>> = {
  make: `case "$1" in
    build) test -f build/src/cli/main.js ;;
    bundle) exec "${NODE}" build/release/bundle.js ;;
    standalone) test -x build/standalone/cppc-acpi ;;
    deb) "${NODE}" build/release/bundle.js && exec "${NODE}" build/release/debian/make.js build/debian ${STANDALONE_PACKAGE.name} ;;
    *) exit 9 ;;
  esac`,
  sudo: 'exec "$@"',
  apt: `[ "$1" = install ] && [ $# = 2 ] && exec dpkg-deb --extract "$2" "${root}"`,
};

test.before(() => {
  copySources(clone);
  for (const path of [standins, join(root, 'usr/local/bin')]) mkdirSync(path, { recursive: true });
  for (const [name, body] of Object.entries(STANDINS))
    writeFileSync(join(standins, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
});

interface Way {
  /** The first command of the block. */
  readonly name: string;
  readonly needs: readonly Outside[];
  readonly program: string;
  readonly says: RegExp;
}

const ESCAPED = VERSION.replaceAll('.', '\\.');
const ALONE = new RegExp(`^${ESCAPED}\nwith Node\\.js 24\\.\\d+\\.\\d+ inside$`);
const WAYS: readonly Way[] = [
  { name: 'npm pack', needs: [], program: 'usr/local/bin/cppc-acpi', says: new RegExp(`^${ESCAPED}$`) },
  { name: 'make standalone', needs: ['standalone'], program: 'usr/local/bin/cppc-acpi', says: ALONE },
  { name: 'make deb', needs: ['standalone', 'dpkg-deb'], program: 'usr/bin/cppc-acpi', says: ALONE },
];

const BLOCKS = DOCUMENTS.find(({ name }) => name === 'README.md')?.blocks ?? [];
const blockOf = (name: string) => BLOCKS.find(({ language, lines }) => language === 'sh' && lines[0]?.startsWith(name));

for (const { name, needs, program, says } of WAYS) {
  testWith(needs, `after the block that begins with "${name}", the program runs`, async () => {
    const installed = join(root, program);
    rmSync(installed, { force: true });
    await run(blockOf(name)?.lines.join('\n') ?? 'exit 9');
    const { stdout } = await execa(installed, ['--version'], {
      cwd: folder,
      env: { PATH: dirname(NODE) },
      extendEnv: false,
    });
    assert.match(stdout, says);
  });
}

async function run(text: string): Promise<void> {
  const moved = text.replaceAll(/(?<= )\/(?=usr\/)/g, `${root}/`);
  const { exitCode, all } = await execa('bash', ['-e', '-c', moved], {
    cwd: clone,
    all: true,
    reject: false,
    extendEnv: false,
    timeout: 300_000,
    env: {
      HOME: folder,
      PATH: `${standins}:${dirname(NODE)}:/usr/bin:/bin`,
      npm_config_prefix: join(root, 'usr/local'),
      npm_config_offline: 'true',
    },
  });
  assert.is(exitCode, 0, all);
}

test.run();
