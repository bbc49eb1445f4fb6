// `libvirt` says what it changes of the CPU that a domain had, and audits what it writes.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';
import { inProcess } from '../support/in-process.js';

const spec = (hyperv: string, guest = '') => `[guest]
os = ["windows11"]
${guest}
[hyperv]
cpu = "amd"
${hyperv}
[registers]
layout = "constant"
counters = "none"
[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15
nominal_freq = 4200
lowest_freq = 400
[[core]]
highest_perf = 236
[[core]]
highest_perf = 166
`;

const TOPOLOGY = "<topology sockets='1' cores='2' threads='1'/>";
const domain = (hyperv: string, more = '', cpu = TOPOLOGY) =>
  `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><vcpu>2</vcpu>
<os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/>
${hyperv}</features>
<cpu mode='host-passthrough'>${cpu}</cpu>${more || "<clock offset='localtime'/>"}</domain>`;

async function libvirt(toml: string, xml: string, ...more: readonly string[]) {
  let run = { status: 0 as number | undefined, stdout: '', stderr: '' };
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'x.toml'), toml);
    writeFileSync(join(folder, 'vm.xml'), xml);
    const given = more.includes('--libvirt') ? more : ['--libvirt', '12.8', ...more];
    run = await inProcess(['libvirt', 'x.toml', '--domain', 'vm.xml', ...given], folder);
  });
  return run;
}

const option = (value: string) =>
  `<clock offset='localtime'/><qemu:commandline><qemu:arg value='-global'/><qemu:arg value='${value}'/></qemu:commandline>`;
const custom = (flags: string) => `<hyperv mode='custom'>${flags}</hyperv>`;

interface Changed {
  readonly name: string;
  readonly hyperv: string;
  readonly vm: string;
  readonly says: readonly string[];
  readonly help?: string;
  readonly libvirt?: string;
}

// biome-ignore format: a row a line
const CHANGED: readonly Changed[] = [
  { name: 'an element that was off', hyperv: 'vapic = true', vm: domain(custom("<vapic state='off'/>")), says: ['hv-vapic of the domain changes from "off" to "on"'], help: '`vapic = false` under [hyperv]' },
  { name: 'an element that was on', hyperv: 'ipi = false\nvapic = true', vm: domain(custom("<ipi state='on'/>")), says: ['hv-ipi of the domain changes from "on" to "off"'], help: '`ipi = true` under [hyperv]' },
  { name: 'a part that was on', hyperv: 'stimer_direct = false', vm: domain(custom("<vpindex state='on'/><synic state='on'/><stimer state='on'><direct state='on'/></stimer>"), "<clock offset='localtime'><timer name='hypervclock' present='yes'/></clock>"), says: ['hv-stimer-direct of the domain changes from "on" to "off"'] },
  { name: 'a number', hyperv: 'spinlocks = 4096', vm: domain(custom("<spinlocks state='on' retries='8191'/>")), says: ['hv-spinlocks of the domain changes from "8191" to "4096"'], help: '`spinlocks = 8191`' },
  { name: 'a text', hyperv: 'vendor_id = "a"', vm: domain(custom("<vendor_id state='on' value='b c'/>")), says: ['hv-vendor-id of the domain changes from "b c" to "a"'], help: '`vendor_id = "b c"`' },
  { name: 'a timer that was off', hyperv: 'time = true', vm: domain('', "<clock offset='localtime'><timer name='hypervclock' present='no'/></clock>"), says: ['hv-time of the domain changes from "off" to "on"'], help: '`time = false`' },
  { name: 'a frequency', hyperv: 'time = true\ntsc_frequency = 4200000000', vm: domain('', "<clock offset='localtime'><timer name='tsc' frequency='4300000000'/></clock>"), says: ['tsc-frequency of the domain changes from "4300000000" to "4200000000"'], help: '`tsc_frequency = 4300000000`' },
  { name: 'all that KVM has', hyperv: 'vapic = true', vm: domain("<hyperv mode='passthrough'/>"), says: ['hv-passthrough of the domain changes from "on" to "off"'], help: 'remove from [hyperv] of the spec what changes it' },
  { name: 'an option that was off', hyperv: 'vapic = true', vm: domain('', option('x86_64-cpu.hv-vapic=off')), says: ['hv-vapic of the domain changes from "off" to "on"'] },
  { name: 'an option in place of an element', hyperv: 'vapic = true\nxmm_input = true', vm: domain(custom("<xmm_input state='on'/>")), libvirt: '9.0', says: [] },
  { name: 'an element in place of an option', hyperv: 'xmm_input = true', vm: domain('', option('x86_64-cpu.hv-xmm-input=on')), says: [] },
  { name: 'the same', hyperv: 'vapic = true\nspinlocks = 0x1fff', vm: domain(custom("<vapic state='on'/><spinlocks state='on' retries='8191'/><relaxed state='off'/>")), says: [] },
  { name: 'one that only the domain has', hyperv: 'vapic = true', vm: domain(custom("<relaxed state='on'/>")), says: [] },
  { name: 'nothing that a spec without flags changes', hyperv: '', vm: domain("<hyperv mode='passthrough'/>"), says: [] },
];

