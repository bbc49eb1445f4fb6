// Enlightenments that the KVM or the QEMU of a host does not have: init writes the kernel, audit reads it, and --libvirt
// with the name of a distribution brings its QEMU and its kernel.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, writeFiles } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';
import { inProcess } from '../support/in-process.js';

const CAPABILITIES = join(FIXTURES, 'reject/scratch/capabilities');

/** A Windows domain on a host with this kernel. */
async function onKernel(osrelease: string, work: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-kernel-'));
  try {
    const kernel = new Map([['proc/sys/kernel/osrelease', `${osrelease}\n`]]);
    writeFiles(join(cwd, 'host'), new Map([...filesOf('zen2-12-core'), ...kernel]));
    writeFileSync(join(cwd, 'vm.xml'), readFileSync(join(FIXTURES, 'hosts/windows-11-virt-manager.xml')));
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const INIT = ['init', '--sysfs', 'host', '--domain', 'vm.xml', '--pin', '0:0,1:1,2:2,3:3', '-o', 'w.toml'];

// biome-ignore format: a row a line
const KERNELS: readonly { name: string; kernel: string; args?: readonly string[]; writes?: string; leavesOut?: true }[] = [
  { name: 'Debian 12', kernel: '6.1.0-49-amd64', writes: '6.1', leavesOut: true },
  { name: 'one that has all', kernel: '6.8.12-4-pve', writes: '6.8' },
  { name: 'Linux guests have no enlightenments', kernel: '6.1.0-49-amd64', args: ['--guest', 'linux'] },
  { name: "Red Hat's KVM is newer than its number", kernel: '5.14.0-503.11.1.el9_5.x86_64' },
  { name: 'no release', kernel: 'custom' },
  { name: 'a release that specs do not have', kernel: '9999.1' },
];

cases('init: host_kernel', KERNELS, async ({ kernel, args = [], writes, leavesOut = false }) => {
  await onKernel(kernel, async (cwd) => {
    const { status, stderr } = await inProcess([...INIT, ...args], cwd);
    assert.is(status, 0, stderr);
    const [, written] = /^host_kernel = "(.*)"/m.exec(readFileSync(join(cwd, 'w.toml'), 'utf8')) ?? [];
    assert.is(written, writes);
    assert.is(/note\[hyperv\/host-leaves-out\]: the preset leaves out tlbflush_ext/.test(stderr), leavesOut, stderr);
  });
});

test('init: the oldest kernel of several readings', async () => {
  await onKernel('6.1.5', async (cwd) => {
    writeFiles(join(cwd, 'b'), new Map([...filesOf('zen2-12-core'), ['proc/sys/kernel/osrelease', '6.12.1\n']]));
    const readings = ['--variant', 'b=b', '--variant', 'a=host'];
    const { stdout } = await inProcess(['init', ...readings, ...INIT.slice(3, -2)], cwd);
    assert.match(stdout, '\nhost_kernel = "6.1" ');
  });
});

test('audit --sysfs: the kernel of the host; --host-kernel wins, and of the spec the older one holds', async () => {
  await onKernel('6.1.0-49-amd64', async (cwd) => {
    writeFileSync(join(cwd, 'vm'), 'qemu-system-x86_64 -enable-kvm -cpu host,hv-vpindex,hv-tlbflush,hv-tlbflush-ext');
    const audit = (...args: readonly string[]) => inProcess(['audit', 'vm', '--guest', 'windows11', ...args], cwd);
    const own = await audit('--sysfs', 'host');
    assert.match(own.stderr, /error\[hyperv\/host-lacks\]: tlbflush_ext is on, but not in KVM before Linux 6\.2/);
    assert.not.match(own.stdout, 'Not examined: whether the host offers');
    assert.not.match((await audit('--sysfs', 'host', '--host-kernel', '6.8')).stderr, 'host-lacks');
    const spec = readFileSync(join(FIXTURES, 'audit/amd-recommended.toml'), 'utf8');
    for (const [ofSpec, runs] of [
      ['6.8', '6.1'],
      ['5.19', '5.19'],
    ]) {
      writeFileSync(join(cwd, 'spec.toml'), spec.replace('[hyperv]', `[hyperv]\nhost_kernel = "${ofSpec}"`));
      assert.match((await audit('--sysfs', 'host', '--spec', 'spec.toml')).stderr, `(the host runs ${runs})`);
    }
  });
});

/** Where a domain of the recommended enlightenments has them. */
const EXT = /hv-tlbflush-ext|<extended/;
const XMM = /hv-xmm-input|<xmm_input/;

// biome-ignore format: a row a line
const DISTRIBUTIONS: readonly { name: string; args?: readonly string[]; ext: boolean; xmm: boolean; says: readonly string[] }[] = [
  { name: '12.8', ext: true, xmm: true, says: [] },
  { name: 'debian-13', ext: true, xmm: true, says: [] },
  { name: 'debian-12', ext: false, xmm: true, says: ['note[hyperv/host-leaves-out]: the preset leaves out tlbflush_ext: not in KVM before Linux 6.2 (Debian 12 has 6.1: for another kernel give --host-kernel)'] },
  { name: 'debian-12', args: ['--host-kernel', '6.12'], ext: true, xmm: true, says: [] },
  { name: 'debian-12', args: ['--capabilities', 'debian-12.xml'], ext: false, xmm: true, says: ['note[hyperv/host-leaves-out]'] },
  { name: 'debian-12', args: ['--capabilities', 'amd.xml'], ext: true, xmm: true, says: [] },
  { name: 'debian-11', ext: false, xmm: false, says: ['note[hyperv/host-leaves-out]'] },
  { name: 'debian-11', args: ['--host-kernel', '6.12'], ext: false, xmm: false, says: ['warning[hyperv/qemu-too-old]: QEMU 5.2 does not support tlbflush_ext (since 7.1) and xmm_input (since 7.1)'] },
  { name: 'debian-11', args: ['--host-kernel', '6.12', '--qemu', '7.2'], ext: true, xmm: true, says: [] },
  { name: 'ubuntu-22.04', ext: false, xmm: false, says: ['warning[hyperv/qemu-too-old]: QEMU 6.2'] },
];

for (const command of ['libvirt', 'build'] as const)
  cases(
    `${command} --libvirt`,
    DISTRIBUTIONS.map((row) => ({ ...row, name: [row.name, ...(row.args ?? [])].join(' ') })),
    async ({ name, ext, xmm, says }) => {
      await onKernel('6.12', async (cwd) => {
        const [release = '', ...args] = name.split(' ');
        const given = args.map((word) => (word.endsWith('.xml') ? join(CAPABILITIES, word) : word));
        const spec = join(FIXTURES, 'audit/amd-recommended.toml');
        mkdirSync(join(cwd, 'out'));
        writeFileSync(join(cwd, 'out/amd-recommended.libvirt.xml'), readFileSync(join(cwd, 'vm.xml')));
        const rest =
          command === 'libvirt'
            ? ['--domain', 'vm.xml', '-o', 'out/amd-recommended.libvirt.xml']
            : ['--emit', 'libvirt', '-o', 'out', '--iasl', 'off'];
        const { status, stderr } = await inProcess([command, spec, '--libvirt', release, ...given, ...rest], cwd);
        assert.is(status, 0, stderr);
        const text = readFileSync(join(cwd, 'out/amd-recommended.libvirt.xml'), 'utf8');
        assert.equal([EXT.test(text), XMM.test(text)], [ext, xmm], text);
        for (const one of says) assert.ok(stderr.includes(one), stderr);
        const about = /\[hyperv\/(?:host-leaves-out|host-not-told|qemu-too-old)\]/.test(stderr);
        assert.is(about, says.length > 0, stderr);
      });
    },
  );

test('libvirt: a flag of an earlier run that the QEMU of the distribution does not know goes', async () => {
  await onKernel('6.12', async (cwd) => {
    const spec = join(FIXTURES, 'audit/amd-recommended.toml');
    const run = (libvirt: string, ...args: readonly string[]) =>
      inProcess(['libvirt', spec, '--domain', 'vm.xml', '-o', 'vm.xml', '--libvirt', libvirt, ...args], cwd);
    assert.is((await run('8.0')).status, 0);
    assert.match(readFileSync(join(cwd, 'vm.xml'), 'utf8'), XMM);
    const { status, stdout } = await run('ubuntu-22.04');
    assert.is(status, 0);
    assert.match(stdout, 'for libvirt 8.0 and QEMU 6.2');
    assert.not.match(readFileSync(join(cwd, 'vm.xml'), 'utf8'), XMM);
  });
});

test('libvirt: a flag by hand that the kernel of the distribution does not offer is an error', async () => {
  await onKernel('6.12', async (cwd) => {
    const spec = readFileSync(join(FIXTURES, 'audit/amd-recommended.toml'), 'utf8');
    writeFileSync(join(cwd, 'w.toml'), spec.replace('[hyperv]', '[hyperv]\ntlbflush_ext = true'));
    const run = (...args: readonly string[]) =>
      inProcess(['libvirt', 'w.toml', '--domain', 'vm.xml', '--libvirt', 'debian-12', ...args], cwd);
    const { status, stderr } = await run();
    assert.is(status, 1);
    assert.match(
      stderr,
      /error\[hyperv\/host-lacks\]: tlbflush_ext is on, but .*\(Debian 12 has 6\.1: .*--host-kernel/,
    );
    assert.is((await run('--host-kernel', '6.12')).status, 0);
  });
});

test.run();
