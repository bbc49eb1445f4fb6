import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { splitArgs } from '../../src/proxmox/words.js';
import { filesOf, writeFiles } from '../host/machines.js';
import { specOf } from '../proxmox/vms.js';
import { cases } from '../support/cases.js';
import { cppcAcpi } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { inTemporaryFolder } from '../support/guest.js';
import { inProcess } from '../support/in-process.js';

const FOUR = specOf([
  ['0', '16'],
  ['8', '24'],
]);

/** A folder with the spec, as a file of this name, and a VM. */
async function withVm(stem: string, work: (folder: string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, `${stem}.toml`), FOUR);
    copyFileSync(join(FIXTURES, 'proxmox/x3d.conf'), join(folder, '100.conf'));
    await work(folder);
  });
}

const BUILD = ['--domain', '100.conf', '--iasl', 'off'] as const;

test('build --emit proxmox: the printed commands give `qm` the merged line as one word', async () => {
  await withVm(`it's $x "3d`, async (folder) => {
    const run = await inProcess(['build', `it's $x "3d.toml`, ...BUILD, '--emit', 'aml,proxmox', '-o', 'o p'], folder);
    assert.is(run.status, 0, run.stderr);
    const commands = run.stdout.split('\n').filter((line) => line.startsWith('  qm '));
    assert.is(commands.length, 2);
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/qm'), '#!/bin/sh\nprintf "%s\\n" "$@" >>said\n', { mode: 0o755 });
    const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
    spawnSync('/bin/sh', ['-ec', commands.join('\n')], { cwd: folder, env });
    const line = readFileSync(join(folder, `o p/it's $x "3d.proxmox.args`), 'utf8').trimEnd();
    const script = `local:snippets/it's $x "3d.hookscript.sh`;
    const said = ['set', '100', '--args', line, 'set', '100', '--hookscript', script];
    assert.is(readFileSync(join(folder, 'said'), 'utf8'), `${said.join('\n')}\n`);
    assert.is(splitArgs(line)?.at(-1)?.text, `file=/var/lib/cppc-acpi/it's $x "3d.aml`);
    assert.is(spawnSync('/bin/sh', ['-n', join(folder, `o p/it's $x "3d.hookscript.sh`)]).status, 0);
  });
});

test('build --emit proxmox: JSON names both files, --check compares them, --depfile has the VM', async () => {
  await withVm('x3d', async (folder) => {
    const build = (...args: readonly string[]) => inProcess(['build', 'x3d.toml', ...BUILD, ...args], folder);
    assert.is((await build('--emit', 'proxmox', '--check')).status, 1);
    const run = await build('--emit', 'proxmox', '--json', '--depfile', 'd');
    const { outputs } = JSON.parse(run.stdout) as { outputs: { format: string; file: string }[] };
    assert.equal(
      outputs.map(({ format, file }) => [format, file]),
      [
        ['proxmox', 'x3d.proxmox.args'],
        ['proxmox', 'x3d.hookscript.sh'],
      ],
    );
    assert.match(readFileSync(join(folder, 'd'), 'utf8'), /: x3d\.toml 100\.conf\n$/);
    assert.is((await build('--emit', 'proxmox', '--check')).status, 0);
  });
});

test('a configuration without a space behind the colons is one for every command', async () => {
  await withVm('x3d', async (folder) => {
    writeFileSync(join(folder, '100.conf'), 'cores:4\nsockets:1\nostype:l26\ncpu:host\n');
    for (const args of [
      ['audit', '100.conf'],
      ['build', 'x3d.toml', ...BUILD, '--emit', 'proxmox'],
      ['init', '--domain', '100.conf', '--pin', '0:0', '--layout', 'constant'],
    ]) {
      const { stderr } = await inProcess(args, folder);
      assert.not.match(stderr, /unknown-kind|other-input|bad-domain/, args.join(' '));
    }
  });
});

test('build --emit all leaves proxmox out', async () => {
  await withVm('x3d', async (folder) => {
    assert.is((await inProcess(['build', 'x3d.toml', '--emit', 'all', '--iasl', 'off'], folder)).status, 0);
    assert.not(existsSync(join(folder, 'x3d.proxmox.args')));
  });
});

