// What an audit says about the hosts of a VM: their cores, and what their KVM offers.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, writeFiles } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';
import { inProcess } from '../support/in-process.js';

const CAPABILITIES = join(FIXTURES, 'reject/scratch/capabilities');
const FLAGS = 'host,hv-time,hv-vpindex,hv-tlbflush,hv-tlbflush-ext';

const audit = (...args: readonly string[]) => inProcess(['audit', ...args], CAPABILITIES);
const flags = (...args: readonly string[]) => audit('--cpu-flags', FLAGS, '--guest', 'windows11', ...args);

/** Runs work with a folder that is removed afterwards. */
async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-audit-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('audit: a flag that a kernel does not offer is an error, and others are not asked for', async () => {
  const { status, stdout, stderr } = await flags('--host-kernel', '5.4', '--json');
  const { diagnostics, enlightenments } = JSON.parse(stdout);
  const lacks = diagnostics.filter(({ code }: { code: string }) => code === 'hyperv/host-lacks');
  assert.equal([status, lacks.length], [1, 1], stderr);
  assert.match(lacks[0].message, /^tlbflush_ext is on, but not in KVM before Linux 6\.2 \(the host runs 5\.4\)/);
  const xmm = enlightenments.find(({ name }: { name: string }) => name === 'hv-xmm-input');
  assert.is(xmm.wanted, false);
  const missing = diagnostics.find(({ code }: { code: string }) => code === 'audit/enlightenments-missing');
  assert.not.match(missing.message, /xmm_input/);
});

test('audit: of several hosts, each that lacks the flag is named', async () => {
  const files = ['--capabilities', 'linux-6.1.xml', '--capabilities', 'intel.xml'];
  const { status, stderr } = await flags(...files);
  assert.is(status, 1);
  assert.match(stderr, /tlbflush_ext is on, but not listed in linux-6\.1\.xml: QEMU/);
  assert.is((await flags('--capabilities', 'intel.xml')).status, 0);
});

test('audit: a file that is no output of domcapabilities is an error', async () => {
  const { status, stderr } = await flags('--capabilities', 'virsh-capabilities.xml');
  assert.is(status, 1);
  assert.match(stderr, /error\[libvirt\/bad-capabilities\]/);
});

/** The spec has the preset, which leaves out what the host lacks; the flags are of the domain. */
const DOMAIN = `<domain type='kvm'><vcpu>4</vcpu><features><acpi/><hyperv><emsr_bitmap state='on'/></hyperv></features>
<cpu mode='host-passthrough'/><clock offset='localtime'/></domain>`;

test('audit and libvirt: flags of the domain that the host of the spec lacks', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'vm'), DOMAIN);
    const spec = readFileSync(join(FIXTURES, 'audit/amd-recommended.toml'), 'utf8');
    writeFileSync(join(folder, 'spec.toml'), spec.replace('[hyperv]', '[hyperv]\nhost_kernel = "5.15"'));
    for (const args of [
      ['audit', 'vm', '--spec', 'spec.toml'],
      ['libvirt', 'spec.toml', '--domain', 'vm'],
    ]) {
      const { status, stderr } = await inProcess(args, folder);
      assert.is(status, 1);
      assert.match(stderr, /error\[hyperv\/host-lacks\]: emsr_bitmap is on, but not in KVM before Linux 5\.18/);
    }
  });
});

// biome-ignore format: a row a line
const SILENT: readonly { name: string; vm: string }[] = [
  { name: 'a command line', vm: `qemu-system-x86_64 -enable-kvm -cpu ${FLAGS},hv-xmm-input -smp 2` },
  { name: 'Proxmox', vm: 'cores: 2\nostype: win11\nargs: -global x86_64-cpu.hv-tlbflush-ext=on\n' },
  { name: 'a part of an element of libvirt', vm: "<domain type='kvm'><vcpu>2</vcpu><features><hyperv><tlbflush state='on'><extended state='on'/></tlbflush></hyperv></features></domain>" },
];

