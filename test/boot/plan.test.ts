import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bootWords, cpuModelOf, TCG_CPU_MODEL, topologyProblems } from '../../src/boot/plan.js';
import { compile } from '../../src/compile.js';
import type { CpcTable } from '../../src/cpc/ir.js';
import { smpValue } from '../../src/emit/qemu.js';
import { cases } from '../support/cases.js';

cases(
  '-smp',
  [
    { name: 'one thread', guest: '', cores: ['', ''], vcpus: 2, smp: '2,sockets=1,cores=2,threads=1' },
    {
      name: 'two threads',
      guest: 'threads_per_core = 2',
      cores: ['', ''],
      vcpus: 4,
      smp: '4,sockets=1,cores=2,threads=2',
    },
    { name: 'hybrid', guest: '', cores: ['threads = 2', ''], vcpus: 3, smp: '3' },
    {
      name: 'the first core of a hybrid',
      guest: '',
      cores: ['threads = 2', ''],
      vcpus: 2,
      smp: '2,sockets=1,cores=1,threads=2',
    },
    { name: 'a core and a half', guest: 'threads_per_core = 2', cores: ['', ''], vcpus: 3, smp: '3' },
    { name: 'hybrid, even', guest: '', cores: ['threads = 2', '', ''], vcpus: 4, smp: '4' },
    { name: 'interleaved', guest: '', cores: ['vcpus = [0, 2]', 'vcpus = [1, 3]'], vcpus: 4, smp: '4' },
    {
      name: 'cores in another order',
      guest: 'threads_per_core = 2',
      cores: ['vcpus = [2, 3]', 'vcpus = [1, 0]'],
      vcpus: 4,
      smp: '4,sockets=1,cores=2,threads=2',
    },
    {
      name: 'cores across each other',
      guest: 'threads_per_core = 2',
      cores: ['vcpus = [1, 2]', 'vcpus = [3, 0]'],
      vcpus: 4,
      smp: '4',
    },
    {
      name: 'more than the spec',
      guest: 'threads_per_core = 2',
      cores: [''],
      vcpus: 6,
      smp: '6,sockets=1,cores=3,threads=2',
    },
    { name: 'half a core', guest: 'threads_per_core = 2', cores: [''], vcpus: 3, smp: '3' },
  ],
  async ({ guest, cores, vcpus, smp }) => {
    assert.is(smpValue(await tableOf(guest, cores), vcpus), smp);
  },
);

cases(
  'vCPUs that QEMU cannot start as the cores of the spec',
  [
    { name: 'two and one', cores: ['threads = 2', 'threads = 2', ''], vcpus: 5, even: 4 },
    { name: 'one and two', cores: ['', '', '', 'threads = 2'], vcpus: 5, even: 3 },
    { name: 'the even part', cores: ['threads = 2', 'threads = 2', ''], vcpus: 4, even: undefined },
    { name: 'half a core', cores: ['threads = 2', 'threads = 2'], vcpus: 3, even: 2 },
    { name: 'one thread of a core', cores: ['threads = 2', 'threads = 2'], vcpus: 1, even: undefined },
    { name: 'interleaved', cores: ['vcpus = [0, 2]', 'vcpus = [1, 3]'], vcpus: 4, even: 0 },
    { name: 'a core in two places', cores: ['vcpus = [0, 3]', 'vcpus = [1]', 'vcpus = [2]'], vcpus: 4, even: 0 },
    { name: 'more than the spec has', cores: ['threads = 2', 'threads = 2'], vcpus: 6, even: undefined },
  ],
  async ({ cores, vcpus, even }) => {
    const found = topologyProblems(await tableOf('', cores), vcpus, 'spec.toml');
    assert.equal(
      found.map(({ code }) => code),
      even === undefined ? [] : ['boot/uneven-threads'],
    );
    const help = even ? `boot the first ${even} vCPUs with \`--smp ${even}\`, or give` : 'give';
    if (found[0]) assert.ok(found[0].help?.startsWith(`${help} every core`), found[0].help);
  },
);

test('the requested CPU model, else the spec\'s; only KVM has "host"', async () => {
  const [host, named] = [await tableOf('', ['']), await tableOf('cpu_model = "Skylake-Server"', [''])];
  assert.is(cpuModelOf(host, undefined, 'kvm'), 'host');
  assert.is(cpuModelOf(host, undefined, 'tcg'), TCG_CPU_MODEL);
  assert.is(cpuModelOf(named, undefined, 'tcg'), 'Skylake-Server');
  assert.is(cpuModelOf(named, 'EPYC', 'tcg'), 'EPYC');
});

