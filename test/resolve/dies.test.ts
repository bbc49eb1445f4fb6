import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import type { Compiled } from '../../src/emit/format.js';
import { emitFormats } from '../../src/emit/formats.js';
import { smpValue } from '../../src/emit/qemu.js';
import { put } from '../libvirt/domains.js';
import { cases } from '../support/cases.js';

const text = (guest: string, threads = 1) => `[guest]
threads_per_core = ${threads}
${guest}
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
count = 4
[[core]]
highest_perf = 166
count = 4
`;

async function compiledOf(guest: string, threads = 1): Promise<Compiled> {
  const { value, diagnostics } = await compile({ text: text(guest, threads), file: 'spec.toml' });
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return value;
}

cases(
  '-smp with dies',
  [
    { name: 'none', guest: '', smp: '8,sockets=1,cores=8,threads=1' },
    { name: 'two', guest: 'dies = [4, 4]', smp: '8,sockets=1,dies=2,cores=4,threads=1' },
    {
      name: 'four, with threads',
      guest: 'dies = [2, 2, 2, 2]',
      threads: 2,
      smp: '16,sockets=1,dies=4,cores=2,threads=2',
    },
    { name: 'one', guest: 'dies = [8]', smp: '8,sockets=1,cores=8,threads=1' },
    { name: 'unequal', guest: 'dies = [2, 6]', smp: '8,sockets=1,cores=8,threads=1' },
  ],
  async ({ guest, threads, smp }) => assert.is(smpValue((await compiledOf(guest, threads)).table), smp),
);

test('the first vCPUs alone have no dies', async () => {
  const { table } = await compiledOf('dies = [4, 4]');
  assert.is(smpValue(table, 6), '6,sockets=1,cores=6,threads=1');
});

cases(
  'problems of dies',
  [
    { name: 'equal', guest: 'dies = [4, 4]', codes: [] },
    { name: 'all in one', guest: 'dies = [8]', codes: [] },
    { name: 'too few cores', guest: 'dies = [4, 3]', codes: ['resolve/dies-sum'] },
    { name: 'unequal', guest: 'dies = [3, 5]', codes: ['resolve/dies-uneven'] },
    { name: 'no die', guest: 'dies = []', codes: ['spec/empty'] },
    { name: 'a die without cores', guest: 'dies = [8, 0]', codes: ['spec/out-of-range'] },
    { name: 'a number', guest: 'dies = 2', codes: ['spec/wrong-type'] },
    {
      name: 'another machine',
      guest: 'machine = "cloud-hypervisor"\ndies = [4, 4]',
      codes: ['resolve/dies-other-machine'],
    },
  ],
  async ({ guest, codes }) => {
    const { diagnostics } = await compile({ text: text(guest), file: 'spec.toml' });
    const found = diagnostics.map(({ code }) => code).filter((code) => /dies|^spec/.test(code));
    assert.equal(found, codes);
  },
);

const topologyIn = (xml: string) => /<topology [^>]*>/.exec(xml)?.[0];

cases(
  'dies of libvirt',
  [
    { name: 'the newest', libvirt: [12, 8], topology: "<topology sockets='1' dies='2' cores='4' threads='1'/>" },
    { name: 'the first', libvirt: [6, 1], topology: "<topology sockets='1' dies='2' cores='4' threads='1'/>" },
    { name: 'the last without', libvirt: [6, 0], topology: "<topology sockets='1' cores='8' threads='1'/>" },
  ] as const,
  async ({ libvirt, topology }) => {
    const compiled = await compiledOf('dies = [4, 4]');
    const placement = { stem: 'spec', libvirt };
    const { value } = emitFormats(compiled, placement, ['libvirt']);
    assert.is(topologyIn(new TextDecoder().decode(value?.[0]?.content)), topology);
    const domain = "<domain type='kvm'><vcpu>8</vcpu><cpu mode='host-passthrough'/></domain>";
    assert.is(topologyIn(put(domain, { compiled, placement, topology: true }).text), topology);
  },
);

cases(
  'dies in a domain that has a topology',
  [
    {
      name: 'two sockets',
      before: "<topology sockets='2' cores='4' threads='1'/>",
      after: "<topology sockets='1' cores='4' threads='1' dies='2'/>",
    },
    {
      name: 'clusters that divide a die stay',
      before: "<topology sockets='1' dies='1' clusters='2' cores='4' threads='1'/>",
      after: "<topology sockets='1' dies='2' clusters='2' cores='2' threads='1'/>",
    },
    {
      name: 'clusters that do not',
      before: "<topology sockets='1' dies='1' clusters='8' cores='1' threads='1'/>",
      after: "<topology sockets='1' dies='2' clusters='1' cores='4' threads='1'/>",
    },
  ],
  async ({ before, after }) => {
    const compiled = await compiledOf('dies = [4, 4]');
    const domain = `<domain type='kvm'><vcpu>8</vcpu><cpu mode='host-passthrough'>${before}</cpu></domain>`;
    assert.is(topologyIn(put(domain, { compiled, topology: true }).text), after);
  },
);

test('without dies in the spec, those of the domain stay', async () => {
  const before = "<topology sockets='1' dies='2' cores='4' threads='1'/>";
  const domain = `<domain type='kvm'><vcpu>8</vcpu><cpu mode='host-passthrough'>${before}</cpu></domain>`;
  assert.is(topologyIn(put(domain, { compiled: await compiledOf(''), topology: true }).text), before);
});

test.run();
