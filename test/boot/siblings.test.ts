import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { observe } from '../../src/boot/observation.js';
import { siblingProblems } from '../../src/boot/siblings.js';
import { compile } from '../../src/compile.js';
import { cases } from '../support/cases.js';
import { madeUpReport } from './made-up-report.js';

const PAIRS = ['0-1', '0-1', '2-3', '2-3'];
const ALONE = ['0', '1', '2', '3'];
const TCG = { accelerator: 'tcg', cpuModel: 'EPYC-Milan,model=97' } as const;
const KVM = { accelerator: 'kvm', cpuModel: 'host,topoext=on' } as const;

// biome-ignore format: a row a line
const rows = [
  { name: 'as in the spec', seen: PAIRS, started: KVM, says: [] },
  { name: 'threads as cores under KVM', seen: ALONE, started: KVM, says: ["warning boot/siblings-differ: the threads of vCPU 0's core are 0-1 in the spec; the guest sees 0 (and 3 more vCPUs)"] },
  { name: 'threads as cores under TCG, an Intel model', seen: ALONE, started: { accelerator: 'tcg', cpuModel: 'Haswell' } as const, says: ["warning boot/siblings-differ: the threads of vCPU 0's core are 0-1 in the spec; the guest sees 0 (and 3 more vCPUs)"] },
  { name: 'threads as cores under TCG, an AMD model', seen: ALONE, started: TCG, says: ["note boot/tcg-without-topoext: the guest ran without the CPU flag topoext, which TCG lacks: the threads of vCPU 0's core are 0-1 in the spec; the guest sees 0 (and 3 more vCPUs)"] },
  { name: 'the flag is left out under TCG, and the kernel sees the threads', seen: PAIRS, started: TCG, says: ['note boot/tcg-without-topoext: the guest ran without the CPU flag topoext, which TCG lacks: this kernel sees the threads of the spec without it'] },
  { name: 'no flag to leave out', guest: 'host_vendor = "intel"', seen: PAIRS, started: TCG, says: [] },
  { name: 'one thread per core', guest: 'threads_per_core = 1', seen: PAIRS, started: TCG, says: ["warning boot/siblings-differ: the threads of vCPU 0's core are 0 in the spec; the guest sees 0-1 (and 3 more vCPUs)"] },
  { name: 'fewer vCPUs: threads that the guest does not have', seen: ['0-1', '0-1', '2'], online: '0-2', started: KVM, says: [] },
  { name: 'a vCPU that the table does not have', seen: [...PAIRS, '4'], online: '0-4', started: KVM, says: [] },
  { name: 'a kernel without the file', seen: [], started: KVM, says: [] },
];

cases('siblings', rows, async ({ seen, started, says, online = '0-3', guest = '' }) => {
  const head = guest.includes('threads') ? guest : `threads_per_core = 2\n${guest || 'host_vendor = "amd"'}`;
  const cores = guest.includes('threads') ? [236, 226, 216, 206] : [236, 206];
  const text = `[guest]\n${head}\n[registers]\nlayout = "constant"\n[defaults]\nnominal_perf = 131\nlowest_nonlinear_perf = 40
lowest_perf = 15\n${cores.map((level) => `[[core]]\nhighest_perf = ${level}\n`).join('')}`;
  const report = madeUpReport({ online, siblings: seen });
  const { value } = await compile({ text, file: 'spec.toml' });
  assert.ok(value && report);
  const found = siblingProblems(value.table, observe(value.table, report), started);
  assert.equal(
    found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
    says,
  );
});

test.run();