cases('audit: capabilities that say nothing about a flag that is on', SILENT, async ({ vm }) => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'vm'), vm);
    const capabilities = join(CAPABILITIES, 'debian-12.xml');
    const { stdout } = await inProcess(['audit', 'vm', '--capabilities', capabilities, '--json'], folder);
    const { diagnostics } = JSON.parse(stdout);
    const { message, place } = diagnostics.find(({ code }: { code: string }) => code === 'hyperv/host-not-told');
    assert.ok(message.endsWith(`debian-12.xml does not say whether the host offers tlbflush_ext`), message);
    assert.is(place.file, 'vm');
  });
});

test('libvirt: capabilities that say nothing about flags of the spec are a note, and the domain is written', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'vm'), DOMAIN.replace('<emsr_bitmap', '<relaxed'));
    const capabilities = ['--capabilities', join(CAPABILITIES, 'debian-12.xml'), '--libvirt', '9.0'];
    const spec = join(FIXTURES, 'audit/amd-recommended.toml');
    const { status, stdout, stderr } = await inProcess(['libvirt', spec, '--domain', 'vm', ...capabilities], folder);
    assert.is(status, 0, stderr);
    assert.match(stderr, /note\[hyperv\/host-not-told\]: .* tlbflush_ext\n/);
    assert.match(stdout, /<stimer state='on'>/);
  });
});

// biome-ignore format: a row a line
const UNKNOWN: readonly { name: string; flags: string; says: RegExp }[] = [
  { name: 'of a patch', flags: 'host,hv-time,hv-boot-zeroed-mem=on', says: /hv-boot-zeroed-mem is of a patch of January 2026/ },
  { name: 'with underscores, and off', flags: 'host,hv_boot_zeroed_mem=off', says: /hv-boot-zeroed-mem is of/ },
  { name: 'a wrong name', flags: 'host,hv-tlb-flush', says: /has no enlightenment hv-tlb-flush/ },
  { name: 'another name', flags: 'host,hv-apicv,hv-time', says: /^(?![\s\S]*unknown-enlightenment)/ },
];

cases('audit: enlightenments that QEMU does not have', UNKNOWN, async ({ flags: value, says }) => {
  await inFolder(async (folder) => {
    assert.match((await inProcess(['audit', '--cpu-flags', value], folder)).stderr, says);
  });
});

// biome-ignore format: a row a line
const FOREIGN: readonly { name: string; vm: string; spec: boolean; says: RegExp }[] = [
  { name: 'Proxmox', vm: 'cores: 4\narch: aarch64\n', spec: true, says: /error\[proxmox\/not-x86\][^\n]*\n --> vm:2:7/ },
  { name: 'Proxmox with a table', vm: 'cores: 4\narch: aarch64\nargs: -acpitable file=x.aml\n', spec: false, says: /error\[proxmox\/not-x86\]/ },
  { name: 'Proxmox without one', vm: 'cores: 4\narch: aarch64\n', spec: false, says: /^(?![\s\S]*not-x86)/ },
  { name: 'libvirt', vm: "<domain type='kvm'><vcpu>4</vcpu><os><type arch='aarch64'>hvm</type></os></domain>", spec: true, says: /error\[libvirt\/not-x86\]/ },
];

cases('audit: a VM of another architecture beside a spec or a table', FOREIGN, async ({ vm, spec, says }) => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'vm'), vm);
    const more = spec ? ['--spec', join(FIXTURES, 'audit/amd-recommended.toml')] : [];
    assert.match((await inProcess(['audit', 'vm', ...more], folder)).stderr, says);
  });
});

// biome-ignore format: a row a line
const COUNTS: readonly { name: string; vm: string; says: RegExp }[] = [
  { name: 'a VM of Proxmox that starts with those of the spec', vm: 'cores: 8\nvcpus: 4\nostype: l26\n', says: /note\[audit\/vcpus-off\]: the VM can have 8 vCPUs, and the spec has 4: once/ },
  { name: 'a command line', vm: 'qemu-system-x86_64 -cpu host -smp 4,maxcpus=8\n', says: /note\[audit\/vcpus-off\]/ },
  { name: 'a domain', vm: "<domain type='kvm'><vcpu current='3'>8</vcpu></domain>", says: /note\[libvirt\/vcpus-off\]/ },
  { name: 'more than the spec', vm: 'cores: 8\nvcpus: 5\nostype: l26\n', says: /warning\[audit\/vcpu-count\]/ },
  { name: 'fewer than the spec', vm: 'cores: 2\nostype: l26\n', says: /warning\[audit\/vcpu-count\]/ },
];