cases(
  'build refuses',
  [
    { name: 'proxmox without a VM', args: ['--emit', 'proxmox'], says: /--emit proxmox needs --domain FILE/ },
    { name: 'a VM without proxmox', args: ['--domain', '100.conf'], says: /--domain is for --emit proxmox alone/ },
    { name: 'two files on one output', args: ['--emit', 'proxmox', ...BUILD, '-o', '-'], says: /proxmox has two/ },
    {
      name: 'a depfile without a name to depend on',
      args: ['--emit', 'proxmox', '--domain', '-', '--depfile', 'd'],
      says: /--depfile needs a domain/,
    },
  ],
  async ({ args, says }) => {
    await withVm('x3d', async (folder) => {
      const { status, stderr } = await cppcAcpi(['build', 'x3d.toml', ...args], { cwd: folder });
      assert.is(status, 2);
      assert.match(stderr, says);
    });
  },
);

// biome-ignore format: a row a line
const ACPI: readonly { name: string; more: string; says: string; at: string }[] = [
  { name: 'microvm', more: 'args: -machine microvm', says: 'error[audit/machine-without-processors]', at: '100.conf:3:16' },
  { name: 'acpi=off', more: 'args: -S -M q35,acpi=off', says: 'warning[audit/no-acpi]', at: '100.conf:3:13' },
  { name: '-no-acpi', more: 'args: -no-acpi', says: 'warning[audit/no-acpi]', at: '100.conf:3:7' },
  { name: 'behind an option that changes', more: 'args: -smp 2,cores=1,threads=2 -no-acpi', says: 'warning[audit/no-acpi]', at: '100.conf:3:32' },
  { name: 'acpi: 0', more: 'acpi: 0', says: 'warning[audit/no-acpi]', at: '100.conf:3:7' },
  { name: 'acpi: 0, and on in args', more: 'acpi: 0\nargs: -machine acpi=on', says: '', at: '' },
];

cases('build and audit report the same about ACPI', ACPI, async ({ more, says, at }) => {
  await withVm('x3d', async (folder) => {
    writeFileSync(join(folder, '100.conf'), `cores: 4\nostype: l26\n${more}\n`);
    for (const args of [
      ['build', 'x3d.toml', ...BUILD, '--emit', 'proxmox'],
      ['audit', '100.conf'],
    ]) {
      const { stderr } = await inProcess(args, folder);
      const [, code = '', place = ''] = /^(\w+\[[a-z/-]*(?:acpi|processors)\]).*\n --> (\S*)/m.exec(stderr) ?? [];
      assert.equal([code, place], [says, at], stderr);
      assert.is((await inProcess(args, folder)).stderr.split(says || '\r').length, says ? 2 : 1, 'once');
    }
  });
});

// biome-ignore format: a row a line
const HOTPLUG: readonly { name: string; more: string; spec?: string; says: RegExp; not?: RegExp }[] = [
  { name: 'threads of the spec', more: '', spec: FOUR, says: /gives each vCPU a core of its own; the cores of the spec have 2 threads/, not: /threads-differ/ },
  { name: 'threads in args', more: 'args: -smp 4,sockets=1,cores=2,threads=2', says: /the cores of the VM have 2 threads.*\n[\s\S]*remove -smp from `args:`/ },
  { name: 'dies in args', more: 'args: -smp 1,dies=2,cores=2,maxcpus=4', says: /gives vCPUs no die; the VM has 2 dies/ },
  { name: 'all vCPUs in args', more: 'args: -smp 4', says: /adds every vCPU but the first as a device; -smp in args starts 4 vCPUs, too/ },
  { name: 'one vCPU in args', more: 'args: -smp 1,cores=4,maxcpus=4', says: /^(?![\s\S]*cpu-hotplug)/ },
];

cases('audit: hotplug of vCPUs', HOTPLUG, async ({ more, spec, says, not }) => {
  await withVm('x3d', async (folder) => {
    writeFileSync(join(folder, '100.conf'), `cores: 4\nostype: l26\nhotplug: disk,cpu\n${more}\n`);
    const { stderr } = await inProcess(['audit', '100.conf', ...(spec ? ['--spec', 'x3d.toml'] : [])], folder);
    assert.match(stderr, says);
    if (not) assert.not.match(stderr, not);
  });
});

