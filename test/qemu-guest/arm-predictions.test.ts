// Tables for Arm, broken in one way each: what `check --guest` predicts, and whether the booted arm64 kernel takes them. One boot
// has a processor for each table, and no driver: a refused table keeps cppc_cpufreq from loading, and some make it panic.

import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { armNeeds, bootArm } from '../support/arm-guest.js';
import { inTemporaryFolder } from '../support/guest.js';
import { type KernelSeries, kernelsOfArm, testWith } from '../support/outside.js';
import { ARM, CONTAINER, desired, tableTo } from './arm-tables.js';
import { accepted, cpc, NULL, OSC, processor, psd, register, verdictsOf } from './asl-tables.js';
import { elements, type TableCase } from './predicted-tables.js';

const KERNELS = kernelsOfArm();

const REVISION_4 = [...ARM, NULL, 'Package () {}'].with(0, '25').with(1, '4');
const NO_REGISTERS = ARM.map((one) => (one.startsWith('ResourceTemplate') ? NULL : one)).with(17, '1');

const fixed = (address: string) => register(`FFixedHW, 64, 0, ${address}, 4`);

const CASES: readonly TableCase[] = [
  elements('a sink and no counters', ARM),
  elements('no registers', NO_REGISTERS),
  elements('no registers, autonomous selection NULL', NO_REGISTERS.with(17, NULL)),
  elements('revision 2', ARM.slice(0, 21).with(0, '21').with(1, '2')),
  elements('revision 4', REVISION_4),
  elements('revision 1', ARM.slice(0, 17).with(0, '17').with(1, '1')),
  elements('revision 2 with 23 elements', ARM.with(1, '2')),
  elements('revision 3 with 21 elements', ARM.slice(0, 21).with(0, '21')),
  elements('revision 4 with 23 elements', ARM.with(1, '4')),
  elements('fewer elements than NumEntries', ARM.slice(0, 21)),
  elements('more elements than NumEntries', [...ARM, '0']),
  elements('counters in the MSRs of x86', ARM.with(13, fixed('0xE7')).with(14, fixed('0xE8'))),
  elements('counters of an AMU', ARM.with(13, fixed('1')).with(14, fixed('0'))),
  elements('desired performance in FFixedHW', ARM.with(7, fixed('0'))),
  elements('counters of a PM timer', ARM.with(13, pmTimer()).with(14, pmTimer())),
  elements('PCC', ARM.with(7, register('PCC, 32, 0, 0, 0'))),
  elements('RAM', desired('0x50000000')),
  elements('above 48 bits', desired('0x3effff0000000')),
  elements('a hole', desired('0x0b000000')),
  elements('a hole, not aligned', desired('0x0b000002')),
  elements('the flash of the variables', desired('0x05000000')),
  elements('a virtio slot', desired('0x0a000070')),
  elements('the real-time clock', desired('0x09010004')),
  elements('behind RAM', desired('0x80000000')),
  elements('memory of width 0', ARM.with(7, register('SystemMemory, 0, 0, 0x0a000070, 0'))),
  elements('an address space that no _CPC has', ARM.with(7, register('SMBus, 8, 0, 0x5F0, 1'))),
  elements('SystemIO of access size QWord', ARM.with(7, register('SystemIO, 8, 0, 0x5F0, 4'))),
  elements('a port above 0xFFFF', ARM.with(7, register('SystemIO, 8, 0, 0x10000, 1'))),
  elements('no frequencies', ARM.with(21, NULL).with(22, NULL)),
  elements('highest below nominal', ARM.with(2, '120').with(3, '131')),
  elements('levels above 255', ARM.with(2, '1660000').with(3, '1310000')),
  elements('Highest 0', ARM.with(2, '0')),
  elements('a String as a level', ARM.with(3, '"131"')),
  elements('a Package as a register', ARM.with(7, 'Package () { 1 }')),
  { name: 'no _PSD', objects: cpc(ARM) },
  { name: 'a _PSD of four elements', objects: `${cpc(ARM)}\n${psd('5, 0, VCPU, 0xFD')}` },
  { name: 'a domain of its own with SW_ALL', objects: `${cpc(ARM)}\n${psd('5, 0, VCPU, 0xFC, 1')}` },
  { name: 'coordination type 0', objects: `${cpc(ARM)}\n${psd('5, 0, VCPU, 0, 1')}` },
];

/** Whether `check` says that a kernel takes each table, kernel by kernel. */
async function predicted(): Promise<readonly boolean[][]> {
  return inTemporaryFolder(async (folder) => {
    await tableTo(folder, 'osc', OSC);
    const all: boolean[][] = [];
    for (const [vcpu, { objects }] of CASES.entries()) {
      await tableTo(folder, 'case', processor(vcpu, objects, CONTAINER));
      const verdicts = await verdictsOf(KERNELS, ['case.aml', 'osc.aml'], folder);
      all.push(KERNELS.map((kernel) => verdicts[`linux-${kernel}`] !== 'refused'));
    }
    return all;
  });
}

let predictions: ReturnType<typeof predicted> | undefined;

for (const [i, kernel] of KERNELS.entries()) {
  testWith([...armNeeds(kernel), 'iasl'], `arm64 ${kernel} takes the tables that check predicts`, async () => {
    predictions ??= predicted();
    const check = await predictions;
    const report = await boot(kernel);
    const answers = CASES.map(({ name }, vcpu) => ({ name, check: check[vcpu]?.[i], kernel: accepted(report, vcpu) }));
    assert.equal(
      answers.filter((one) => one.check !== one.kernel),
      [],
    );
    // The kernel logs this for each _CPC that it took.
    const parsed = [...report.log.matchAll(/Parsed CPC struct for CPU: (\d+)/g)].map(([, cpu]) => Number(cpu));
    const taken = answers.flatMap((one, vcpu) => (one.kernel ? [vcpu] : []));
    assert.equal(
      parsed.filter((cpu) => taken.includes(cpu)).toSorted((a, b) => a - b),
      taken,
    );
  });
}

test('there are many tables, each with a name of its own', () => {
  const names = CASES.map(({ name }) => name);
  assert.ok(names.length >= 24 && new Set(names).size === names.length);
});

test.run();

function boot(kernel: KernelSeries) {
  return inTemporaryFolder(async (folder) => {
    await tableTo(folder, 'osc', OSC);
    for (const [vcpu, { objects }] of CASES.entries())
      await tableTo(folder, `case-${vcpu}`, processor(vcpu, objects, CONTAINER));
    const tables = ['osc', ...CASES.map((_, vcpu) => `case-${vcpu}`)].map((name) => join(folder, `${name}.aml`));
    const append = 'log_buf_len=4M dyndbg="file cppc_acpi.c +p"';
    const run = await bootArm({ kernel, tables, vcpus: CASES.length, append, driver: false });
    if (run.state !== 'reported') throw new Error(`the guest wrote no report: ${JSON.stringify(run)}`);
    return { ...run.report, raw: run.raw };
  });
}

function pmTimer(): string {
  return register('SystemIO, 32, 0, 0x608, 3');
}