cases(
  'libvirt: each change of what the domain had is a warning',
  CHANGED,
  async ({ hyperv, vm, says, help, ...row }) => {
    const { stdout, stderr } = await libvirt(spec(hyperv), vm, '--libvirt', row.libvirt ?? '12.8');
    const found = [...stderr.matchAll(/^warning\[audit\/flag-changed\]: (.*), as in the spec$/gm)].map(
      ([, text]) => text,
    );
    assert.equal(found, says, stderr);
    if (help !== undefined) assert.match(stderr, `help: to keep it, `);
    if (help !== undefined) assert.match(stderr, help);
    assert.match(stdout, '<domain');
  },
);

test('libvirt: the changes are on standard error where the domain is on standard output, but not in JSON', async () => {
  const [xml, toml] = [domain(custom("<vapic state='off'/>")), spec('vapic = true')];
  const { stdout, stderr } = await libvirt(toml, xml);
  assert.match(
    stderr,
    /^Changes of vm\.xml, for libvirt 12\.8\n {2}added {4}\/domain\/os: .*\n {2}changed {2}.*vapic: state='on' instead of 'off'\n(?:.*\n)*\n1 warning\n$/m,
  );
  assert.not.match(stdout, 'Changes');
  assert.is((await libvirt(toml, xml, '--json')).stderr, '');
  const done = await libvirt(toml, stdout);
  assert.match(done.stderr, /^Changes of vm\.xml, for libvirt 12\.8\n {2}no changes needed\n$/);
});

test('libvirt: an element whose only child goes has no empty line', async () => {
  const lines =
    "<hyperv mode='custom'>\n<tlbflush state='on'>\n  <extended state='on'/>\n</tlbflush>\n<vpindex state='on'/>\n</hyperv>";
  const { stdout } = await libvirt(spec('tlbflush_ext = true'), domain(lines), '--libvirt', '9.0');
  assert.match(stdout, "\n<tlbflush state='on'/>\n<vpindex state='on'/>\n</hyperv>");
  const commented = lines.replace('\n</tlbflush>', '\n<!-- mine --></tlbflush>');
  const kept = await libvirt(spec('tlbflush_ext = true'), domain(commented), '--libvirt', '9.0');
  assert.match(kept.stdout, "<tlbflush state='on'>\n<!-- mine --></tlbflush>");
});

// biome-ignore format: a row a line
const SHAPES: readonly { name: string; cpu: string; guest?: string; more?: readonly string[]; libvirt: readonly string[]; audit?: readonly string[]; help?: RegExp }[] = [
  { name: 'no topology', cpu: '', libvirt: ['audit/no-topology'], help: /write <topology sockets='1' cores='2' threads='1'\/> under <cpu>; `cppc-acpi libvirt` does with --topology/ },
  { name: 'no topology, and one to write', cpu: '', more: ['--topology'], libvirt: [] },
  { name: 'a topology', cpu: TOPOLOGY, libvirt: [] },
  { name: 'a die for two', cpu: TOPOLOGY, guest: 'dies = [1, 1]', libvirt: ['libvirt/dies-differ'] },
  { name: 'two dies', cpu: "<topology sockets='1' dies='2' cores='1' threads='1'/>", guest: 'dies = [1, 1]', libvirt: [] },
  { name: 'two sockets', cpu: "<topology sockets='2' cores='1' threads='1'/>", guest: 'dies = [1, 1]', libvirt: [] },
  { name: 'dies that libvirt does not have', cpu: TOPOLOGY, guest: 'dies = [1, 1]', more: ['--libvirt', '6.0'], libvirt: ['libvirt/dies-unsupported'], audit: ['libvirt/dies-differ'] },
];

