// What `init` says about the domain and the offsets that a spec comes from.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOfList, writeFiles } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';
import { inProcess } from '../support/in-process.js';

async function onX3d(work: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-words-'));
  try {
    writeFiles(join(cwd, 'sys'), filesOfList('9950x3d'));
    writeFileSync(join(cwd, 'vm.xml'), readFileSync(join(FIXTURES, 'hosts/windows-11-virt-manager.xml')));
    writeFileSync(join(cwd, 'pinned.xml'), readFileSync(join(FIXTURES, 'audit/pins-with-ranges.xml')));
    writeFileSync(join(cwd, '100.conf'), 'cores: 2\nostype: l26\n');
    writeFileSync(join(cwd, '101.conf'), 'cores: 2\nostype: l26\naffinity: 0,16\n');
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

cases(
  'init: where the vCPUs and pins come from',
  [
    { name: 'one for each core of the host', args: [] },
    { name: 'from a list of pins', args: ['--pin', '0:0,1:1'] },
    { name: 'pinned as in a libvirt domain', args: ['--domain', 'pinned.xml'] },
    { name: 'with the vCPUs of a libvirt domain, which has no pins', args: ['--domain', 'vm.xml'] },
    {
      name: 'with the vCPUs of a libvirt domain and the pins of --pin',
      args: ['--domain', 'vm.xml', '--pin', '0:0,1:1'],
    },
    { name: 'with the vCPUs of a Proxmox VM, which has no pins', args: ['--domain', '100.conf'] },
    { name: 'with the affinity of a Proxmox VM', args: ['--domain', '101.conf'] },
  ],
  async ({ name, args }) => {
    await onX3d(async (cwd) => {
      const { stdout } = await inProcess(['init', '--sysfs', 'sys', ...args], cwd);
      const [first] = stdout.split('\n');
      assert.ok(/^# A guest of \d+ cores?, /.test(first ?? '') && first?.endsWith(`, ${name}.`), first);
    });
  },
);

cases(
  'init: offsets past 255',
  [
    { name: 'after --prefer', args: ['--prefer', 'cache', '--offset', '0-7=+40'], sum: 295 },
    { name: 'of the firmware', args: ['--offset', '8-15=+20'], sum: 256 },
    { name: 'two ranges', args: ['--offset', '8=+20,9=+30'], sum: 256, more: 266 },
    { name: 'up to 255', args: ['--offset', '8-15=+19'] },
  ],
  async ({ args, sum, more }) => {
    await onX3d(async (cwd) => {
      for (const guest of ['linux', 'windows11']) {
        const { status, stderr } = await inProcess(['init', '--sysfs', 'sys', '--guest', guest, ...args], cwd);
        assert.is(status, 0);
        const warned = stderr.match(/^warning\[.*/gm) ?? [];
        const wanted = [sum, more].filter((one) => one !== undefined);
        assert.is(warned.length, wanted.length, stderr);
        for (const [i, one] of wanted.entries())
          assert.match(warned[i] ?? '', new RegExp(`^warning\\[host/offset-past-byte\\]: .* is ${one}, above 255`));
      }
    });
  },
);

test('init: the dies of a domain, which build and libvirt keep', async () => {
  await onX3d(async (cwd) => {
    const domain = readFileSync(join(cwd, 'vm.xml'), 'utf8').replace(
      /(<cpu mode='host-passthrough'[^>]*)\/>/,
      "$1><topology sockets='1' dies='2' cores='4' threads='1'/></cpu>",
    );
    writeFileSync(join(cwd, 'dies.xml'), domain);
    const pins = ['--pin', '0:0,1:1,2:2,3:3,4:8,5:9,6:10,7:11'];
    await inProcess(['init', '--sysfs', 'sys', '--domain', 'dies.xml', ...pins, '-o', 'x.toml'], cwd);
    const text = readFileSync(join(cwd, 'x.toml'), 'utf8');
    assert.match(text, /^dies += \[4, 4\]/m);
    assert.match(text, '-smp 8,sockets=1,dies=2,cores=4,threads=1');
    const { stdout } = await inProcess(['build', 'x.toml', '--iasl', 'off', '-o', 'out'], cwd);
    assert.match(stdout, '-smp 8,sockets=1,dies=2,cores=4,threads=1');
    const edited = await inProcess(['libvirt', 'x.toml', '--domain', 'dies.xml', '--libvirt', '12.8'], cwd);
    assert.match(edited.stdout, "dies='2' cores='4'");
    assert.not.match(edited.stderr, 'dies-differ');
  });
});

// biome-ignore format: a row a line
const NEXT: readonly { name: string; args: readonly string[]; says: readonly string[] }[] = [
  { name: 'a libvirt domain of Windows 11', args: ['--domain', 'vm.xml'], says: ['build x.toml --emit aml,reg -o /var/lib/libvirt/acpi', 'libvirt x.toml --domain vm.xml --topology -o vm.xml'] },
  { name: 'a libvirt domain', args: ['--domain', 'vm.xml', '--guest', 'linux'], says: ['build x.toml -o /var/lib/libvirt/acpi', 'libvirt x.toml --domain vm.xml --topology -o vm.xml'] },
  { name: 'the device in a domain', args: ['--domain', 'vm.xml', '--layout', 'acpi-cppc'], says: ['build x.toml --emit acpi-cppc,reg', 'libvirt x.toml --domain vm.xml --topology -o vm.xml'] },
  { name: 'a Proxmox VM', args: ['--domain', '100.conf'], says: ['build x.toml --domain 100.conf --emit aml,proxmox'] },
  { name: 'Windows 11', args: ['--guest', 'windows11'], says: ['build x.toml --emit aml,reg'] },
  { name: 'Linux', args: [], says: ['build x.toml'] },
];

cases('init: the next commands', NEXT, async ({ args, says }) => {
  await onX3d(async (cwd) => {
    const { stdout } = await inProcess(['init', '--sysfs', 'sys', '-o', 'x.toml', ...args], cwd);
    const commands = stdout.split('\n').flatMap((line) => /^ {2}cppc-acpi (.*)/.exec(line)?.[1] ?? []);
    assert.equal(commands, ['preview x.toml', ...says]);
  });
});

test('build, libvirt and check name what the guest needs beside the table', async () => {
  await onX3d(async (cwd) => {
    const registry = /To rank its cores, a Windows 11 guest needs AllowGuestPerfStates = 1 in its registry:\n/;
    await inProcess(['init', '--sysfs', 'sys', '--domain', 'vm.xml', '--pin', '0:0,1:8', '-o', 'w.toml'], cwd);
    const build = (...args: readonly string[]) => inProcess(['build', ...args, '--iasl', 'off', '-o', 'out'], cwd);
    assert.match(
      (await build('w.toml', '--emit', 'aml,reg')).stdout,
      /\n {2}import out\/w\.reg in the guest, and restart it\n/,
    );
    assert.match((await build('w.toml', '--emit', 'aml')).stdout, registry);
    assert.match((await inProcess(['check', 'w.toml'], cwd)).stdout, registry);
    const libvirt = ['libvirt', 'w.toml', '--domain', 'vm.xml', '--libvirt', '12.8'];
    assert.match((await inProcess([...libvirt, '-o', 'new.xml'], cwd)).stdout, registry);
    const written = await inProcess(libvirt, cwd);
    assert.not.match(written.stdout, registry);
    assert.match(written.stderr, registry);
    await inProcess(['init', '--sysfs', 'sys', '--pin', '0:0,1:8', '-o', 'l.toml'], cwd);
    const linux = await build('l.toml');
    assert.match(
      linux.stdout,
      /command line:\n {2}amd_pstate=passive \(linux-6\.12\)\n {2}amd_pstate=passive setcpuid=hw_pstate \(linux-7\.2/,
    );
    assert.not.match(linux.stdout, registry);
  });
});

test.run();
