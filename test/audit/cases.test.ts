import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readVm } from '../../src/audit/readers/kind.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';
import { inProcess } from '../support/in-process.js';

const FOLDER = join(FIXTURES, 'audit');
const SPEC = 'amd-recommended.toml';

const audit = (...args: readonly string[]) => inProcess(['audit', ...args], FOLDER);

/** Severity and code of each diagnostic. */
function codesIn(stderr: string): string[] {
  return [...stderr.matchAll(/^(error|warning|note)\[(.+?)\]/gm)].map(([, severity, code]) => `${severity} ${code}`);
}

// biome-ignore format: a row a line
const ROWS: readonly { name: string; args: readonly string[]; status: number; says: readonly string[]; not?: readonly string[] }[] = [
  { name: 'evmcs on AMD', args: ['evmcs-on-amd.xml', '--spec', SPEC], status: 1, says: ['error hyperv/intel-only', 'warning audit/topoext-missing'] },
  { name: 'evmcs on an unknown CPU', args: ['evmcs-on-amd.xml'], status: 0, says: ['note hyperv/cpu-not-set'], not: ['error hyperv/intel-only'] },
  { name: 'the hypervisor bit', args: ['hypervisor-bit-disabled.xml'], status: 1, says: ['error audit/hypervisor-bit-off'] },
  { name: 'no clock', args: ['windows-without-clock.xml'], status: 0, says: ['warning audit/clock-not-local'] },
  { name: 'the emulator on vCPUs', args: ['emulator-on-a-vcpu-core.xml'], status: 0, says: ['warning audit/helper-on-vcpu-core'], not: ['note audit/helper-unpinned', 'warning audit/clock-not-local'] },
  { name: 'virt-manager', args: ['windows-11-virt-manager.xml'], status: 0, says: ['note audit/enlightenments-missing', 'warning audit/no-topology', 'note audit/no-pins'], not: ['warning audit/clock-not-local', 'note audit/kvm-hidden'] },
  { name: 'sets of host threads', args: ['pins-with-ranges.xml'], status: 0, says: ['note audit/helper-unpinned'], not: ['warning audit/vcpus-share-thread', 'note audit/no-pins'] },
  { name: 'Proxmox', args: ['qm-config.txt'], status: 0, says: ['warning audit/whole-vm-pinned', 'note audit/kvm-hidden', 'note audit/enlightenments-missing'], not: ['warning audit/clock-not-local'] },
];

cases('audit', ROWS, async ({ args, status, says, not = [] }) => {
  const run = await audit(...args);
  const codes = codesIn(run.stderr);
  assert.is(run.status, status, run.stderr);
  for (const code of says) assert.ok(codes.includes(code), `${code} is missing in ${codes}`);
  for (const code of not) assert.not.ok(codes.includes(code), `${code} is reported`);
});

// biome-ignore format: a row a line
const MERGED: readonly { name: string; status: number; says: readonly string[]; at?: string }[] = [
  { name: 'evmcs-on-amd.xml', status: 1, says: ['error hyperv/intel-only'], at: 'evmcs-on-amd.xml:22:7' },
  { name: 'hypervisor-bit-disabled.xml', status: 1, says: ['error audit/hypervisor-bit-off'], at: 'hypervisor-bit-disabled.xml:26:5' },
  { name: 'emulator-on-a-vcpu-core.xml', status: 0, says: ['warning audit/helper-on-vcpu-core'], at: 'emulator-on-a-vcpu-core.xml:11:5' },
  { name: 'windows-without-clock.xml', status: 0, says: [] },
];

cases('libvirt judges the merged domain', MERGED, async ({ name, status, says, at = '' }) => {
  const run = await inProcess(['libvirt', SPEC, '--domain', name], FOLDER);
  const codes = codesIn(run.stderr).filter((code) => !code.startsWith('note'));
  assert.equal([run.status, codes], [status, says], run.stderr);
  assert.ok(run.stderr.includes(at), `no place ${at} in ${run.stderr}`);
  assert.is(run.stdout.includes('<domain'), status === 0);
});

test('libvirt gives a Windows domain without a clock local time', async () => {
  const { stdout } = await inProcess(['libvirt', SPEC, '--domain', 'windows-without-clock.xml'], FOLDER);
  assert.match(stdout, /<clock offset='localtime'>/);
});

test('audit: what Proxmox should have more is appended to its arguments', async () => {
  const { stderr } = await audit('qm-config.txt');
  assert.match(stderr, /append to `args:`, and keep what is there: -global x86_64-cpu\.hv-stimer-direct=on /);
});

test('audit: a -cpu in the arguments of Proxmox replaces its own, with its enlightenments', async () => {
  const { value: vm } = readVm('cores: 2\nostype: win11\ncpu: host\nargs: -cpu EPYC,hv_time -smp 4,threads=2\n', 'q');
  assert.equal([...(vm?.cpu.flags.keys() ?? [])], ['hv-time']);
  assert.equal(
    vm?.lostCpus.map(({ lost }) => lost),
    ['own'],
  );
  assert.equal([vm?.vcpus?.value.maximum, vm?.topology?.value?.threads], [4, 2]);
});

test('audit: JSON has the shape of the contract', async () => {
  const { stdout } = await audit('windows-11-virt-manager.xml', '--json');
  const made = JSON.parse(stdout);
  assert.equal(
    [made.schema, made.kind, made.guest, made.vcpus, made.topology, made.pins],
    [1, 'libvirt', 'windows11', { current: 8, maximum: 8 }, null, []],
  );
  const [time] = made.enlightenments;
  assert.equal(time, { name: 'hv-time', state: 'on', wanted: true, because: 'recommended for Windows' });
  assert.is(made.enlightenments.find(({ name }: { name: string }) => name === 'hv-synic').state, 'default');
});

test('audit: what was not examined is named', async () => {
  const bare = await audit('--cpu-flags', 'host');
  assert.match(bare.stdout, /Not examined: vCPUs, topology, pins, clock and tables/);
  assert.match(bare.stdout, /no problems found in what was examined/);
  const pinned = await audit('pins-with-ranges.xml');
  assert.match(pinned.stdout, /Not examined: whether pins fit the cores of the host: give --sysfs\./);
});

test('audit: the wrong number of inputs is wrong usage', async () => {
  const { auditUsageProblem } = await import('../../src/cli/commands/audit/action.js');
  const options = { color: 'never', allow: [] } as const;
  assert.match(auditUsageProblem(undefined, options) ?? '', /give one FILE/);
  assert.match(auditUsageProblem('a.xml', { ...options, cpuFlags: 'host' }) ?? '', /give one FILE/);
  assert.is(auditUsageProblem('a.xml', options), undefined);
  assert.match(auditUsageProblem('-', { ...options, spec: '-' }) ?? '', /standard input/);
});

test.run();
