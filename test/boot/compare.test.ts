import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compareBoot } from '../../src/boot/compare.js';
import { observe } from '../../src/boot/observation.js';
import { compile } from '../../src/compile.js';
import type { CpcTable } from '../../src/cpc/ir.js';
import { cases } from '../support/cases.js';
import { type MadeUp, madeUpReport } from './made-up-report.js';

const SPEC = `
[registers]
layout = "constant"
[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15
[[core]]
highest_perf = 236
[[core]]
highest_perf = 166
`;

interface Row extends Partial<StartedGuest> {
  readonly name: string;
  readonly text?: string;
  readonly guest: MadeUp;
  readonly codes: readonly string[];
}

type StartedGuest = Parameters<typeof compareBoot>[2];

/** How the guest of the table was started. */
function started(table: CpcTable, more: Partial<StartedGuest> = {}): StartedGuest {
  const vcpus = table.processors.length;
  return { release: [6, 12], version: '6.12.99', accelerator: 'tcg', cpuModel: 'Skylake-Server', vcpus, ...more };
}

/** Logged by Linux 6.12. */
const LEFT_OUT = [
  '[    0.123456] ACPI BIOS Error (bug): Could not resolve symbol [\\_SB.CPUS.C001], AE_NOT_FOUND (20240827/dswload2-162)',
  '[    0.123457] ACPI Error: AE_NOT_FOUND, During name lookup/catalog (20240827/psobject-220)',
].join('\n');

const rows: readonly Row[] = [
  { name: 'as the table has it', guest: {}, codes: [] },
  {
    name: 'another highest_perf',
    guest: { highest: ['236', '167'], ranking: ['236', '166'] },
    codes: ['value-differs'],
  },
  {
    name: 'one diagnostic per file, not per vCPU',
    guest: { highest: ['1', '2'], nominal: ['3', '4'], ranking: ['236', '166'] },
    codes: ['value-differs', 'value-differs'],
  },
  { name: 'another ranking', guest: { ranking: ['236', '236'] }, codes: ['ranking-differs'] },
  { name: 'a vCPU without a rank', guest: { ranking: ['236'] }, codes: ['ranking-differs'] },
  { name: 'no ranking', guest: { ranking: [] }, codes: [] },
  {
    name: 'unreadable highest_perf',
    guest: { highest: ['unreadable', '166'], ranking: ['236', '166'] },
    codes: ['value-unreadable'],
  },
  {
    name: 'reference_perf without counters, 7.0',
    guest: { counters: 'unreadable' },
    release: [7, 0],
    codes: ['counters-unreadable'],
  },
  {
    name: 'reference_perf from 7.1 on needs none',
    guest: { counters: 'unreadable' },
    release: [7, 1],
    codes: ['value-unreadable'],
  },
  { name: 'no acpi_cppc folder', guest: { highest: [], nominal: [], ranking: [] }, codes: ['no-cpc'] },
  { name: 'more vCPUs', guest: { online: '0-3' }, codes: ['more-vcpus'] },
  { name: 'a vCPU that did not come up', guest: { online: '0' }, codes: ['missing-vcpus'] },
  { name: 'fewer vCPUs, as requested', guest: { online: '0' }, vcpus: 1, codes: ['fewer-vcpus'] },
  {
    name: 'fewer vCPUs, and one of them did not come up',
    guest: { online: '0' },
    text: `${SPEC}[[core]]\nhighest_perf = 150\n`,
    vcpus: 2,
    codes: ['fewer-vcpus', 'missing-vcpus'],
  },
  {
    name: 'what Linux logs of a processor that is left out',
    guest: { online: '0', log: LEFT_OUT },
    vcpus: 1,
    codes: ['fewer-vcpus'],
  },
  { name: 'the same where no processor is left out', guest: { log: LEFT_OUT }, codes: ['acpi-error'] },
  {
    name: 'another path beside the one that is left out',
    guest: { online: '0', log: `${LEFT_OUT}\n${LEFT_OUT.replaceAll('C001', 'C000')}` },
    vcpus: 1,
    codes: ['acpi-error', 'fewer-vcpus'],
  },
  {
    name: 'a failed lookup more than processors left out',
    guest: { online: '0', log: `${LEFT_OUT}\n${LEFT_OUT.split('\n')[1]}` },
    vcpus: 1,
    codes: ['acpi-error', 'fewer-vcpus'],
  },
  { name: 'an ACPI error', guest: { log: '[ 0.1] ACPI Error: AE_NOT_FOUND' }, codes: ['acpi-error'] },
];

