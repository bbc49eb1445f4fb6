import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, type RunOptions } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { outside, testWith } from '../support/outside.js';

const DOMAINS = join(FIXTURES, 'domains');
const golden = (name: string) => readFileSync(join(DOMAINS, 'edited', name));

/** Works in a folder with the domains and their spec. */
function inDomains(work: (cwd: string) => Promise<void>): Promise<void> {
  return inScratch(async (cwd) => {
    cpSync(DOMAINS, cwd, { recursive: true });
    await work(cwd);
  });
}

/** What the command writes must be the same bytes: BOM and CRLF, too. */
const run = (cwd: string, args: readonly string[], more: Partial<RunOptions> = {}) =>
  cppcAcpi(['libvirt', 'x3d.toml', '--libvirt', '12.8', '--topology', ...args], { cwd, ...more });

test('libvirt: the domain to standard output, from a file and from standard input', async () => {
  await inDomains(async (cwd) => {
    const input = readFileSync(join(cwd, 'crlf.xml'));
    const [file, stdin, dash] = await Promise.all([
      run(cwd, ['--domain', 'crlf.xml']),
      run(cwd, ['--domain', '-'], { input }),
      run(cwd, ['--domain', 'crlf.xml', '-o', '-']),
    ]);
    for (const { status, stdout, stderr } of [file, stdin, dash]) {
      assert.is(status, 0);
      assert.match(stderr, /^note\[libvirt\/pin-moved\]: the pin of vCPU 0 changes from 2 to 0\n(?:.*\n)*1 note\n$/);
      assert.is(stdout, golden('crlf-11.2.xml').toString());
    }
    const spec = await cppcAcpi(['libvirt', '-', '--libvirt', '12.8', '--domain', 'crlf.xml'], {
      cwd,
      input: readFileSync(join(cwd, 'x3d.toml')),
    });
    assert.match(spec.stdout, /\/var\/lib\/libvirt\/acpi\/ssdt\.aml/);
  });
});

test('libvirt -o: over the domain itself, which keeps its mode, with a list of the changes', async () => {
  await inDomains(async (cwd) => {
    chmodSync(join(cwd, 'pinned.xml'), 0o640);
    const args = ['--domain', 'pinned.xml', '-o', 'pinned.xml', '--libvirt', '9.0'];
    const first = await run(cwd, args);
    assert.is(first.status, 0);
    assert.match(first.stdout, /^Written: pinned\.xml, for libvirt 9\.0\n/);
    assert.match(first.stdout, /changed {2}\/domain\/cputune\/vcpupin\[2\]: cpuset='16' instead of '4'/);
    assert.equal(readFileSync(join(cwd, 'pinned.xml')), golden('pinned-9.0.xml'));
    assert.is(statSync(join(cwd, 'pinned.xml')).mode & 0o777, 0o640);
    const again = await run(cwd, args);
    assert.equal([again.status, again.stdout], [0, 'Written: pinned.xml, for libvirt 9.0\n  no changes needed\n']);
    assert.equal(readFileSync(join(cwd, 'pinned.xml')), golden('pinned-9.0.xml'));
    assert.equal(
      readdirSync(cwd).filter((file) => file.endsWith('.tmp')),
      [],
    );
  });
});

test('libvirt -o: a link is replaced by the domain, and its file stays', async () => {
  await inDomains(async (cwd) => {
    symlinkSync('pinned.xml', join(cwd, 'link.xml'));
    const before = readFileSync(join(cwd, 'pinned.xml'));
    const { status } = await run(cwd, ['--domain', 'link.xml', '-o', 'link.xml', '--libvirt', '9.0']);
    assert.is(status, 0);
    assert.equal(readFileSync(join(cwd, 'pinned.xml')), before);
    assert.equal(readFileSync(join(cwd, 'link.xml')), golden('pinned-9.0.xml'));
    assert.not(lstatSync(join(cwd, 'link.xml')).isSymbolicLink());
  });
});

