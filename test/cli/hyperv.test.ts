import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hypervText } from '../hyperv/specs.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, type Run } from '../support/command-line.js';

async function hyperv(args: readonly string[], lines = 'stimer = true\nvendor_id = "KVM Hv"'): Promise<Run> {
  return on('hyperv', args, hypervText({ hyperv: lines }));
}

async function on(command: string, args: readonly string[], input: string): Promise<Run> {
  let run: Run | undefined;
  await inScratch(async (cwd) => {
    run = await cppcAcpi([command, '-', ...args], { cwd, input });
  });
  if (!run) throw new Error('it did not run');
  return run;
}

test('hyperv: a row says what is on, why, what it needs, and both syntaxes', async () => {
  const { stdout, stderr, status } = await hyperv([]);
  assert.is(status, 0);
  assert.match(stdout, /^hv-stimer=on +spec +time, vpindex, synic +<stimer state='on'\/> +synthetic timers/m);
  assert.match(stdout, /^hv-vpindex=on +for stimer, synic +- +<vpindex state='on'\/>/m);
  assert.match(stdout, /^hv-time=on .* <timer name='hypervclock'\/>/m);
  assert.match(stdout, /^ {2}-cpu 'host,hv-time=on,hv-vpindex=on,hv-synic=on,hv-stimer=on,hv-vendor-id=KVM Hv'$/m);
  assert.match(stderr, 'note[hyperv/requirements-added]');
});

test('hyperv: marks requirements that only the documentation has', async () => {
  const { stdout } = await hyperv([], 'syndbg = true');
  assert.match(
    stdout,
    /relaxed, vpindex, synic; by its documentation time, vapic, runtime, stimer; -device vmbus-bridge/,
  );
});

test('hyperv --json: what QEMU checks is apart from what its documentation asks for', async () => {
  const { enlightenments } = JSON.parse((await hyperv(['--json'], 'syndbg = true')).stdout);
  const { requires, requires_in_code: inCode } = enlightenments.at(-1);
  assert.is(requires.length, 7);
  assert.equal(inCode, ['synic', 'relaxed']);
});

test('hyperv: the preset tells what it leaves out', async () => {
  const { stdout } = await hyperv([], 'preset = "recommended"');
  assert.match(stdout, /^Left out by the preset:$/m);
  assert.match(stdout, /^ {2}hv-crash +Windows then writes no dump/m);
});

test('hyperv: releases change both syntaxes', async () => {
  const { stdout, stderr } = await hyperv(['--qemu', '7.0', '--libvirt', '5.0'], 'preset = "recommended"');
  assert.match(stdout, /^QEMU 7\.0:$/m);
  assert.match(stdout, /^libvirt 5\.0:$/m);
  assert.match(stdout, /^hv-stimer-direct=on .*<qemu:arg>/m);
  assert.not.match(stdout, /hv-xmm-input=on/);
  assert.match(
    stderr,
    'QEMU 7.0 does not support tlbflush_ext (since 7.1) and xmm_input (since 7.1); the output omits them',
  );
});

test('hyperv: a spec without [hyperv] says so', async () => {
  const { stdout, status } = await on('hyperv', [], hypervText({ hyperv: '' }));
  assert.is(status, 0);
  assert.match(stdout, 'No enlightenments');
});

test('hyperv --json: one object, with errors too', async () => {
  const good = JSON.parse((await hyperv(['--json', '--libvirt', '9.0'], 'tlbflush_ext = true')).stdout);
  assert.is(good.schema, 1);
  assert.equal(
    good.enlightenments.map((one: { key: string; why: string }) => [one.key, one.why]),
    [
      ['vpindex', 'required'],
      ['tlbflush', 'required'],
      ['tlbflush_ext', 'spec'],
    ],
  );
  assert.equal(good.enlightenments[2].requires, ['tlbflush']);
  assert.is(good.qemu.cpu, 'host,hv-vpindex=on,hv-tlbflush=on,hv-tlbflush-ext=on');
  assert.equal(good.libvirt.qemu_commandline, ['-global', 'x86_64-cpu.hv-tlbflush-ext=on']);
  assert.equal(good.counters[1], { ticks: 250, exits: 500, cycles: 400 });
  const bad = await hyperv(['--json'], 'spinlocks = 1');
  assert.is(bad.status, 1);
  assert.equal(
    JSON.parse(bad.stdout).diagnostics.map((one: { code: string }) => one.code),
    ['hyperv/spinlocks-range'],
  );
});

