// `init` and `audit` must see the same guest in a configuration, and a spec for another guest must not hide a problem.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, writeFiles } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';
import { inProcess } from '../support/in-process.js';

async function inFolder(vm: string, work: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-guest-'));
  try {
    writeFiles(join(cwd, 'host'), filesOf('zen2-12-core'));
    writeFileSync(join(cwd, 'vm'), vm);
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const INIT = ['init', '--sysfs', 'host', '--domain', 'vm', '--pin', '0:0,1:1'];
const HYPERV = "<hyperv><relaxed state='on'/></hyperv>";

/** A domain with a clock in UTC, which is wrong for Windows. */
function domain(id: string, features = '', inDevices = ''): string {
  const os = `<l:libosinfo xmlns:l="http://libosinfo.org/xmlns/libvirt/domain/1.0"><l:os id="${id}"/></l:libosinfo>`;
  const metadata = id === '' ? '' : `<metadata>${os}</metadata>`;
  return `<domain type='kvm'>${metadata}<vcpu>2</vcpu><features><acpi/>${features}</features><cpu mode='host-passthrough'/>${inDevices}</domain>`;
}

// biome-ignore format: a row a line
const CONFIGURATIONS: readonly { name: string; vm: string; guest: string; code?: string }[] = [
  { name: 'Windows 11 by name', vm: domain('http://microsoft.com/win/11'), guest: 'windows11' },
  { name: 'by a name with https', vm: domain('https://microsoft.com/win/11'), guest: 'windows11' },
  { name: 'Windows Server 2022', vm: domain('http://microsoft.com/win/2k22'), guest: 'windows10' },
  { name: 'a Windows without rules', vm: domain('http://microsoft.com/win/8.1'), guest: 'windows11', code: 'host/guest-unknown' },
  { name: 'enlightenments alone', vm: domain('', HYPERV), guest: 'windows11', code: 'host/guest-likely' },
  { name: 'enlightenments that are off', vm: domain('', HYPERV.replace('on', 'off')), guest: 'linux' },
  { name: 'a clock of Hyper-V', vm: domain('', '', "<clock offset='utc'><timer name='hypervclock' present='yes'/></clock>"), guest: 'windows11', code: 'host/guest-likely' },
  { name: 'nothing', vm: domain(''), guest: 'linux' },
  { name: 'Linux with enlightenments', vm: domain('http://debian.org/debian/12', HYPERV), guest: 'linux' },
  { name: 'Linux Mint', vm: domain('http://linuxmint.com/mint/21', HYPERV), guest: 'linux' },
  { name: 'another system with enlightenments', vm: domain('http://freebsd.org/freebsd/14.0', HYPERV), guest: 'linux', code: 'host/guest-unknown' },
  { name: 'Proxmox: win11', vm: 'cores: 2\nostype: win11\nlocaltime: 0\n', guest: 'windows11' },
  { name: 'Proxmox: win8', vm: 'cores: 2\nostype: win8\nlocaltime: 0\n', guest: 'windows11', code: 'host/guest-unknown' },
  { name: 'Proxmox: enlightenments in args', vm: 'cores: 2\nlocaltime: 0\nargs: -global x86_64-cpu.hv-relaxed=on\n', guest: 'windows11', code: 'host/guest-likely' },
  { name: 'Proxmox: solaris', vm: 'cores: 2\nostype: solaris\nlocaltime: 0\nargs: -global x86_64-cpu.hv-relaxed=on\n', guest: 'linux', code: 'host/guest-unknown' },
];

cases('init and audit: the guest', CONFIGURATIONS, async ({ vm, guest, code }) => {
  await inFolder(vm, async (cwd) => {
    const made = JSON.parse((await inProcess([...INIT, '--json'], cwd)).stdout);
    assert.is(made.guest, guest);
    assert.is(/^\[hyperv\]/m.test(made.spec), guest !== 'linux');
    const codes = made.diagnostics.map((one: { code: string }) => one.code);
    assert.equal(
      codes.filter((one: string) => /guest-(?:likely|unknown)/.test(one)),
      code === undefined ? [] : [code],
    );
    const audited = await inProcess(['audit', 'vm'], cwd);
    assert.is(/warning\[audit\/clock-not-local\]/.test(audited.stderr), guest !== 'linux', audited.stderr);
  });
});

test('init: --guest wins, and nothing is guessed', async () => {
  await inFolder(domain('', HYPERV), async (cwd) => {
    const { stdout, stderr } = await inProcess([...INIT, '--guest', 'linux', '-o', 'x.toml'], cwd);
    assert.match(stdout, 'Guest: linux (--guest)');
    assert.not.match(stderr, 'guest-likely');
    assert.match((await inProcess([...INIT, '-o', 'y.toml'], cwd)).stdout, 'Guest: windows11 (the domain seems');
  });
});

// biome-ignore format: a row a line
const DIFFERENT: readonly { name: string; vm: string; spec: string; says?: RegExp; clock: boolean }[] = [
  { name: 'Linux beside enlightenments', vm: domain('', HYPERV), spec: 'linux', says: /the spec is for linux, but the guest of the VM seems to be Windows/, clock: true },
  { name: 'Linux beside Windows by name', vm: domain('http://microsoft.com/win/11'), spec: 'linux', says: /the spec is for linux, but the guest of the VM is windows11/, clock: true },
  { name: 'Windows beside Linux by name', vm: domain('http://debian.org/debian/12'), spec: 'windows11', says: /the spec is for windows11, but the guest of the VM is linux/, clock: false },
  { name: 'Windows beside enlightenments', vm: domain('', HYPERV), spec: 'windows11', clock: true },
  { name: 'Windows beside another Windows', vm: domain('http://microsoft.com/win/10'), spec: 'windows11', clock: true },
  { name: 'both, and enlightenments', vm: domain('', HYPERV), spec: 'linux,windows11', clock: true },
  { name: 'Linux beside nothing', vm: domain(''), spec: 'linux', clock: false },
];

cases('audit --spec, libvirt: a spec for another guest', DIFFERENT, async ({ vm, spec, says, clock }) => {
  await inFolder(vm, async (cwd) => {
    assert.is((await inProcess([...INIT, '--guest', spec, '-o', 'x.toml'], cwd)).status, 0);
    const audited = (await inProcess(['audit', 'vm', '--spec', 'x.toml'], cwd)).stderr;
    const edited = (await inProcess(['libvirt', 'x.toml', '--domain', 'vm', '--libvirt', '12.8'], cwd)).stderr;
    for (const stderr of [audited, edited]) {
      if (says) assert.match(stderr, says);
      else assert.not.match(stderr, 'guest-differs');
    }
    assert.is(/warning\[audit\/clock-not-local\]/.test(audited), clock, audited);
    // libvirt writes local time for a spec of Windows.
    assert.is(/warning\[audit\/clock-not-local\]/.test(edited), clock && spec === 'linux', edited);
    const named = await inProcess(['audit', 'vm', '--spec', 'x.toml', '--guest', 'linux'], cwd);
    assert.not.match(named.stderr, /guest-differs|clock-not-local/);
  });
});

test('the case windows-without-clock: audit and init agree', async () => {
  const vm = readFileSync(join(FIXTURES, 'audit/windows-without-clock.xml'), 'utf8');
  await inFolder(vm, async (cwd) => {
    const { stdout } = await inProcess(['init', '--sysfs', 'host', '--domain', 'vm', '-o', 'x.toml'], cwd);
    assert.match(stdout, 'Guest: windows11');
    const edited = await inProcess(['libvirt', 'x.toml', '--domain', 'vm', '--libvirt', '12.8'], cwd);
    assert.match(edited.stdout, "<clock offset='localtime'>");
  });
});

test.run();