cases('audit: vCPUs that are off at the start', COUNTS, async ({ vm, says }) => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'vm'), vm);
    const { stderr } = await inProcess(['audit', 'vm', '--spec', join(FIXTURES, 'audit/amd-recommended.toml')], folder);
    assert.match(stderr, says);
    assert.is(stderr.match(/vcpu-count|vcpus-off/g)?.length, 1);
  });
});

test('audit: a spec with an error does not end the audit', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'vm'), 'cores: 2\ncpu: host\nostype: win11\nargs: -no-acpi\n');
    writeFileSync(join(folder, 'spec.toml'), '[[core]]\nhighest_perf = 1000\n');
    const { status, stdout, stderr } = await inProcess(['audit', 'vm', '--spec', 'spec.toml'], folder);
    assert.is(status, 1);
    assert.match(stderr, /error\[(?:spec|resolve|cpc)\/[a-z-]+\][^\n]*\n --> spec\.toml/);
    assert.match(stderr, /warning\[audit\/no-acpi\]/);
    assert.match(stdout, /^vCPUs: 2$/m);
    assert.match(stdout, /^Not examined: whether it fits the spec, which has errors/m);
    const none = await inProcess(['audit', 'vm', '--spec', 'none.toml', '--json'], folder);
    assert.is(none.status, 1);
    assert.equal(JSON.parse(none.stdout).vcpus, { current: 2, maximum: 2 });
  });
});

test('audit: flags that Proxmox sets by ostype and that the host lacks, and none without KVM', async () => {
  await inFolder(async (folder) => {
    const audited = async (more: string) => {
      writeFileSync(join(folder, 'vm'), `cores: 2\ncpu: host\nostype: win11\n${more}\n`);
      return (await inProcess(['audit', 'vm', '--host-kernel', '4.12'], folder)).stderr;
    };
    const says =
      /synic is on, but [^\n]*\n[^\n]*\n[^\n]*\n[^\n]*\n[^\n]*\n {2}help: Proxmox sets it for ostype win11, and has no option for it: run the guest/;
    assert.match(await audited(''), says);
    assert.match(
      await audited('args: -global x86_64-cpu.hv-tlbflush=on'),
      /tlbflush is on[\s\S]*help: remove `tlbflush`, or run the guest/,
    );
    assert.not.match(await audited('kvm: 0'), /synic is on|enlightenments-without-kvm/);
  });
});

test('audit: without facts about the host, what it offers is not examined', async () => {
  assert.match((await flags()).stdout, /Not examined: whether the host offers the enlightenments/);
  assert.not.match((await flags('--host-kernel', '6.12')).stdout, /whether the host offers/);
});

// biome-ignore format: a row a line
const ACPI: readonly { name: string; text: string; says: string; at: string }[] = [
  { name: '-no-acpi', text: 'qemu-system-x86_64 -cpu host -no-acpi\n', says: 'warning[audit/no-acpi]', at: ':1:30' },
  { name: 'acpi=off', text: 'qemu-system-x86_64 -machine q35,acpi=off -cpu host\n', says: 'warning[audit/no-acpi]', at: ':1:29' },
  { name: 'the last one holds', text: 'qemu-system-x86_64 -no-acpi -machine q35,acpi=on -cpu host\n', says: '', at: '' },
  { name: 'microvm', text: 'qemu-system-x86_64 -M microvm -cpu host\n', says: 'error[audit/machine-without-processors]', at: ':1:23' },
  { name: 'Proxmox', text: 'cores: 2\nacpi: 0\nostype: l26\n', says: 'warning[audit/no-acpi]', at: ':2:' },
  { name: 'args of Proxmox', text: 'cores: 2\nostype: l26\nargs: -machine acpi=off\n', says: 'warning[audit/no-acpi]', at: ':3:' },
  { name: 'libvirt', text: "<domain type='kvm'><vcpu>1</vcpu></domain>", says: 'warning[libvirt/no-acpi]', at: ':1:1' },
  { name: 'libvirt microvm', text: "<domain type='kvm'><vcpu>1</vcpu><os><type machine='microvm'>hvm</type></os></domain>", says: 'error[libvirt/machine-without-processors]', at: ':1:' },
];

