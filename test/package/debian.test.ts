// The Debian packages: what is in them, that they are the same wherever they are made, and what happens when they are installed.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { debianVersion } from '../../release/debian/control.js';
import { type DebianPackage, NODE_PACKAGE, STANDALONE_PACKAGE } from '../../release/debian/packages.js';
import type { BundledPackage } from '../../release/licences.js';
import { REPOSITORY } from '../support/fixtures.js';
import { findOutside, type Outside, outside, testWith } from '../support/outside.js';
import { madePackage, makePackages, makeRelease, VERSION } from './debian.js';
import { System } from './roots.js';

const SPEC = readFileSync(join(REPOSITORY, 'examples/7950x3d.toml'), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-debian-'));
const first = join(folder, 'first');
const made = (about: DebianPackage) => madePackage(first, about);

/** What each package is made from, beside the sources. */
const KINDS: readonly { readonly name: string; readonly about: DebianPackage; readonly needs: readonly Outside[] }[] = [
  { name: NODE_PACKAGE.name, about: NODE_PACKAGE, needs: ['dpkg-deb'] },
  { name: STANDALONE_PACKAGE.name, about: STANDALONE_PACKAGE, needs: ['dpkg-deb', 'standalone'] },
];

const isThere = (need: Outside) => findOutside(need) !== undefined;

test.before(async () => {
  const makeable = KINDS.filter(({ needs }) => needs.every(isThere));
  if (makeable.length > 0)
    await makePackages(
      first,
      makeable.map(({ about }) => about),
    );
});

test.after(() => rmSync(folder, { recursive: true, force: true }));

const sumOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

testWith(
  ['dpkg-deb'],
  'made in another folder, umask, time zone and language, the package has the same bytes',
  async () => {
    const again = join(folder, 'a folder/with a longer name');
    const env = { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', USER: 'somebody' };
    await makePackages(again, [NODE_PACKAGE], { umask: '077', env });
    assert.is(sumOf(madePackage(again, NODE_PACKAGE)), sumOf(made(NODE_PACKAGE)));
  },
);

for (const { name, about, needs } of KINDS) {
  testWith(needs, `every file of ${name} belongs to root and has the time of the release`, async () => {
    const { stdout } = await execa('dpkg-deb', ['--contents', made(about)], { env: { TZ: 'UTC' } });
    const lines = stdout.split('\n');
    assert.ok(lines.length > 50);
    const day = /^## \S+ \((\S+)\)$/m.exec(readFileSync(join(REPOSITORY, 'CHANGELOG.md'), 'utf8'))?.[1];
    const usual = new RegExp(`^(?:drwxr-xr-x|-rw-r--r--|-rwxr-xr-x|lrwxrwxrwx) root/root +\\d+ ${day} 00:00 \\./`);
    assert.equal(
      lines.filter((line) => !usual.test(line)),
      [],
    );
  });

  testWith(needs, `the copyright file of ${name} has every bundled package`, async () => {
    const text = await copyrightOf(about);
    const bundled: BundledPackage[] = JSON.parse(readFileSync(join(first, 'build/bundled-packages.json'), 'utf8'));
    assert.ok(bundled.length > 20);
    for (const one of bundled) {
      assert.match(text, `Files: ${one.folder}/*\nCopyright: `);
      assert.match(text, `Comment: ${one.name} ${one.version} is in the program.`);
    }
  });

  testWith([...needs, 'lintian'], `lintian reports no error of ${name}, and one warning`, async () => {
    const { stdout } = await execa('lintian', ['--no-cfg', '--allow-root', made(about)], { reject: false });
    // Only packages of Debian itself have a bug to close.
    const problems = stdout.split('\n').filter((line) => !/^(?:$|W: .* initial-upload-closes-no-bugs )/.test(line));
    assert.equal(problems, []);
  });
}

async function copyrightOf(about: DebianPackage): Promise<string> {
  const path = `./usr/share/doc/${about.name}/copyright`;
  const { stdout } = await execa('sh', ['-c', 'dpkg-deb --fsys-tarfile "$0" | tar -xO "$1"', made(about), path]);
  return stdout;
}

testWith(['dpkg-deb', 'standalone'], 'the licences of Node and its libraries are with the executable', async () => {
  const text = await copyrightOf(STANDALONE_PACKAGE);
  for (const part of ['OpenSSL', 'V8', 'ICU', 'libuv', 'zlib']) assert.match(text, `- ${part}, located at deps/`);
  assert.match(text, /Comment: Node\.js \d+\.\d+\.\d+ is in the program\./);
});

testWith(['dpkg-deb', 'standalone'], 'a release has its files, their sums, and a list of what is inside', async () => {
  const released = await makeRelease(first);
  const { stdout } = await execa('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: released });
  const names = stdout.split('\n').map((line) => line.replace(/: OK$/, ''));
  assert.equal(readdirSync(released).sort(), ['SHA256SUMS', ...names].sort());
  const list = JSON.parse(readFileSync(join(released, `cppc-acpi-${VERSION}.spdx.json`), 'utf8')) as SpdxDocument;
  const ids = list.packages.map(({ SPDXID }) => SPDXID);
  assert.is(new Set(ids).size, ids.length);
  for (const { relatedSpdxElement: id } of list.relationships) assert.ok(ids.includes(id), id);
  const files = list.packages.flatMap(({ packageFileName: name }) => name ?? []);
  assert.equal(files.sort(), names.filter((name) => !name.endsWith('.spdx.json')).sort());
  const licences = readFileSync(join(released, `cppc-acpi-${VERSION}-linux-amd64.LICENSES.txt`), 'utf8');
  const inside = list.packages.filter(({ externalRefs }) => externalRefs !== undefined);
  const listed = inside.map(({ name, versionInfo }) => `${name} ${versionInfo}`);
  assert.equal(listed.sort(), (licences.match(/(?<=\n-{80}\n\n)(?!cppc-acpi ).+(?=\n\n)/g) ?? []).sort());
});

interface SpdxDocument {
  readonly packages: readonly {
    readonly SPDXID: string;
    readonly name: string;
    readonly versionInfo: string;
    readonly packageFileName?: string;
    readonly externalRefs?: readonly unknown[];
  }[];
  readonly relationships: readonly { readonly relatedSpdxElement: string }[];
}

test('a release comes after its candidates', async () => {
  const order = ['1.2.0-rc.1', '1.2.0-rc.2', '1.2.0', '1.2.1'].map(debianVersion);
  assert.equal(order, ['1.2.0~rc.1-1', '1.2.0~rc.2-1', '1.2.0-1', '1.2.1-1']);
  if (!isThere('dpkg-deb')) return;
  for (const [i, later] of order.slice(1).entries()) {
    await execa('dpkg', ['--compare-versions', order[i] ?? '', 'lt', later]);
  }
});

testWith(
  ['standalone', 'dpkg-shlibdeps'],
  'the executable depends on the libraries that dpkg-shlibdeps finds',
  async () => {
    const at = join(folder, 'debian');
    mkdirSync(at);
    writeFileSync(join(at, 'control'), 'Source: cppc-acpi\n\nPackage: cppc-acpi\nArchitecture: any\n');
    const { stdout } = await execa('dpkg-shlibdeps', ['-O', outside('standalone')], { cwd: folder, stderr: 'ignore' });
    const found = new Set(stdout.replace('shlibs:Depends=', '').split(', '));
    assert.equal(found, new Set(STANDALONE_PACKAGE.fields['Depends']?.split(', ')));
  },
);

interface Installed {
  readonly name: string;
  readonly about: DebianPackage;
  readonly root: 'debian-12' | 'debian-13';
  readonly needs: readonly Outside[];
}

const INSTALLED: readonly Installed[] = [
  {
    name: 'on Debian 12, with only the C and C++ libraries',
    about: STANDALONE_PACKAGE,
    root: 'debian-12',
    needs: ['standalone'],
  },
  { name: "on Debian 13, with Debian's Node", about: NODE_PACKAGE, root: 'debian-13', needs: [] },
];

for (const { name, about, root, needs } of INSTALLED) {
  testWith(
    ['bwrap', 'dpkg-deb', `root ${root}`, ...needs],
    `${name}, ${about.name} works, and goes without a trace`,
    () =>
      inSystem(root, async (system) => {
        const before = await system.files();
        await install(system, about);
        for (const path of placesOf(about)) assert.ok(system.has(path), path);
        await works(system);
        await remove(system, about, before);
      }),
  );
}

testWith(['bwrap', 'standalone', 'root debian-13'], 'one package takes the place of the other, and back', () =>
  inSystem('debian-13', async (system) => {
    const before = await system.files();
    for (const about of [NODE_PACKAGE, STANDALONE_PACKAGE, NODE_PACKAGE]) {
      await install(system, about);
      const { stdout } = await system.run('cppc-acpi', '--version');
      assert.is(stdout.includes('inside'), about === STANDALONE_PACKAGE, stdout);
      const { stdout: selections } = await system.run('dpkg', '--get-selections', 'cppc-acpi*');
      assert.equal(selections.match(/^\S+(?=\s+install$)/gm), [about.name]);
    }
    await remove(system, NODE_PACKAGE, before);
  }),
);

async function inSystem(root: Installed['root'], check: (system: System) => Promise<void>): Promise<void> {
  const system = await System.of(root);
  try {
    await check(system);
  } finally {
    system.remove();
  }
}

async function install(system: System, about: DebianPackage): Promise<void> {
  copyFileSync(made(about), join(system.work, 'package.deb'));
  const { status, stdout, stderr } = await system.dpkg('--install', 'package.deb');
  assert.is(status, 0, stdout + stderr);
  assert.is(stderr.replace(/^dpkg: (?:considering removing|yes, will remove) \S+ in favour of .*\n/gm, ''), '');
}

async function remove(system: System, about: DebianPackage, before: readonly string[]): Promise<void> {
  const { status, stderr } = await system.dpkg('--remove', about.name);
  assert.is(status, 0, stderr);
  const after = await system.files();
  assert.equal(
    after.filter((line) => !before.includes(line)),
    [],
  );
  assert.is(after.length, before.length);
}

/** Where Debian's man, shells and administrators look. */
function placesOf({ name }: DebianPackage): string[] {
  const documents = ['copyright', 'changelog.gz', 'docs/deploy.md', 'deploy/libvirt/qemu', 'examples/libvirt/qemu'];
  return [
    'usr/share/man/man1/cppc-acpi.1.gz',
    'usr/share/man/man5/cppc-acpi-spec.5.gz',
    'usr/share/bash-completion/completions/cppc-acpi',
    'usr/share/zsh/vendor-completions/_cppc-acpi',
    'usr/share/fish/vendor_completions.d/cppc-acpi.fish',
    ...[...documents, 'examples/kubevirt/onDefineDomain', 'examples/7950x3d.toml'].map(
      (path) => `usr/share/doc/${name}/${path}`,
    ),
  ];
}

/** The installed program says its version, compiles, reads what it compiled, and explains with an example. */
async function works(system: System): Promise<void> {
  writeFileSync(join(system.work, 'x3d.toml'), SPEC);
  for (const { args, status, says } of COMMANDS) {
    const run = await system.run('cppc-acpi', ...args);
    assert.is(run.status, status, run.stdout + run.stderr);
    assert.match(run.stdout + run.stderr, says);
  }
}

const COMMANDS = [
  { args: ['--version'], status: 0, says: VERSION },
  { args: ['build', 'x3d.toml', '-o', 'out'], status: 0, says: 'Written:\n  out/x3d.aml (6225 bytes)' },
  { args: ['check', 'out/x3d.aml'], status: 0, says: /linux-6\.12/ },
  { args: ['inspect', 'out/x3d.aml'], status: 0, says: 'revision 3, 23 elements' },
  { args: ['explain', 'cpc/level-order'], status: 0, says: 'Output:' },
  { args: ['audit', '--cpu-flags', 'host,hv-relaxed=on'], status: 0, says: 'hv-relaxed' },
  { args: ['verify', 'x3d.toml'], status: 3, says: 'iasl/missing' },
  { args: ['build', 'missing.toml'], status: 1, says: 'cli/cannot-read' },
];

test.run();
