import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { settingsOf } from '../../src/resolve/settings.js';
import { readSpec } from '../../src/spec/read.js';
import type { Spec } from '../../src/spec/spec.js';
import { cases } from '../support/cases.js';
import { CONSTANT, DEFAULTS, problems } from './specs.js';

async function settings(text: string) {
  const { value } = await readSpec(`${text}\n[[core]]`, 'spec.toml');
  return settingsOf(value as Spec);
}

test('uses the defaults of settings that the spec omits', async () => {
  assert.equal(await settings(''), {
    oemId: 'CPPC',
    oemTableId: 'CPPC-VM',
    oemRevision: 1,
    creatorId: 'CPPC',
    creatorRevision: 1,
    revision: 3,
    objects: ['_OSC', '_CPC', '_PSD', '_PCT', '_PSS', '_PPC'],
    coordType: 'SW_ANY',
    maxTableBytes: 65535,
    compact: false,
    machine: 'qemu',
    architecture: 'x86',
    processorPath: '\\_SB.CPUS.C%03X',
    threadsPerCore: 1,
    os: ['windows11'],
    cpuModel: 'host',
    topoext: 'auto',
    layout: 'acpi-cppc',
    addrspace: 2,
    addrShared: false,
    counterScale: 1n,
    controls: 'sink',
    sinkPort: 0x5f0n,
    counters: 'msr',
    pmTimerPort: 0x608n,
  });
});

cases(
  'defaults that depend on another key',
  [
    {
      name: 'linux, where the layout is not the device',
      text: '[registers]\nlayout = "constant"',
      key: 'os',
      value: ['linux'],
    },
    { name: 'windows11, where it is', text: '[registers]\nlayout = "acpi-cppc"', key: 'os', value: ['windows11'] },
    { name: 'a given value, in any layout', text: '[guest]\nos = ["linux-6.1"]', key: 'os', value: ['linux-6.1'] },
    ...(['qemu-virt-aarch64', 'qemu-virt-riscv64'] as const).flatMap((machine) => [
      { name: `constant for ${machine}`, text: `[guest]\nmachine = "${machine}"`, key: 'layout', value: 'constant' },
      { name: `no counters for ${machine}`, text: `[guest]\nmachine = "${machine}"`, key: 'counters', value: 'none' },
      { name: `the sink for ${machine}`, text: `[guest]\nmachine = "${machine}"`, key: 'controls', value: 'sink' },
      { name: `linux for ${machine}`, text: `[guest]\nmachine = "${machine}"`, key: 'os', value: ['linux'] },
      {
        name: `its architecture for ${machine}`,
        text: `[guest]\nmachine = "${machine}"`,
        key: 'architecture',
        value: machine.slice('qemu-virt-'.length),
      },
    ]),
    {
      name: 'an architecture of Cloud Hypervisor',
      text: '[guest]\nmachine = "cloud-hypervisor"\narchitecture = "aarch64"',
      key: 'counters',
      value: 'none',
    },
    {
      name: '_OSC for qemu-virt-aarch64',
      text: '[registers]\nlayout = "constant"\n[guest]\nmachine = "qemu-virt-aarch64"',
      key: 'objects',
      value: ['_OSC', '_CPC', '_PSD'],
    },
    {
      name: 'no _OSC for xen, whose firmware has one',
      text: '[registers]\nlayout = "constant"\n[guest]\nmachine = "xen"',
      key: 'objects',
      value: ['_CPC', '_PSD'],
    },
    {
      name: 'no _OSC for acrn',
      text: '[registers]\nlayout = "constant"\n[guest]\nmachine = "acrn"',
      key: 'objects',
      value: ['_CPC', '_PSD'],
    },
    {
      name: 'no _OSC for coreboot',
      text: '[registers]\nlayout = "constant"\n[guest]\nmachine = "coreboot"',
      key: 'objects',
      value: ['_CPC', '_PSD'],
    },
    {
      name: 'no _OSC for cloud-hypervisor',
      text: '[registers]\nlayout = "constant"\n[guest]\nmachine = "cloud-hypervisor"',
      key: 'objects',
      value: ['_CPC', '_PSD'],
    },
    { name: 'given objects', text: '[table]\nobjects = ["_CPC"]', key: 'objects', value: ['_CPC'] },
    {
      name: "a path of one's own",
      text: '[guest]\nmachine = "xen"\nprocessor_path = \'\\P%01X\'',
      key: 'processorPath',
      value: '\\P%01X',
    },
  ] as const,
  async ({ text, key, value }) => assert.equal((await settings(text))[key as 'layout'], value),
);

test('a machine that cannot be read has no problems of the device', async () => {
  assert.equal(
    await problems(
      '[guest]\nmachine = "qemu-virt"\n[[core]]\nhighest_perf = 900\nnominal_perf = 900\nlowest_nonlinear_perf = 40\nlowest_perf = 15',
    ),
    ['spec/not-one-of at guest.machine'],
  );
});

const CORE = `${DEFAULTS}[[core]]\nhighest_perf = 200`;
const foreign = (layout: string, line: string) =>
  `[registers]\nlayout = "${layout}"\n${line}\n${layout === 'custom' || layout === 'amd' ? '[[core]]' : CORE}`;

cases(
  'keys of another layout',
  [
    {
      name: 'addrspace with constant',
      text: foreign('constant', 'addrspace = 1'),
      says: ['resolve/key-of-other-layout at registers.addrspace'],
    },
    { name: 'addrspace with acpi-cppc', text: foreign('acpi-cppc', 'addrspace = 1\naddress = 0x1000'), says: [] },
    {
      name: 'every key of the device with amd',
      text: foreign('amd', 'addrspace = 1\naddress = 0x1000\naddr_shared = true\ncounter_scale = 2'),
      says: ['addrspace', 'address', 'addr_shared', 'counter_scale'].map(
        (key) => `resolve/key-of-other-layout at registers.${key}`,
      ),
    },
    {
      name: 'every key of constant with acpi-cppc',
      text: foreign('acpi-cppc', 'controls = "sink"\nsink_port = 1\ncounters = "msr"\npm_timer_port = 1'),
      says: ['controls', 'sink_port', 'counters', 'pm_timer_port'].map(
        (key) => `resolve/key-of-other-layout at registers.${key}`,
      ),
    },
    {
      name: 'every key of constant with constant',
      text: foreign('constant', 'controls = "sink"\nsink_port = 0x5F0\ncounters = "msr"\npm_timer_port = 0x608'),
      says: [],
    },
    {
      name: 'a layout that could not be read has no foreign keys',
      text: foreign('constance', 'counters = "msr"').replace(CORE, '[[core]]'),
      says: ['spec/not-one-of at registers.layout'],
    },
  ],
  async ({ text, says }) => {
    const lines = (await problems(text)).filter((line) => !/mandatory|level-missing/.test(line));
    assert.equal(lines, says);
  },
);

test('a whole spec of defaults has no problems', async () => assert.equal(await problems(CONSTANT), []));

test.run();