const SHAPE = /^\w+\[((?:audit\/no-topology|\w+\/dies-\w+))\]/gm;
const shapesIn = (text: string) => [...text.matchAll(SHAPE)].map(([, code]) => code);

cases(
  'libvirt reports of the shape what audit reports of its result',
  SHAPES,
  async ({ cpu, guest, more = [], help, ...row }) => {
    const toml = spec('vapic = true', guest);
    const { stdout, stderr } = await libvirt(toml, domain('', '', cpu), ...more);
    assert.equal(shapesIn(stderr), row.libvirt, stderr);
    if (help) assert.match(stderr, help);
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'x.toml'), toml);
      writeFileSync(join(folder, 'vm.xml'), stdout);
      const audited = await inProcess(['audit', 'vm.xml', '--spec', 'x.toml'], folder);
      assert.equal(shapesIn(audited.stderr), row.audit ?? row.libvirt, audited.stderr);
    });
  },
);

// biome-ignore format: a row a line
const DIES: readonly { name: string; vm: string; codes: readonly string[] }[] = [
  { name: 'a command line with one', vm: 'qemu-system-x86_64 -smp 2,sockets=1,cores=2', codes: ['audit/dies-differ'] },
  { name: 'a command line with two', vm: 'qemu-system-x86_64 -smp 2,sockets=1,dies=2,cores=1', codes: [] },
  { name: 'Proxmox', vm: 'cores: 2\nostype: win11\n', codes: ['audit/dies-differ'] },
  { name: 'Proxmox with two', vm: 'cores: 2\nostype: win11\nargs: -smp 2,sockets=1,dies=2,cores=1,threads=1\n', codes: [] },
];

cases('audit: the dies of a VM and of the spec', DIES, async ({ vm, codes }) => {
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'x.toml'), spec('vapic = true', 'dies = [1, 1]'));
    writeFileSync(join(folder, 'vm'), vm);
    const { stderr } = await inProcess(['audit', 'vm', '--spec', 'x.toml'], folder);
    assert.equal(shapesIn(stderr), codes, stderr);
  });
});

// biome-ignore format: a row a line
const PLACES: readonly { name: string; vm: string; code: string; at: string }[] = [
  { name: '<hyperv> for what is missing', vm: domain(custom("<vapic state='on'/>"), "<clock offset='localtime'><timer name='hypervclock' present='yes'/></clock>"), code: 'audit/enlightenments-missing', at: 'vm:3:1' },
  { name: '<features> where it has none', vm: domain('', "<clock offset='localtime'><timer name='hypervclock' present='yes'/></clock>"), code: 'audit/enlightenments-missing', at: 'vm:2:54' },
  { name: 'the arguments of Proxmox', vm: 'cores: 2\nostype: win11\nargs: -global x86_64-cpu.hv-stimer-direct=on\n', code: 'audit/enlightenments-missing', at: 'vm:3:7' },
  { name: 'the value of -global', vm: domain('', option('\n x86_64-cpu.hv-tlbflush-ext=on').replaceAll('<qemu:arg', '\n<qemu:arg')), code: 'hyperv/requirement-missing', at: 'vm:6:1' },
  { name: 'the value of a second -cpu', vm: domain('', option('host').replace('-global', '-cpu').replaceAll('<qemu:arg', '\n<qemu:arg')), code: 'libvirt/second-cpu', at: 'vm:6:1' },
];

cases('audit: the place of a problem', PLACES, async ({ vm, code, at }) => {
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'vm'), vm.replace('\n x86', 'x86'));
    const { stderr } = await inProcess(['audit', 'vm', '--guest', 'windows11'], folder);
    const [, place] = new RegExp(`\\[${code}\\]: .*\\n --> (\\S+)`).exec(stderr) ?? [];
    assert.is(place, at, stderr);
  });
});

test('audit: a flag that the CPU refuses is not to be measured', async () => {
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'x.toml'), spec('vapic = true'));
    writeFileSync(join(folder, 'vm'), domain(custom("<vapic state='on'/><evmcs state='on'/>")));
    const { stderr } = await inProcess(['audit', 'vm', '--spec', 'x.toml'], folder);
    assert.match(stderr, 'error[hyperv/intel-only]');
    assert.not.match(stderr, 'hyperv/caution');
  });
});

test.run();
