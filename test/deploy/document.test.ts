// Every command of docs/deploy.md, in its order, as an administrator types it in a clone: without aliases, and with a `sudo` that
// passes on nothing of the caller. Folders of the system are below a folder of the test; programs of the system write there.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { packageFile } from '../../release/debian/control.js';
import { NODE_PACKAGE, STANDALONE_PACKAGE } from '../../release/debian/packages.js';
import { type Block, DOCUMENTS, shownIn } from '../docs/document.js';
import { DOMAINS } from '../libvirt/domains.js';
import { MAIN } from '../support/command-line.js';
import { REPOSITORY } from '../support/fixtures.js';

const NODE = process.execPath;
const { version: VERSION } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };
const PACKAGES = [NODE_PACKAGE, STANDALONE_PACKAGE].map((one) => `build/debian/${packageFile(one, VERSION)}`).join(' ');

/** What this machine does not have, or must not run. ROOT is the folder of the test. */
const STANDINS: Readonly<Record<string, string>> = {
  sudo: 'exec env -i ROOT="$ROOT" AS_ROOT=yes PATH="$ROOT/usr/local/bin:$ROOT/standins:/usr/bin:/bin" "$@"',
  make: `[ "$1" = deb ] && mkdir -p build/debian && touch ${PACKAGES}`,
  apt: '[ -n "$AS_ROOT" ] && [ "$1" = install ] && [ -f "$2" ]',
  npm: `case "$1 $2" in
    'pack ') : > cppc-acpi-${VERSION}.tgz ;;
    'install -g') [ -n "$AS_ROOT" ] && [ -f "$3" ] && mkdir -p "$ROOT/usr/local/bin" &&
      printf '#!/bin/sh\\nexec "${NODE}" "${MAIN}" "$@"\\n' > "$ROOT/usr/local/bin/cppc-acpi" && chmod 755 "$ROOT/usr/local/bin/cppc-acpi" ;;
    *) exit 9 ;;
  esac`,
  virsh: `case "$*" in
    --version) echo 11.3.0; exit ;;
  esac
  [ -n "$AS_ROOT" ] || { echo 'error: failed to get domain in the session' >&2; exit 1; }
  case "$1" in
    dumpxml) cat "$ROOT/domain.xml" ;;
    define) cp "$2" "$ROOT/domain.xml" ;;
    *) exit 9 ;;
  esac`,
  systemctl: '[ -n "$AS_ROOT" ] && [ "$1" = restart ]',
  qm: '[ "$1" = set ] || cat fixtures/proxmox/x3d.conf',
  'ansible-galaxy': '[ "$*" = "collection install community.libvirt" ]',
  'ansible-playbook':
    'for file; do case $file in *.yml) [ -f "$file" ] && [ -f "$(dirname "$file")/specs/x3d.toml" ] ;; esac; done',
};

const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-administrator-'));
const clone = join(folder, 'clone');
test.after(() => rmSync(folder, { recursive: true, force: true }));

test.before(() => {
  for (const path of ['standins', 'clone']) mkdirSync(join(folder, path));
  for (const [name, body] of Object.entries(STANDINS))
    writeFileSync(join(folder, 'standins', name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  cpSync(join(REPOSITORY, 'deploy'), join(clone, 'deploy'), { recursive: true });
  for (const path of ['fixtures', 'examples']) symlinkSync(join(REPOSITORY, path), join(clone, path));
  cpSync(join(DOMAINS, 'virt-manager.xml'), join(folder, 'domain.xml'));
});

const BLOCKS = DOCUMENTS.find(({ name }) => name === 'docs/deploy.md')?.blocks ?? [];

for (const block of BLOCKS) {
  const { language, file, at } = block;
  const text = `${block.lines.join('\n')}\n`;
  if (file !== undefined) test(`deploy.md:${at} is ${file}`, () => writeFileSync(join(clone, file), text));
  if (language === 'sh') test(`deploy.md:${at + 1}: ${block.lines[0]}`, () => run(text));
  // Their output is compared by test/docs; the commands after them need their files.
  if (language === 'hidden') test(`deploy.md:${at + 1}, not shown`, () => run(text));
  if (language === 'console') test(`deploy.md:${at + 1}, shown with output`, () => run(commandsOf(block)));
}

function commandsOf(block: Block): string {
  return shownIn(block)
    .map(({ command }) => command)
    .filter((command) => !command.startsWith('diff '))
    .join('\n');
}

async function run(text: string): Promise<void> {
  const moved = text.replaceAll(/(?<=[ "])\/(?=(?:etc|var)\/)/g, `${folder}/`);
  const { exitCode, all } = await execa('bash', ['-e', '-o', 'pipefail', '-c', moved], {
    cwd: clone,
    all: true,
    reject: false,
    extendEnv: false,
    timeout: 60_000,
    env: { ROOT: folder, HOME: folder, PATH: `${folder}/usr/local/bin:${folder}/standins:/usr/bin:/bin` },
  });
  assert.is(exitCode, 0, all);
}

test('after the commands, the domain names the table, and the installed hook compiles it', () => {
  assert.match(
    readFileSync(join(folder, 'domain.xml'), 'utf8'),
    /<table type='raw'>\/var\/lib\/libvirt\/acpi\/x3d.aml<\/table>/,
  );
  const table = join(folder, 'var/lib/libvirt/acpi/x3d.aml');
  const built = readFileSync(table);
  rmSync(table);
  const hook = join(folder, 'etc/libvirt/hooks/qemu.d/cppc-acpi');
  assert.is(statSync(hook).mode & 0o777, 0o755);
  const env = {
    CPPC_ACPI: join(folder, 'usr/local/bin/cppc-acpi'),
    CPPC_ACPI_SPECS: join(folder, 'etc/cppc-acpi'),
    CPPC_ACPI_TABLES: join(folder, 'var/lib/libvirt/acpi'),
  };
  execFileSync(hook, ['x3d', 'prepare', 'begin', '-'], { env, input: '<domain/>' });
  assert.is(Buffer.compare(readFileSync(table), built), 0);
});

test.run();
