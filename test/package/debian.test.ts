// The Debian packages: what is in them, that they are the same wherever they are made, and what happens when they are installed.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BundledPackage } from '../../release/licences.js';
import { REPOSITORY } from '../support/fixtures.js';
import { testWith } from '../support/outside.js';
import { makePackages } from './debian.js';
import { System } from './roots.js';

const SPEC = readFileSync(join(REPOSITORY, 'examples/7950x3d.toml'), 'utf8');
const { version: VERSION } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };

const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-debian-'));
const first = join(folder, 'first');
let packages: string[] = [];

test.before(async () => {
  packages = await makePackages(first);
});

test.after(() => rmSync(folder, { recursive: true, force: true }));

const packageOf = (architecture: string) => packages.find((one) => one.endsWith(`_${architecture}.deb`)) ?? '';
const sumOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

testWith(
  ['dpkg-deb'],
  'made in another folder, umask, time zone and language, the package has the same bytes',
  async () => {
    const env = { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', USER: 'somebody' };
    const again = await makePackages(join(folder, 'a folder/with a longer name'), '077', env);
    const all = again.find((one) => one.endsWith('_all.deb')) ?? '';
    assert.is(sumOf(all), sumOf(packageOf('all')));
  },
);

testWith(['dpkg-deb'], 'every file belongs to root and has the time of the release', async () => {
  const { stdout } = await execa('dpkg-deb', ['--contents', packageOf('all')], { env: { TZ: 'UTC' } });
  const lines = stdout.split('\n');
  assert.ok(lines.length > 50);
  const day = /^## \S+ \((\S+)\)$/m.exec(readFileSync(join(REPOSITORY, 'CHANGELOG.md'), 'utf8'))?.[1];
  const usual = new RegExp(`^(?:drwxr-xr-x|-rw-r--r--|-rwxr-xr-x|lrwxrwxrwx) root/root +\\d+ ${day} 00:00 \\./`);
  assert.equal(
    lines.filter((line) => !usual.test(line)),
    [],
  );
});

testWith(['dpkg-deb'], 'the copyright file has every bundled package', async () => {
  const { stdout } = await execa('sh', [
    '-c',
    'dpkg-deb --fsys-tarfile "$0" | tar -xO ./usr/share/doc/cppc-acpi/copyright',
    packageOf('all'),
  ]);
  const bundled: BundledPackage[] = JSON.parse(readFileSync(join(first, 'build/bundled-packages.json'), 'utf8'));
  assert.ok(bundled.length > 20);
  for (const { name, version, folder: files } of bundled) {
    assert.match(stdout, `Files: ${files}/*\nCopyright: `);
    assert.match(stdout, `Comment: ${name} ${version} is in the program.`);
  }
});

testWith(['dpkg-deb'], 'a release comes after its candidates', async () => {
  const { stdout } = await execa('dpkg-deb', ['--field', packageOf('all'), 'Version']);
  assert.is(stdout, `${VERSION.replace('-', '~')}-1`);
  const later = `${VERSION.replace(/-.*/, '')}-1`;
  await execa('dpkg', ['--compare-versions', stdout, VERSION.includes('-') ? 'lt' : 'eq', later]);
});

testWith(['lintian', 'dpkg-deb'], 'lintian reports no error, and one warning', async () => {
  const { stdout } = await execa('lintian', ['--no-cfg', '--allow-root', ...packages], { reject: false });
  // Only packages of Debian itself have a bug to close.
  const problems = stdout
    .split('\n')
    .filter((line) => line !== '' && !/^W: .* initial-upload-closes-no-bugs /.test(line));
  assert.equal(problems, []);
});

testWith(
  ['bwrap', 'root debian-13'],
  'on Debian 13 the package is installed, works, and is removed without a trace',
  async () => {
    const system = await System.of('debian-13');
    try {
      const before = await system.files();
      await install(system, packageOf('all'));
      await works(system);
      for (const path of PLACES) assert.ok(system.has(path), path);
      const removed = await system.run('dpkg', '--remove', 'cppc-acpi');
      assert.is(removed.status, 0, removed.stderr);
      const after = await system.files();
      assert.equal(
        after.filter((line) => !before.includes(line)),
        [],
      );
      assert.is(after.length, before.length);
    } finally {
      system.remove();
    }
  },
);

/** Where Debian's man, shells and administrators look. */
const PLACES = [
  'usr/bin',
  'usr/share/man/man1/cppc-acpi.1.gz',
  'usr/share/man/man5/cppc-acpi-spec.5.gz',
  'usr/share/bash-completion/completions/cppc-acpi',
  'usr/share/zsh/vendor-completions/_cppc-acpi',
  'usr/share/fish/vendor_completions.d/cppc-acpi.fish',
  'usr/share/doc/cppc-acpi/copyright',
  'usr/share/doc/cppc-acpi/changelog.gz',
  'usr/share/doc/cppc-acpi/docs/deploy.md',
  'usr/share/doc/cppc-acpi/deploy/libvirt/qemu',
  'usr/share/doc/cppc-acpi/examples/libvirt/qemu',
  'usr/share/doc/cppc-acpi/examples/kubevirt/onDefineDomain',
  'usr/share/doc/cppc-acpi/examples/7950x3d.toml',
];

async function install(system: System, file: string): Promise<void> {
  writeFileSync(join(system.work, 'package.deb'), readFileSync(file));
  const { status, stdout, stderr } = await system.run('dpkg', '--install', 'package.deb');
  assert.is(status, 0, stdout + stderr);
  assert.is(stderr, '');
}

/** The installed program says its version, compiles, reads what it compiled, and explains with an example. */
async function works(system: System): Promise<void> {
  writeFileSync(join(system.work, 'x3d.toml'), SPEC);
  for (const { args, says } of COMMANDS) {
    const { status, stdout, stderr } = await system.run('cppc-acpi', ...args);
    assert.is(status, 0, stdout + stderr);
    assert.match(stdout, says);
  }
}

const COMMANDS = [
  { args: ['--version'], says: VERSION },
  { args: ['build', 'x3d.toml', '-o', 'out'], says: 'Written:\n  out/x3d.aml (6225 bytes)' },
  { args: ['check', 'out/x3d.aml'], says: /linux-6\.12/ },
  { args: ['inspect', 'out/x3d.aml'], says: 'revision 3, 23 elements' },
  { args: ['explain', 'cpc/level-order'], says: 'Output:' },
  { args: ['audit', '--cpu-flags', 'host,hv-relaxed=on'], says: 'hv-relaxed' },
];

test.run();
