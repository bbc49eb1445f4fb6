// What is published: which files, how large, and that it works where nothing else is installed.

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';
import { outside, testWith } from '../support/outside.js';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const SPEC = join(FIXTURES, 'accept/7950x3d/spec.toml');
const NEEDED = [
  'build/bundle/bin/cppc-acpi.cjs',
  'build/bundle/bin/load.cjs',
  'build/bundle/bin/start.cjs',
  'build/bundle/bin/LICENSES.txt',
  'build/bundle/bin/examples.json',
  'build/src/index.js',
  'build/src/index.d.ts',
  'grammar/cppc-spec.schema.json',
  'man/cppc-acpi.1',
  'docs/deploy.md',
  'CHANGELOG.md',
  'LICENSE',
];

/** The program with execa has 1.2 MB, the examples of `explain` 330 KB, the library and its three packages 1.4 MB. */
const MOST_PACKED = 1_500_000;
const MOST_UNPACKED = 5_500_000;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let folder = '';
let packed: Packed;

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-package-'));
  await execa(process.execPath, ['build/release/bundle.js'], { cwd: REPOSITORY });
  const run = await execa('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: REPOSITORY,
    stderr: 'ignore',
  });
  [packed] = JSON.parse(run.stdout);
  const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  await execa('npm', ['install', ...options, join(folder, packed.filename)], { cwd: folder });
  cpSync(SPEC, join(folder, 'x3d.toml'));
});

test.after(() => rmSync(folder, { recursive: true, force: true }));

/** The installed program, with no other program to be found but Node. */
function installed(...args: string[]) {
  return installedWith({}, ...args);
}