test('libvirt: nothing is written where something is wrong', async () => {
  await inDomains(async (cwd) => {
    writeFileSync(join(cwd, 'out.xml'), 'kept');
    for (const args of [
      ['--domain', 'x3d.toml'],
      ['--domain', 'nowhere.xml'],
      ['--domain', 'slic.xml', '--strict'],
      ['--domain', 'slic.xml', '--table-path', 'a'],
    ]) {
      const bad = await run(cwd, [...args, '-o', 'out.xml']);
      assert.equal([bad.status, bad.stdout], [1, ''], args.join(' '));
      assert.is(readFileSync(join(cwd, 'out.xml'), 'utf8'), 'kept');
    }
    const folder = await run(cwd, ['--domain', 'slic.xml', '-o', 'edited']);
    assert.match(folder.stderr, /error\[cli\/cannot-write\].*a folder has this name/);
  });
});

test('libvirt --json: the domain and what was done, or neither', async () => {
  await inDomains(async (cwd) => {
    const good = JSON.parse((await run(cwd, ['--json', '--domain', 'virt-manager.xml'])).stdout);
    assert.equal(Object.keys(good), ['schema', 'libvirt', 'file', 'changes', 'domain', 'diagnostics']);
    assert.is(good.libvirt, '12.8');
    assert.is(good.domain, golden('virt-manager-11.2.xml').toString());
    assert.equal(good.changes[1], {
      how: 'added',
      what: "<acpi><table type='raw'>/var/lib/libvirt/acpi/x3d.aml</table></acpi>",
      where: '/domain/os',
    });
    const bad = JSON.parse((await run(cwd, ['--json', '--domain', 'x3d.toml'])).stdout);
    assert.equal([bad.changes, bad.domain, bad.diagnostics[0].code], [null, null, 'cli/other-input']);
  });
});

cases(
  'libvirt: usage',
  [
    { name: 'no domain', args: ['x3d.toml'], says: /required option '--domain <file>'/ },
    { name: 'both from standard input', args: ['-', '--domain', '-'], says: /only one of/ },
    {
      name: 'over the spec',
      args: ['x3d.toml', '--domain', 'slic.xml', '-o', './x3d.toml'],
      says: /never overwrites/,
    },
    {
      name: 'a release',
      args: ['x3d.toml', '--domain', 'slic.xml', '--libvirt', 'new'],
      says: /such as 9\.0, or debian-11, /,
    },
    { name: 'a distribution', args: ['x3d.toml', '--domain', 'slic.xml', '--libvirt', 'debian-9'], says: /debian-12/ },
  ],
  async ({ args, says }) => {
    await inDomains(async (cwd) => {
      const bad = await cppcAcpi(['libvirt', ...args], { cwd });
      assert.is(bad.status, 2);
      assert.match(bad.stderr, says);
    });
  },
);

cases(
  'libvirt: the release of a distribution',
  [
    { name: 'debian-12', release: '9.0' },
    { name: 'Debian-13', release: '11.3' },
    { name: 'ubuntu-24.04', release: '10.0' },
  ],
  async ({ name, release }) => {
    await inDomains(async (cwd) => {
      const args = ['libvirt', 'x3d.toml', '--domain', 'pinned.xml', '--json', '--libvirt'];
      const of = async (text: string) => JSON.parse((await cppcAcpi([...args, text], { cwd })).stdout);
      const [named, numbered] = [await of(name), await of(release)];
      assert.is(named.libvirt, release);
      assert.equal(named, numbered);
    });
  },
);

/** What the command takes for the release of libvirt where a program called virsh is first in PATH. */
async function releaseWith(virsh: string | undefined): Promise<string | null> {
  let release: string | null = '';
  await inDomains(async (cwd) => {
    const folder = join(cwd, 'programs');
    mkdirSync(folder);
    if (virsh !== undefined) writeFileSync(join(folder, 'virsh'), `#!/bin/sh\n${virsh}\n`, { mode: 0o755 });
    const args = ['libvirt', 'x3d.toml', '--domain', 'pinned.xml', '--json'];
    const { stdout } = await cppcAcpi(args, { cwd, env: { PATH: folder } });
    release = JSON.parse(stdout).libvirt;
  });
  return release;
}