cases(
  'boot words',
  [
    { name: '5.15', release: [5, 15] as const, words: [] },
    { name: '6.1', release: [6, 1] as const, words: ['amd_pstate=passive'] },
    { name: '7.1', release: [7, 1] as const, words: ['amd_pstate=passive'] },
    { name: '7.2', release: [7, 2] as const, words: ['amd_pstate=passive', 'setcpuid=hw_pstate'] },
  ],
  ({ release, words }) => {
    assert.equal(bootWords(release, { processors: [], machine: 'qemu' }), words);
  },
);

cases(
  'boot words: a fixed selection needs the mode active',
  [
    { name: 'an Integer 1', registers: 'autonomous_selection = 1', mode: 'active' },
    { name: 'no controls', registers: 'controls = "none"', mode: 'active' },
    { name: 'an Integer 0', registers: 'autonomous_selection = 0', mode: 'passive' },
    { name: 'a register', registers: '', mode: 'passive' },
  ],
  async ({ registers, mode }) => {
    const levels = 'highest_perf = 9\nnominal_perf = 8\nlowest_nonlinear_perf = 3\nlowest_perf = 1';
    const text = `[registers]\nlayout = "constant"\n${registers}\n[[core]]\n${levels}\n`;
    const { value } = await compile({ text, file: 'spec.toml' });
    if (!value) throw new Error('the spec does not compile');
    assert.equal(bootWords([7, 3], value.table), [`amd_pstate=${mode}`, 'setcpuid=hw_pstate']);
  },
);

cases(
  '-cpu: topoext, which KVM has and TCG lacks',
  [
    { name: 'a host of AMD', guest: 'host_vendor = "amd"', kvm: 'host,topoext=on', tcg: TCG_CPU_MODEL },
    { name: 'a host of Intel', guest: 'host_vendor = "intel"', kvm: 'host', tcg: TCG_CPU_MODEL },
    { name: 'an AMD model', guest: 'cpu_model = "EPYC-Genoa"', kvm: 'EPYC-Genoa,topoext=on', tcg: 'EPYC-Genoa' },
    {
      name: 'a model with the flag',
      guest: 'cpu_model = "EPYC-Rome,+topoext,model=0x71"',
      kvm: 'EPYC-Rome,+topoext,model=0x71',
      tcg: 'EPYC-Rome,model=0x71',
    },
    { name: 'a host with flags', guest: 'cpu_model = "host,-svm"', kvm: 'host,-svm', tcg: TCG_CPU_MODEL },
  ],
  async ({ guest, kvm, tcg }) => {
    const table = await tableOf(`threads_per_core = 2\n${guest}`, ['', '']);
    assert.equal([cpuModelOf(table, undefined, 'kvm'), cpuModelOf(table, undefined, 'tcg')], [kvm, tcg]);
    assert.is(cpuModelOf(table, 'EPYC,topoext=on', 'tcg'), 'EPYC,topoext=on');
  },
);

cases(
  '-cpu: more than 255 vCPUs need x2APIC, which AMD models lack under TCG',
  [
    { name: '255', vcpus: 255, model: 'EPYC-Rome', kvm: 'EPYC-Rome', tcg: 'EPYC-Rome' },
    { name: '256', vcpus: 256, model: 'EPYC-Rome', kvm: 'EPYC-Rome', tcg: 'EPYC-Rome,x2apic=on' },
    { name: 'with the flag', vcpus: 256, model: 'EPYC,+x2apic', kvm: 'EPYC,+x2apic', tcg: 'EPYC,+x2apic' },
    { name: 'without', vcpus: 256, model: 'EPYC,x2apic=off', kvm: 'EPYC,x2apic=off', tcg: 'EPYC,x2apic=off' },
  ],
  async ({ vcpus, model, kvm, tcg }) => {
    const table = await tableOf('', ['']);
    assert.equal([cpuModelOf(table, model, 'kvm', vcpus), cpuModelOf(table, model, 'tcg', vcpus)], [kvm, tcg]);
  },
);

test.run();

async function tableOf(guest: string, cores: readonly string[]): Promise<CpcTable> {
  const levels = 'highest_perf = 200\nnominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15';
  const text = ['[guest]', guest, '[registers]', 'layout = "constant"', '[defaults]', levels].join('\n');
  const { value } = await compile({
    text: `${text}\n${cores.map((core) => `[[core]]\n${core}\n`).join('')}`,
    file: 'x',
  });
  assert.ok(value);
  return value.table;
}