cases('audit: ACPI', ACPI, async ({ text, says, at }) => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'vm'), text);
    const { stderr } = await inProcess(['audit', 'vm'], folder);
    const [, code, place] = /^(\w+\[[a-z/-]*(?:acpi|processors)\]).*\n --> vm(.*)$/m.exec(stderr) ?? ['', '', ''];
    assert.is(code, says, stderr);
    assert.ok(place?.startsWith(at), stderr);
  });
});

/** Host cores of zen2-12-core have the threads n and n + 12. */
// biome-ignore format: a row a line
const SHAPES: readonly { name: string; threads: number; pins: readonly string[]; says: readonly string[] }[] = [
  { name: 'siblings', threads: 2, pins: ['0', '12', '1', '13'], says: [] },
  { name: 'threads of a core on different host cores', threads: 2, pins: ['0', '1', '2', '14'], says: ['host/core-across'] },
  { name: 'siblings as cores', threads: 1, pins: ['0', '12', '1', '2'], says: ['host/core-divided'] },
  { name: 'one host thread', threads: 1, pins: ['0', '1', '2', '2'], says: ['audit/vcpus-share-thread'] },
  { name: 'a thread that is not there', threads: 1, pins: ['0', '1', '2', '99'], says: ['host/pin-missing'] },
  { name: 'both threads of each core', threads: 1, pins: ['0,12', '1,13', '2,14', '3,15'], says: [] },
  { name: 'cores on both threads of one core', threads: 1, pins: ['0,12', '1,13', '0,12', '3,15'], says: ['host/core-divided'] },
  { name: 'cores of two threads on one core', threads: 2, pins: ['0,12', '0,12', '0,12', '0,12'], says: ['host/core-divided'] },
  { name: 'a set and one of its threads', threads: 1, pins: ['0,12', '12', '1', '2'], says: ['host/core-divided'] },
  { name: 'sets of two cores', threads: 1, pins: ['0-1', '0-1', '2,14', '3'], says: [] },
  { name: 'threads of a core on two cores', threads: 2, pins: ['0-1', '0-1', '0-1', '0-1'], says: ['host/core-across'] },
  { name: 'threads of a core that can be on one core', threads: 2, pins: ['0,12', '0-1,12-13', '2,14', '2,14'], says: ['host/core-across'] },
];

// biome-ignore format: a row a line
const UNEQUAL: typeof SHAPES = [
  { name: 'sets of unequal cores, which host/pin-mixed reports', threads: 2, pins: ['0-7', '0-7', '0-7', '0-7'], says: ['host/pin-mixed'] },
  { name: 'sets of both dies', threads: 2, pins: ['0-31', '0-31', '0-31', '0-31'], says: ['host/pin-mixed', 'audit/helper-on-vcpu-core'] },
  { name: 'sets of unequal cores that have no core in common', threads: 2, pins: ['0-7', '8-13', '0-7', '8-13'], says: ['host/pin-mixed', 'host/pin-mixed', 'host/core-across'] },
  { name: 'one vCPU on unequal cores', threads: 2, pins: ['0,16', '0-7', '1', '17'], says: ['host/pin-mixed', 'host/core-across'] },
];

const SHAPES_OF = [
  ...SHAPES.map((row) => ({ ...row, machine: 'zen2-12-core', helper: '5' })),
  ...UNEQUAL.map((row) => ({ ...row, machine: '7950x3d-frequency', helper: '30' })),
];