cases('compareBoot', rows, async ({ guest, codes, text = SPEC, ...more }) => {
  const [table, report] = [await tableOf(text), madeUpReport(guest)];
  assert.ok(report);
  const found = compareBoot(table, observe(table, report), started(table, more));
  assert.equal(
    found.map(({ code }) => code.replace('boot/', '')),
    codes,
  );
});

test('one diagnostic names a vCPU, and counts the others', async () => {
  const [table, report] = [await tableOf(SPEC), madeUpReport({ highest: ['1', '2'], ranking: ['236', '1'] })];
  assert.ok(report);
  const messages = compareBoot(table, observe(table, report), started(table)).map(({ message }) => message);
  assert.match(messages[0] ?? '', /vCPU 0 is 236 in the spec; the guest reads 1 \(and 1 more vCPU\)$/);
  assert.match(messages[1] ?? '', /vCPU 1 by 1; its highest_perf is 166$/);
});

cases(
  'why the counters are not readable',
  [
    { name: 'MSRs', line: '', says: /MSRs APERF and MPERF/ },
    { name: 'none', line: 'counters = "none"', says: /reference_perf, .*the spec has no counters$/ },
    { name: 'a timer', line: 'counters = "pm-timer"', says: /the counters of the spec cannot be read$/ },
  ],
  async ({ line, says }) => {
    const table = await tableOf(SPEC.replace('[defaults]', `${line}\n[defaults]`));
    const report = madeUpReport({ counters: 'unreadable' });
    assert.ok(report);
    const [found, ...more] = compareBoot(table, observe(table, report), started(table));
    assert.equal([found?.code, more], ['boot/counters-unreadable', []]);
    assert.match(found?.message ?? '', says);
  },
);

test('the relevant lines have no times, and leave out the command line', () => {
  const log =
    '[    0.000000] Command line: amd_pstate=passive\n[    0.1] usb: new\n[    0.2] amd_pstate: x\n[    0.3] ACPI: _OSC y';
  const report = madeUpReport({ log });
  assert.ok(report);
  assert.equal(report.logLines.relevant, ['amd_pstate: x', 'ACPI: _OSC y']);
});

cases(
  'hundreds of vCPUs are named in part',
  [
    {
      name: 'without _CPC',
      guest: { online: '0-299' },
      message: 'the guest has 298 more, without a _CPC: vCPUs 2, 3, 4 and 295 more',
    },
    {
      name: 'refused',
      guest: { online: '0-299', highest: [], nominal: [], ranking: [] },
      cores: 300,
      message: 'the guest refuses the _CPC of vCPUs 0, 1, 2 and 297 more',
    },
  ],
  async ({ guest, cores, message }) => {
    const table = await tableOf(SPEC.replace('highest_perf = 236', `highest_perf = 236\ncount = ${(cores ?? 2) - 1}`));
    const report = madeUpReport(guest);
    assert.ok(report);
    const found = compareBoot(table, observe(table, report), started(table));
    assert.ok(
      found.some((one) => one.message.endsWith(message)),
      found.map((one) => one.message).join('\n'),
    );
  },
);

test.run();

async function tableOf(text: string): Promise<CpcTable> {
  const { value } = await compile({ text, file: 'spec.toml' });
  assert.ok(value);
  return value.table;
}
