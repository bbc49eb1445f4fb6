import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { splitArgs } from '../../src/proxmox/words.js';
import { cases } from '../support/cases.js';
import { outside, testWith } from '../support/outside.js';
import { cpuProperties } from '../support/qmp.js';
import { makeFor, specOf } from './vms.js';

const ONE_CORE = [['0', '16']];
const TWO = [['0'], ['1']];
const TABLE = '-acpitable file=/var/lib/cppc-acpi/x3d.aml';
const TOPOEXT = '-global x86_64-cpu.topoext=on';
const SMP = '-smp 2,sockets=1,cores=1,threads=2,maxcpus=2';

// biome-ignore format: a case per row
const ARGS = [
  { name: 'cores of one thread need no -smp', spec: specOf(TWO), config: 'cores: 2', args: TABLE, codes: [] },
  { name: 'threads', spec: specOf(ONE_CORE), config: 'cores: 2', args: `${SMP} ${TOPOEXT} ${TABLE}`, codes: [] },
  { name: 'sockets', spec: specOf(ONE_CORE), config: 'sockets: 2', args: `${SMP} ${TOPOEXT} ${TABLE}`, codes: [] },
  { name: 'fewer vCPUs at the start', spec: specOf(TWO), config: 'cores: 2\nvcpus: 1\nargs: -smp 2', args: `-smp 1,sockets=1,cores=2,threads=1,maxcpus=2 ${TABLE}`, codes: ['proxmox/args-changed'] },
  { name: 'enlightenments', spec: `${specOf(TWO)}\n[hyperv]\nvpindex = true\nvendor_id = "a, b"\n`, config: 'cores: 2', args: `-global x86_64-cpu.hv-vpindex=on -global "x86_64-cpu.hv-vendor-id=a, b" ${TABLE}`, codes: [] },
  { name: 'flags of the CPU model', spec: specOf(TWO, '', 'cpu_model = "host,-pdpe1gb,+kvm_pv_eoi"'), config: 'cores: 2', args: `-global x86_64-cpu.pdpe1gb=off -global x86_64-cpu.kvm-pv-eoi=on ${TABLE}`, codes: [] },
  { name: 'Proxmox has the flag at another value', spec: `${specOf(TWO)}\n[hyperv]\nspinlocks = 0xfff\n`, config: 'cores: 2\nostype: win11', args: `-global x86_64-cpu.hv-spinlocks=0xfff ${TABLE}`, codes: ['proxmox/flag-stays'] },
  { name: 'no flags of Proxmox for Linux', spec: `${specOf(TWO)}\n[hyperv]\nspinlocks = 0xfff\n`, config: 'cores: 2\nostype: l26', args: `-global x86_64-cpu.hv-spinlocks=0xfff ${TABLE}`, codes: [] },
  { name: 'hotplug of cores of one thread', spec: specOf(TWO), config: 'cores: 2\nhotplug: cpu', args: TABLE, codes: [] },
  { name: 'hotplug of threads', spec: specOf(ONE_CORE), config: 'cores: 2\nhotplug: cpu', args: undefined, codes: ['proxmox/cpu-hotplug'] },
  { name: 'another number of vCPUs', spec: specOf(TWO), config: 'cores: 3', args: undefined, codes: ['proxmox/vcpu-count'] },
  { name: 'our own hookscript', spec: specOf(TWO), config: 'cores: 2\nhookscript: local:snippets/x3d.hookscript.sh', args: TABLE, codes: [] },
  { name: 'an own -cpu', spec: specOf(TWO), config: 'cores: 2\nargs: -cpu max', args: `-cpu max ${TABLE}`, codes: ['proxmox/second-cpu'] },
  { name: 'a path that depends on the folder', spec: specOf(TWO), config: 'cores: 2', tablePath: 'tables', args: undefined, codes: ['emit/unavailable'] },
  { name: 'a path at which QEMU splits', spec: specOf(TWO), config: 'cores: 2', tablePath: '/a:b', args: undefined, codes: ['emit/unavailable'] },
];

cases('proxmoxOutputs', ARGS, async ({ spec, config, tablePath, args, codes }) => {
  const made = await makeFor(spec, config, tablePath);
  assert.equal([made.args, made.codes], [args, codes]);
});

/** As Proxmox starts a Windows VM; `args` is at the end of its command line. */
const OF_PROXMOX = ['-smp', '2,sockets=1,cores=2,maxcpus=2', '-cpu', 'qemu64,hv_time,hv_evmcs,hv_spinlocks=0x1fff'];

testWith(['qemu-system-x86_64'], 'QEMU adds the flags to the -cpu of Proxmox, whose own values hold', async () => {
  const flags = '[hyperv]\nrelaxed = true\nspinlocks = 0xfff\nvendor_id = "a, b"\n';
  const { args = '' } = await makeFor(`${specOf([['0'], ['1']])}\n${flags}`, 'cores: 2\nostype: win11');
  const words = (splitArgs(args) ?? []).map(({ text }) => text);
  const globals = words.slice(0, words.indexOf('-acpitable'));
  const names = ['hv-relaxed', 'hv-vendor-id', 'hv-time', 'hv-evmcs', 'hv-spinlocks'];
  assert.equal(await cpuProperties([...OF_PROXMOX, ...globals], names, 'q35'), {
    values: { 'hv-relaxed': true, 'hv-vendor-id': 'a, b', 'hv-time': true, 'hv-evmcs': true, 'hv-spinlocks': 0x1fff },
  });
});

testWith(
  ['qemu-system-x86_64'],
  'QEMU takes the -smp of the spec instead of that of Proxmox, and topoext',
  async () => {
    const { args = '' } = await makeFor(specOf(ONE_CORE), 'cores: 2');
    const words = (splitArgs(args) ?? []).map(({ text }) => text);
    const options = ['-machine', 'q35', '-accel', 'tcg', '-nodefaults', '-nographic', '-S', '-monitor', 'stdio'];
    const globals = words.slice(0, words.indexOf('-acpitable'));
    const { stdout, stderr } = await execa(outside('qemu-system-x86_64'), [...options, ...OF_PROXMOX, ...globals], {
      input: 'info hotpluggable-cpus\nquit\n',
    });
    assert.match(stdout, /thread-id: "1"/);
    assert.not.match(stdout, /core-id: "1"/);
    assert.match(stderr, /topoext/, 'TCG says that it lacks the flag');
  },
);

test.run();