cases('audit: pins and the cores of the host', SHAPES_OF, async ({ threads, pins, says, machine, helper }) => {
  await inFolder(async (folder) => {
    writeFiles(join(folder, 'sys'), filesOf(machine));
    const lines = pins.map((set, vcpu) => `<vcpupin vcpu='${vcpu}' cpuset='${set}'/>`).join('');
    const topology = `<topology sockets='1' cores='${4 / threads}' threads='${threads}'/>`;
    const cpu = `<cpu mode='host-passthrough'>${topology}<feature policy='require' name='topoext'/></cpu>`;
    const cputune = `<cputune>${lines}<emulatorpin cpuset='${helper}'/></cputune>`;
    const os = "<os><type machine='q35'>hvm</type></os><features><acpi/></features>";
    writeFileSync(join(folder, 'vm'), `<domain type='kvm'><vcpu>4</vcpu>${cputune}${os}${cpu}</domain>`);
    const { stdout, stderr } = await inProcess(['audit', 'vm', '--sysfs', 'sys', '--guest', 'linux', '--json'], folder);
    const codes = JSON.parse(stdout).diagnostics.map(({ code }: { code: string }) => code);
    assert.equal(codes, says, stderr);
  });
});

// biome-ignore format: a row a line
const HELPERS: readonly { name: string; pins: readonly string[]; more?: string; args?: readonly string[]; says: RegExp }[] = [
  { name: 'cores that are left', pins: ['0-1', '0-1,12', '2', '3'], says: /helper-unpinned\][\s\S]*with host threads of cores without a vCPU: 4-11,16-23\n/ },
  { name: 'no core that is left', pins: ['0-11', '12-23', '2', '3'], says: /helper-unpinned\][\s\S]*help: vCPUs may run on every core of the host: pin the vCPUs to fewer cores first/ },
  { name: 'an unknown host', pins: ['0-11', '12-23', '2', '3'], args: [], says: /helper-unpinned\][\s\S]*with host threads of cores without a vCPU\n/ },
  { name: 'a pin on vCPUs, and no core that is left', pins: ['0-11', '12-23', '2', '3'], more: "<emulatorpin cpuset='5'/>", says: /helper-on-vcpu-core\][\s\S]*help: vCPUs may run on every core/ },
  { name: 'a pin on vCPUs, and cores that are left', pins: ['0', '1', '2', '3'], more: "<emulatorpin cpuset='3'/>", says: /helper-on-vcpu-core\][\s\S]*help: give emulatorpin host threads of cores without a vCPU: 4-11,16-23\n/ },
];

cases(
  'audit: where the other threads of QEMU can run',
  HELPERS,
  async ({ pins, more = '', args = ['--sysfs', 'sys'], says }) => {
    await inFolder(async (folder) => {
      writeFiles(join(folder, 'sys'), filesOf('zen2-12-core'));
      const lines = pins.map((set, vcpu) => `<vcpupin vcpu='${vcpu}' cpuset='${set}'/>`).join('');
      writeFileSync(join(folder, 'vm'), `<domain type='kvm'><vcpu>4</vcpu><cputune>${lines}${more}</cputune></domain>`);
      assert.match((await inProcess(['audit', 'vm', ...args], folder)).stderr, says);
    });
  },
);

// biome-ignore format: a row a line
const NEWER: readonly { name: string; args: readonly string[]; help: RegExp }[] = [
  { name: 'a release', args: ['--host-kernel', '5.4'], help: /give the output of `virsh domcapabilities` with --capabilities, and no release$/m },
  { name: 'a file', args: ['--capabilities', 'linux-6.1.xml'], help: /KVM offers it; after an update of a host, make its file again with `virsh domcapabilities`$/m },
  { name: 'a release beside a file that has the flag', args: ['--host-kernel', '5.4', '--capabilities', 'intel.xml'], help: /give --capabilities alone, without the release of the kernel$/m },
  { name: 'both', args: ['--host-kernel', '5.4', '--capabilities', 'linux-6.1.xml'], help: /make its file again/ },
];

cases(
  'audit: the help about a flag that a host lacks does not ask for what was given',
  NEWER,
  async ({ args, help }) => {
    const { stderr } = await flags(...args);
    const [text = ''] = /error\[hyperv\/host-lacks\][\s\S]*?\n {2}help: .*/.exec(stderr) ?? [];
    assert.match(text, help);
  },
);

test.run();