test('build --emit proxmox: hotplug of vCPUs keeps its one vCPU in -smp', async () => {
  await withVm('x3d', async (folder) => {
    writeFileSync(join(folder, 'x3d.toml'), specOf([['0'], ['1'], ['2'], ['3']]));
    writeFileSync(join(folder, '100.conf'), 'sockets: 2\ncores: 2\nostype: win11\nhotplug: cpu\nargs: -smp 4\n');
    const run = await inProcess(['build', 'x3d.toml', ...BUILD, '--emit', 'proxmox'], folder);
    assert.is(run.status, 0, run.stderr);
    assert.match(
      readFileSync(join(folder, 'x3d.proxmox.args'), 'utf8'),
      /^-smp 1,sockets=2,cores=2,threads=1,maxcpus=4 /,
    );
  });
});

test('init --domain: <vcpu cpuset> is of the whole domain', async () => {
  await inTemporaryFolder(async (folder) => {
    writeFiles(join(folder, 'sys'), filesOf('7950x3d-frequency'));
    const pins = "<cputune><vcpupin vcpu='0' cpuset='1'/></cputune>";
    const init = async (text: string) => {
      writeFileSync(join(folder, 'vm.xml'), `<domain type='kvm'><vcpu cpuset='0-3'>3</vcpu>${text}</domain>`);
      return (await inProcess(['init', '--sysfs', 'sys', '--domain', 'vm.xml'], folder)).stderr;
    };
    assert.match(
      await init(''),
      /<vcpu cpuset> 0-3 is of the whole VM: vCPUs 0-2 have[^\n]*\n[^`]*`--pin 0:\d,1:\d,2:\d`/,
    );
    assert.match(await init(pins), /0-3 is of the whole VM: vCPUs 1,2 have[^`]*`host_threads` of the spec/);
  });
});

test('init --domain: the affinity of a Windows VM, with a warning, and the guest of its ostype', async () => {
  await inTemporaryFolder(async (folder) => {
    writeFiles(join(folder, 'sys'), filesOf('7950x3d-frequency'));
    copyFileSync(join(FIXTURES, 'proxmox/games.conf'), join(folder, 'games.conf'));
    const run = await inProcess(['init', '--sysfs', 'sys', '--domain', 'games.conf'], folder);
    assert.is(run.status, 0, run.stderr);
    assert.match(run.stdout, /^os += \["windows11"\]/m);
    assert.match(run.stdout, /^counters += "none"/m);
    assert.is(run.stdout.match(/^host_threads = \["0-3,16-19"\]$/gm)?.length, 4);
    assert.match(
      run.stderr,
      /vCPUs 0, 1, 2 and 3 can run on host threads 0-3,16-19, which have different highest_perf/,
    );
    assert.match(run.stderr, /games\.conf:1:11/);
    assert.match(run.stderr, /affinity 0-3,16-19 is of the whole VM: vCPUs 0-3 have no host threads of their own/);
    const [, pins = ''] = /run init again with pins, such as `--pin (\S+)`/.exec(run.stderr) ?? [];
    const best = ['init', '--sysfs', 'sys', '--domain', 'games.conf', '-o'];
    const unsplit = await inProcess([...best, 'affinity.toml'], folder);
    assert.match(unsplit.stdout, /^ {2}cppc-acpi build affinity\.toml --domain games\.conf --emit aml,proxmox,reg$/m);
    const single = await inProcess([...best, 'pinned.toml', '--pin', pins], folder);
    assert.not.match(single.stderr, /whole-vm-pinned|pin-mixed/);
    const build = (spec: string) => inProcess(['build', spec, '--domain', 'games.conf', '--emit', 'proxmox'], folder);
    const says = /host_threads of vCPUs 0-3 are the affinity of the VM, 0-3,16-19: the hookscript pins them no more/;
    assert.match((await build('affinity.toml')).stderr, says);
    assert.not.match((await build('pinned.toml')).stderr, /affinity/);
    const bare = 'cores: 2\nostype: solaris\n';
    writeFileSync(join(folder, 'bare.conf'), bare);
    const free = await inProcess(['init', '--sysfs', 'sys', '--domain', 'bare.conf'], folder);
    assert.match(free.stderr, /`cppc-acpi build --emit proxmox` then gives them to the VM/);
    const unpinned = await inProcess(['init', '--sysfs', 'sys', '--domain', 'bare.conf', '--pin', '0:0,1:1'], folder);
    assert.is(unpinned.status, 0, unpinned.stderr);
    assert.match(unpinned.stderr, /host\/guest-unknown.*ostype solaris/);
    assert.match(unpinned.stdout, /^host_threads = \[1\]$/m);
  });
});

test.run();