function installedWith(env: Readonly<Record<string, string>>, ...args: string[]) {
  return execa(process.execPath, [join(folder, 'node_modules/.bin/cppc-acpi'), ...args], {
    cwd: folder,
    env: { PATH: join(folder, 'node_modules/.bin'), ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
  });
}

test('npm install -g puts the program and its manual pages into the folders of a prefix', async () => {
  const prefix = join(folder, 'prefix');
  const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', prefix];
  await execa('npm', ['install', '-g', ...options, join(folder, packed.filename)], { cwd: folder });
  const run = await execa(join(prefix, 'bin/cppc-acpi'), ['explain', 'cpc/level-order'], { cwd: '/' });
  assert.match(run.stdout, /^Output:$/m);
  for (const page of ['man1/cppc-acpi.1', 'man5/cppc-acpi-spec.5'])
    assert.ok(existsSync(join(prefix, 'share/man', page)));
});

test('the folder of the bundle works in any place', async () => {
  const place = join(folder, 'a place', 'of its own');
  cpSync(join(folder, 'node_modules/cppc-acpi/build/bundle/bin'), place, { recursive: true });
  const program = join(place, 'cppc-acpi.cjs');
  for (const args of [['--version'], ['explain', 'cpc/level-order'], ['check', join(folder, 'x3d.toml')]]) {
    const run = await execa(process.execPath, [program, ...args], { cwd: '/', reject: false });
    assert.is(run.exitCode, 0, run.stderr);
  }
});

for (const release of ['12.22.12', '18.20.8']) {
  testWith([`node ${release}`], `Node ${release} says in one line that it is too old`, async () => {
    const program = join(folder, 'node_modules/cppc-acpi/build/bundle/bin/cppc-acpi.cjs');
    const run = await execa(outside(`node ${release}`), [program, 'build', 'x3d.toml'], { cwd: folder, reject: false });
    assert.equal(
      [run.exitCode, run.stdout, run.stderr],
      [2, '', `cppc-acpi needs Node 20.5 or later; this is Node ${release}`],
    );
  });
}

test('the package holds the program, its documents and examples, and nothing else', () => {
  const paths = packed.files.map(({ path }) => path);
  const allowed =
    /^(?:build\/(?:bundle|grammar|src)|deploy|docs|man|node_modules)\/|^grammar\/cppc-spec\.schema\.json$|^(?:README|CHANGELOG)\.md$|^LICENSE$|^package\.json$/;
  assert.equal(
    paths.filter((path) => !allowed.test(path)),
    [],
  );
  for (const path of NEEDED) assert.ok(paths.includes(path), path);
});

test('the package is small', () => {
  assert.ok(packed.size <= MOST_PACKED, `${packed.size} bytes packed`);
  assert.ok(packed.unpackedSize <= MOST_UNPACKED, `${packed.unpackedSize} bytes unpacked`);
});

test('installing it installs nothing else', () => {
  const names = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  assert.equal(names, ['cppc-acpi']);
});

test('the library works where nothing else is installed', async () => {
  const script =
    "import { compile } from 'cppc-acpi'; import { readFileSync } from 'node:fs'; const text = readFileSync('x3d.toml', 'utf8'); const { value } = await compile({ text, file: 'x3d.toml' }); console.log(value.parts[0].aml.length);";
  const run = await execa(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
  const { value } = await compile({ text: readFileSync(SPEC, 'utf8'), file: 'x3d.toml' });
  assert.is(run.stdout, String(value?.parts[0]?.aml.length));
});

test('the installed program builds the same table as the sources', async () => {
  const run = await installed('build', 'x3d.toml', '-o', 'out', '--emit', 'all', '--iasl', 'off');
  assert.is(run.exitCode, 0, run.stderr);
  const { value } = await compile({ text: readFileSync(SPEC, 'utf8'), file: 'x3d.toml' });
  const [part] = value?.parts ?? [];
  assert.equal(Buffer.from(part?.aml ?? []).equals(readFileSync(join(folder, 'out/x3d.aml'))), true);
  assert.ok(JSON.parse(readFileSync(join(folder, 'out/x3d.json'), 'utf8')).outputs.length > 2);
});

cases(
  'installed',
  [
    { name: 'reads tables', args: ['inspect', 'out/x3d.aml'], status: 0, says: /revision 3, 23 elements/ },
    { name: 'decompiles', args: ['decompile', 'out/x3d.aml'], status: 0, says: /\[\[core\]\]/ },
    { name: 'explains with an example', args: ['explain', 'cpc/level-order'], status: 0, says: /Output:/ },
    { name: 'explains a command', args: ['explain', 'cli/cannot-read'], status: 0, says: /^Example command:$/m },
    { name: 'misses iasl', args: ['verify', 'x3d.toml'], status: 3, says: /iasl\/missing/ },
    { name: 'knows its version', args: ['--version'], status: 0, says: /^\d+\.\d+\.\d+(?:-rc\.\d+)?$/m },
    { name: 'lists its commands', args: ['--help'], status: 0, says: /build .*\n(?:.*\n)*.*explain / },
    { name: 'suggests a command', args: ['biuld'], status: 2, says: /Did you mean build/ },
  ],
  async ({ args, status, says }) => {
    const run = await installed(...args);
    assert.match(run.stdout + run.stderr, says);
    assert.is(run.exitCode, status);
  },
);

test('the installed program shows the place of a mistake', async () => {
  cpSync(join(FIXTURES, 'reject/cpc/level-order.toml'), join(folder, 'bad.toml'));
  const run = await installed('check', 'bad.toml');
  assert.match(run.stderr, /error\[cpc\/level-order\].*\n --> bad\.toml:\d+:\d+/);
});

test('the installed program puts tables into a domain', async () => {
  const domain = readdirSync(join(FIXTURES, 'domains'), { recursive: true })
    .map(String)
    .find((one) => one.endsWith('.xml'));
  cpSync(join(FIXTURES, 'domains', domain ?? ''), join(folder, 'domain.xml'));
  const run = await installed('libvirt', 'x3d.toml', '--domain', 'domain.xml');
  assert.match(run.stdout, /<table type=['"]raw['"]>|x3d\.aml/);
});

test('the second run of a command uses the compiled code of the first', async () => {
  const [home, cached] = [join(folder, 'home'), join(folder, 'home/.cache/cppc-acpi')];
  const explained = () => installedWith({ HOME: home }, 'explain', 'cpc/level-order');
  const first = await explained();
  const [name = ''] = readdirSync(cached);
  assert.match(name, /^v\d+\.\d+\.\d+-[0-9a-f]+-[0-9a-f]{16}-[0-9a-f]+-explain$/);
  // Code that V8 refuses would be replaced.
  const { ino } = statSync(join(cached, name));
  assert.equal((await explained()).stdout, first.stdout);
  assert.is(statSync(join(cached, name)).ino, ino);
  // Unlike this, which is not read.
  writeFileSync(join(cached, name), readFileSync(join(cached, name)).fill(0x55, 5000, 6000));
  const third = await explained();
  assert.is(third.exitCode, 0);
  assert.equal(third.stdout, first.stdout);
  assert.is.not(statSync(join(cached, name)).ino, ino);
  assert.equal(readdirSync(cached), [name], 'nothing else is left');
});

cases(
  'no compiled code is kept',
  [
    { name: 'with the option', env: {}, args: ['--no-code-cache', 'explain', 'cpc/level-order'] },
    { name: 'with the option behind the command', env: {}, args: ['explain', 'cpc/level-order', '--no-code-cache'] },
    { name: 'by the environment', env: { NODE_DISABLE_COMPILE_CACHE: '1' }, args: ['explain', 'cpc/level-order'] },
    { name: 'of a run that fails', env: {}, args: ['explain', 'cpc/nothing-of-this-name'] },
  ],
  async ({ env, args }) => {
    const home = mkdtempSync(join(folder, 'home-'));
    await installedWith({ HOME: home, ...env }, ...args);
    assert.is(existsSync(join(home, '.cache')), false);
  },
);

test('every package whose code is bundled has its licence kept', () => {
  const licences = readFileSync(join(REPOSITORY, 'build/bundle/bin/LICENSES.txt'), 'utf8');
  for (const name of ['@iarna/toml', '@rgrove/parse-xml', 'commander', 'execa', 'toml-eslint-parser']) {
    assert.match(licences, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\n\\n[^]*?(?:Permission|Redistribution)`, 'm'));
  }
  // npm puts a second release of a package into the folder of the package that needs it.
  assert.equal([...licences.matchAll(/^path-key (\d+)/gm)].map(([, major]) => major).sort(), ['3', '4']);
});

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly dev?: true; readonly integrity?: string; readonly hasInstallScript?: true }>
  >;
}

test('runs no script when the package is installed', () => {
  const lock: Lock = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8'));
  const { scripts, dependencies, bundleDependencies } = JSON.parse(
    readFileSync(join(REPOSITORY, 'package.json'), 'utf8'),
  );
  const atInstall = ['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in scripts);
  assert.equal(atInstall, []);
  assert.equal(bundleDependencies, Object.keys(dependencies), 'what the library needs comes in the package');
  const needing = Object.keys(dependencies).filter((name) => lock.packages[`node_modules/${name}`]?.hasInstallScript);
  assert.equal(needing, []);
});

test('the lockfile knows the bytes of every package, and only esbuild asks for a script', () => {
  const lock: Lock = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8'));
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  assert.ok(packages.length > 20);
  assert.equal(
    packages.filter(([, { integrity }]) => !integrity).map(([path]) => path),
    [],
  );
  // It only looks for its own binary, which its platform package brings: npm's --ignore-scripts does no harm.
  const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  assert.equal(running, ['node_modules/esbuild']);
});

test.run();
