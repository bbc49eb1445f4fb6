import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Release } from '../../grammar/release.js';
import { compile } from '../../src/compile.js';
import { cases } from '../support/cases.js';

const LEVELS = 'nominal_perf = 100\nlowest_nonlinear_perf = 40\nlowest_perf = 10\nnominal_freq = 2\nlowest_freq = 1';

async function limits(vcpus: number, guest = '', qemu?: Release) {
  const cores = `[[core]]\nhighest_perf = 200\n[[core]]\nhighest_perf = 190\ncount = ${vcpus - 1}\n`;
  const text = `[guest]\n${guest}\n[registers]\nlayout = "constant"\n[defaults]\n${LEVELS}\n${cores}`;
  const { diagnostics } = await compile({ text, file: 'spec.toml', ...(qemu && { qemu }) });
  return diagnostics.filter(({ code }) => code === 'emit/too-many-vcpus');
}

cases(
  'vCPUs that machine q35 has',
  [
    { name: 'the most of QEMU 7.2', vcpus: 288 },
    { name: 'one more', vcpus: 289, says: 'q35 has at most 288 before QEMU 8.1, and pc 255 in every QEMU' },
    { name: 'one more, for QEMU 7.2', vcpus: 289, qemu: [7, 2], says: 'QEMU 7.2 refuses more than 288' },
    { name: 'one more, for QEMU 8.1', vcpus: 289, qemu: [8, 1] },
    { name: 'the most of QEMU 8.2', vcpus: 1024, qemu: [8, 2] },
    { name: 'more than that', vcpus: 1025, qemu: [8, 2], says: 'QEMU 8.2 refuses more than 1024' },
    {
      name: 'more than that, for any QEMU',
      vcpus: 1025,
      says: 'q35 has at most 288 before QEMU 8.1 and 1024 before 9.0, and pc 255',
    },
    { name: 'one more, for QEMU 8.1', vcpus: 1025, qemu: [8, 1], says: 'QEMU 8.1 refuses more than 1024' },
    { name: 'for QEMU 11.1', vcpus: 1025, qemu: [11, 1] },
    { name: 'another machine', vcpus: 289, guest: 'machine = "cloud-hypervisor"' },
  ] as { name: string; vcpus: number; qemu?: Release; guest?: string; says?: string }[],
  async ({ vcpus, qemu, guest, says }) => {
    const found = await limits(vcpus, guest, qemu);
    assert.is(found.length, says === undefined ? 0 : 1);
    if (says !== undefined) assert.match(found[0]?.message ?? '', says);
    assert.equal(
      found.map(({ place }) => place),
      says === undefined ? [] : [{ file: 'spec.toml', path: ['core', 1, 'count'] }],
    );
  },
);

test.run();