cases(
  'libvirt: the release of virsh',
  [
    { name: 'as Debian 12 prints it', virsh: 'echo 9.0.0', release: '9.0' },
    { name: 'without it, the newest', virsh: undefined, release: null },
    { name: 'it fails', virsh: 'echo 9.0.0; exit 1', release: null },
    { name: 'it says something else', virsh: 'echo "virsh 9.0.0"', release: null },
    { name: 'it does not end', virsh: 'echo 9.0.0; while :; do :; done', release: null },
    { name: 'it prints without end', virsh: 'while :; do echo 9.0.0; done', release: null },
    { name: 'it gets --version alone', virsh: '[ "$#$1" = 1--version ] && echo 10.0.0', release: '10.0' },
  ],
  async ({ virsh, release }) => assert.is(await releaseWith(virsh), release),
);

testWith(['virsh'], 'libvirt: the release of the virsh of this machine', async () => {
  const { stdout } = await execa(outside('virsh'), ['--version']);
  await inDomains(async (cwd) => {
    const run = await cppcAcpi(['libvirt', 'x3d.toml', '--domain', 'pinned.xml', '--json'], { cwd });
    assert.is(JSON.parse(run.stdout).libvirt, stdout.split('.').slice(0, 2).join('.'));
  });
});

// biome-ignore format: a row a line
const CORESHARING: readonly { name: string; spec: readonly string[]; domain: readonly string[]; pins: 'keep' | 'set'; says: RegExp }[] = [
  { name: 'good pins of the domain', spec: ['', ''], domain: ['0', '16', '8', '24'], pins: 'keep', says: /^(?![\s\S]*coresharing-unpinned)/ },
  { name: 'good pins of the domain, which the spec leaves', spec: ['', ''], domain: ['0', '16', '8', '24'], pins: 'set', says: /^(?![\s\S]*coresharing-unpinned)/ },
  { name: 'bad pins of the domain', spec: ['[0, 16]', '[8, 24]'], domain: ['0', '16', '0', '16'], pins: 'keep', says: /error\[hyperv\/coresharing-unpinned\]/ },
  { name: 'bad pins of the domain, which no longer hold', spec: ['[0, 16]', '[8, 24]'], domain: ['0', '16', '0', '16'], pins: 'set', says: /^(?![\s\S]*coresharing-unpinned)/ },
  { name: 'bad pins of the spec, which do not hold', spec: ['[0, 16]', '[0, 16]'], domain: ['0', '16', '8', '24'], pins: 'keep', says: /^(?![\s\S]*(?:coresharing-unpinned|host-thread-shared))/ },
];

cases(
  'libvirt --pins: the pins that hold decide about enlightenments',
  CORESHARING,
  async ({ spec, domain, pins, says }) => {
    await inScratch(async (cwd) => {
      const cores = spec.map(
        (threads, i) => `[[core]]\nhighest_perf = ${236 - i}\n${threads && `host_threads = ${threads}\n`}`,
      );
      const head =
        '[guest]\nthreads_per_core = 2\nhost_vendor = "amd"\nos = ["windows11"]\n[registers]\nlayout = "constant"\ncounters = "none"\n';
      const levels =
        '[defaults]\nnominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15\nnominal_freq = 4200\nlowest_freq = 400\n';
      writeFileSync(
        join(cwd, 'x.toml'),
        `${head}[hyperv]\nrelaxed = true\nno_nonarch_coresharing = "on"\n${levels}${cores.join('')}`,
      );
      const cputune = domain.map((cpuset, vcpu) => `<vcpupin vcpu='${vcpu}' cpuset='${cpuset}'/>`).join('');
      const cpu = "<cpu mode='host-passthrough'><topology sockets='1' cores='2' threads='2'/></cpu>";
      const os = "<os><type machine='q35'>hvm</type></os><features><acpi/></features>";
      writeFileSync(
        join(cwd, 'd.xml'),
        `<domain type='kvm'><vcpu>4</vcpu><cputune>${cputune}</cputune>${os}${cpu}</domain>`,
      );
      const { status, stderr } = await cppcAcpi(['libvirt', 'x.toml', '--domain', 'd.xml', '--pins', pins], { cwd });
      assert.match(stderr, says);
      assert.is(status, /error/.test(stderr) ? 1 : 0);
    });
  },
);

test.run();