cases(
  'hyperv: usage',
  [
    { name: 'a release that is none', args: ['hyperv', 'good.toml', '--qemu', 'new'] },
    { name: 'no spec', args: ['hyperv'] },
  ],
  async ({ args }) => {
    await inScratch(async (cwd) => assert.is((await cppcAcpi(args, { cwd })).status, 2));
  },
);

test('build: the next command has the -cpu of the output qemu, for the release', async () => {
  await inScratch(async (cwd) => {
    writeFileSync(join(cwd, 'w.toml'), hypervText({ hyperv: 'relaxed = true\nxmm_input = true' }));
    const args = ['build', 'w.toml', '--iasl', 'off', '--emit', 'aml,qemu'];
    assert.match((await cppcAcpi(args, { cwd })).stdout, '-accel kvm -cpu host,hv-relaxed=on,hv-xmm-input=on -smp');
    assert.match((await cppcAcpi([...args, '--qemu', '7.0'], { cwd })).stdout, '-cpu host,hv-relaxed=on -smp');
  });
});

test('build: Windows 10 on the device has its stub in the next command and in the output', async () => {
  const text = hypervText({ hyperv: '', guest: 'os = ["windows10"]', registers: 'layout = "acpi-cppc"' });
  await inScratch(async (cwd) => {
    writeFileSync(join(cwd, 'w.toml'), text);
    const { stdout } = await cppcAcpi(['build', 'w.toml', '--iasl', 'off'], { cwd });
    assert.match(stdout, '-cpu host,cppc=on,pstate=on,hv-no-nonarch-coresharing=off,hv-cppc-stub=on -smp');
    const qemu = await cppcAcpi(['build', 'w.toml', '--iasl', 'off', '--emit', 'qemu', '-o', '-'], { cwd });
    assert.match(qemu.stdout, /^-cpu host,cppc=on,pstate=on,hv-no-nonarch-coresharing=off,hv-cppc-stub=on\n-device /);
  });
});

const CAPABILITIES = ['--capabilities', 'capabilities/linux-6.1.xml', '--capabilities', 'capabilities/intel.xml'];

cases(
  'options of the host',
  [
    { name: 'hyperv', args: ['hyperv', '-', '--json'] },
    { name: 'build', args: ['build', '-', '-o', '-', '--emit', 'qemu', '--iasl', 'off'] },
    { name: 'check', args: ['check', '-'] },
    { name: 'libvirt', args: ['libvirt', '-', '--domain', 'two-vcpus.xml'] },
  ],
  async ({ args: [command = '', ...args] }) => {
    const input = hypervText({ hyperv: 'preset = "recommended"' });
    const [without, kernel, files] = [
      await on(command, args.slice(1), input),
      await on(command, [...args.slice(1), '--host-kernel', '6.1'], input),
      await on(command, [...args.slice(1), ...CAPABILITIES], input),
    ];
    for (const { stdout, stderr } of [kernel, files]) {
      assert.match(stdout + stderr, 'hyperv/host-leaves-out');
      assert.not.match(stdout, /hv-tlbflush-ext=on|<extended/);
    }
    assert.not.match(without.stdout + without.stderr, 'hyperv/host-leaves-out');
    assert.match(files.stdout + files.stderr, 'tlbflush_ext: not listed in capabilities/linux-6.1.xml');
  },
);

test('hyperv: a file that is no output of domcapabilities fails, and turns nothing off', async () => {
  const args = ['--json', '--capabilities', 'capabilities/virsh-capabilities.xml'];
  const { status, stdout } = await hyperv(args, 'preset = "recommended"');
  assert.is(status, 1);
  const { enlightenments, diagnostics } = JSON.parse(stdout);
  assert.is(diagnostics[0].code, 'libvirt/bad-capabilities');
  assert.ok(enlightenments.some((one: { key: string }) => one.key === 'tlbflush_ext'));
});

cases(
  'usage of --host-kernel',
  [
    { name: '6.1', status: 0 },
    { name: '6.1.0-28-amd64', status: 0 },
    { name: '6.8.12-4-pve', status: 0 },
    { name: '5.14.0-503.11.1.el9_5.x86_64', status: 0 },
    { name: '6', status: 2 },
    { name: 'six', status: 2 },
    { name: '6.1; rm', status: 2 },
  ],
  async ({ name, status }) => assert.is((await hyperv(['--host-kernel', name])).status, status),
);

test.run();
