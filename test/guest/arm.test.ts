// Linux on Arm and RISC-V: what check predicts for the forms of ../shared/reference, each of which was booted.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { MachineName } from '../../grammar/machines.js';
import { decodeTable } from '../../src/aml/table.js';
import { compile } from '../../src/compile.js';
import type { Compiled } from '../../src/emit/format.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { firmwareProblems } from '../../src/firmware/rules/rules.js';
import { judgeGuest } from '../../src/guest/judge.js';
import { subjectOfFirmware, subjectOfTable } from '../../src/guest/subject.js';
import { guestsNamed } from '../../src/versions/guest.js';
import { cases } from '../support/cases.js';

interface Form {
  readonly name: string;
  readonly machine?: MachineName;
  readonly guest?: string;
  readonly table?: string;
  readonly registers?: string;
  /** Of the two cores: nominal_perf, and both frequencies. */
  readonly nominal?: readonly [number, number];
  readonly highest?: readonly [number, number];
  readonly frequencies?: boolean;
  /** Per release of `linux`: the verdict with its codes. */
  readonly right: readonly string[];
  /** Codes of advice that all of them have. */
  readonly advice?: readonly string[];
}

const ACCEPTED = ['accepted', 'accepted', 'accepted'];
const REFUSED = (code: string) => Array(3).fill(`refused guest/${code}`);
const HARMFUL = (code: string) => Array(3).fill(`harmful guest/${code}`);
const UNRANKED_FROM_6_12 = ['accepted', 'unranked guest/linux-equal-nominal', 'unranked guest/linux-equal-nominal'];
const PANIC = ['harmful guest/linux-frequency-panic', 'harmful guest/linux-frequency-panic', 'accepted'];

function register(space: string, address: string, bits = 32): string {
  const access = { 8: 'Byte', 32: 'DWord', 64: 'QWord' }[bits];
  const key = space === 'PCC' ? 'subspace = 0' : `access_size = "${access}"`;
  return `{ space = "${space}", bit_width = ${bits}, bit_offset = 0, ${key}, address = ${address} }`;
}

const desired = (space: string, address: string) => `layout = "custom"\ndesired_perf = ${register(space, address)}`;

const ARM: readonly Form[] = [
  { name: 'the defaults of the machine: a sink', right: ACCEPTED },
  { name: 'no registers at all', registers: 'controls = "none"', right: ACCEPTED },
  { name: 'levels only', registers: 'layout = "custom"', right: ACCEPTED },
  { name: 'counters in MSRs', registers: 'counters = "msr"', right: REFUSED('linux-no-amu') },
  {
    name: 'counters of an AMU',
    registers: `layout = "custom"\nreference_counter = ${register('FFixedHW', '1', 64)}\ndelivered_counter = ${register('FFixedHW', '0', 64)}`,
    right: REFUSED('linux-no-amu'),
  },
  { name: 'a PM timer', registers: 'counters = "pm-timer"', right: ACCEPTED, advice: ['guest/linux-no-pm-timer'] },
  { name: 'no _OSC', table: 'objects = ["_CPC", "_PSD"]', right: REFUSED('linux-osc-missing') },
  { name: 'no _PSD', table: 'objects = ["_OSC", "_CPC"]', right: ACCEPTED },
  { name: 'PCC', registers: desired('PCC', '0'), right: REFUSED('linux-no-pcct') },
  { name: 'RAM', registers: desired('SystemMemory', '0x50000000'), right: REFUSED('linux-memory-ram') },
  {
    name: 'above the addresses of Linux',
    registers: desired('SystemMemory', '0x3effff0000000'),
    right: REFUSED('linux-memory-past-48-bits'),
  },
  { name: 'a hole', registers: desired('SystemMemory', '0x0b000000'), right: HARMFUL('linux-memory-hole') },
  {
    name: 'a hole that nothing reads',
    registers: `layout = "custom"\nperf_limited = ${register('SystemMemory', '0x0b000000')}`,
    right: ACCEPTED,
  },
  {
    name: 'an address that is not aligned',
    registers: desired('SystemMemory', '0x80000002'),
    right: HARMFUL('linux-memory-unaligned'),
    advice: ['guest/linux-memory-behind-ram'],
  },
  {
    name: 'the flash of the variables',
    registers: desired('SystemMemory', '0x05000000'),
    right: ACCEPTED,
    advice: ['guest/linux-memory-device'],
  },
  {
    name: 'a virtio slot',
    registers: desired('SystemMemory', '0x0a000070'),
    right: ACCEPTED,
    advice: ['guest/linux-memory-device'],
  },
  {
    name: 'the real-time clock',
    registers: desired('SystemMemory', '0x09010004'),
    right: ACCEPTED,
    advice: ['guest/linux-memory-device'],
  },
  {
    name: 'an NVDIMM',
    registers: desired('SystemMemory', '0x80000000'),
    right: ACCEPTED,
    advice: ['guest/linux-memory-behind-ram'],
  },
  { name: 'revision 4', table: 'cpc_revision = 4', right: ACCEPTED },
  { name: 'levels above 255', nominal: [2_360_000, 1_660_000], highest: [2_360_000, 1_660_000], right: ACCEPTED },
  { name: 'revision 2', table: 'cpc_revision = 2', frequencies: false, right: PANIC },
  { name: 'no frequencies', frequencies: false, right: PANIC },
  {
    name: 'no frequencies, and no driver that needs them',
    frequencies: false,
    table: 'coord_type = "SW_ALL"',
    guest: 'threads_per_core = 2',
    right: ACCEPTED,
    advice: ['guest/linux-sw-all'],
  },
  { name: 'equal nominal levels', nominal: [131, 131], right: UNRANKED_FROM_6_12 },
  { name: 'nominal levels in the other order', nominal: [131, 140], right: UNRANKED_FROM_6_12 },
  {
    name: 'equal nominal levels without a driver',
    nominal: [131, 131],
    table: 'coord_type = "SW_ALL"',
    guest: 'threads_per_core = 2',
    right: ACCEPTED,
    advice: ['guest/linux-sw-all'],
  },
  { name: 'equal cores', highest: [236, 236], right: Array(3).fill('unranked guest/all-equal') },
  { name: 'SW_ANY, two threads', guest: 'threads_per_core = 2', right: ACCEPTED },
  { name: 'HW_ALL, two threads', table: 'coord_type = "HW_ALL"', guest: 'threads_per_core = 2', right: ACCEPTED },
  {
    name: 'SW_ALL, two threads',
    table: 'coord_type = "SW_ALL"',
    guest: 'threads_per_core = 2',
    right: ACCEPTED,
    advice: ['guest/linux-sw-all'],
  },
  { name: 'SW_ALL, one thread', table: 'coord_type = "SW_ALL"', right: ACCEPTED },
];

const RISCV: readonly Form[] = [
  { name: 'the defaults of the machine', right: ['accepted', 'accepted'] },
  { name: 'counters in MSRs', registers: 'counters = "msr"', right: ['accepted', 'accepted'] },
  {
    name: 'the CSR time',
    registers: `layout = "custom"\ndesired_perf = ${register('SystemIO', '0x5F0', 8)}\nreference_counter = ${register('FFixedHW', '0x2000000000000C01', 64)}\ndelivered_counter = ${register('FFixedHW', '0x2000000000000C01', 64)}`,
    right: ['accepted', 'accepted'],
  },
  {
    name: 'the SBI',
    registers: `layout = "custom"\ndesired_perf = ${register('FFixedHW', '0x1000000000000005', 64)}\ndelivered_counter = ${register('FFixedHW', '0x100000000000000C', 64)}`,
    right: ['accepted', 'accepted'],
    advice: ['guest/linux-no-sbi'],
  },
  { name: 'PCC', registers: desired('PCC', '0'), right: Array(2).fill('refused guest/linux-no-pcct') },
  {
    name: 'RAM',
    registers: desired('SystemMemory', '0x90000000'),
    right: Array(2).fill('harmful guest/linux-memory-ram'),
  },
  {
    name: 'equal nominal levels',
    nominal: [131, 131],
    right: Array(2).fill('unranked guest/linux-equal-nominal'),
  },
  { name: 'no frequencies', frequencies: false, right: ['accepted', 'accepted'] },
].map((form) => ({ ...form, machine: 'qemu-virt-riscv64' as const })) as readonly Form[];

function textOf({ machine = 'qemu-virt-aarch64', guest = '', table = '', registers = '', ...form }: Form): string {
  const { highest = [236, 166], frequencies = true } = form;
  const { nominal = highest } = form;
  const core = (i: 0 | 1) =>
    `[[core]]\nhighest_perf = ${highest[i]}\nnominal_perf = ${nominal[i]}${frequencies ? `\nnominal_freq = ${3000 + i}\nlowest_freq = 400` : ''}`;
  return [
    `[table]\n${table}\n[guest]\nmachine = "${machine}"\nos = ["linux-7.2"]\n${guest}`,
    `[registers]\n${registers}\n[defaults]\nlowest_nonlinear_perf = 40\nlowest_perf = 15`,
    core(0),
    core(1),
  ].join('\n');
}

/** Without the guests of the spec: a harmful one would be an error. */
async function compileText(text: string): Promise<Compiled> {
  const { value, diagnostics } = await compile({ text, file: 'spec.toml', guests: false });
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return value;
}

function tableSubject({ parts }: Compiled) {
  const tables = parts.flatMap(({ aml }) => decodeTable(aml, 'table').value ?? []);
  return subjectOfFirmware(tables, machineFacts(tables));
}

const FORMS = [...ARM, ...RISCV].map((form) => ({ ...form, name: `${form.machine ?? 'aarch64'}: ${form.name}` }));

cases('predicts', FORMS, async (form) => {
  const compiled = await compileText(textOf(form));
  const subject = subjectOfTable(compiled.table);
  const answers = guestsNamed(['linux'], subject.architecture).map((guest) => judgeGuest(guest, subject));
  assert.equal(
    answers.map(({ verdict, because }) => [verdict, ...because].join(' ')),
    form.right,
  );
  const newest = answers.at(-1)?.findings.map(({ code }) => code) ?? [];
  const shown = newest.filter((code) => /memory-(device|behind)|sw-all|pm-timer|no-sbi/.test(code));
  assert.equal([...new Set(shown)], form.advice ?? []);
});

cases('the same for the table', FORMS, async (form) => {
  const compiled = await compileText(textOf(form));
  const [spec, table] = [subjectOfTable(compiled.table), tableSubject(compiled)];
  // The same bytes do for both machines where no register is in FFixedHW.
  const guests = guestsNamed(['linux'], spec.architecture);
  if (table.architecture !== spec.architecture) return;
  // The table has no DSDT, so it is not known whether the machine has _OSC.
  const seen = { ...table, osc: spec.osc };
  for (const guest of guests) {
    const [ofSpec, ofTable] = [judgeGuest(guest, spec), judgeGuest(guest, seen)];
    assert.equal([ofTable.verdict, ofTable.because], [ofSpec.verdict, ofSpec.because]);
  }
});

test('a release between the booted ones has the worse verdict', async () => {
  const verdictsOf = async (form: Omit<Form, 'name' | 'right'>, guest: 'linux-6.8' | 'linux-6.18') => {
    const { verdict, because } = judgeGuest(
      guest,
      subjectOfTable((await compileText(textOf({ name: '', right: [], ...form }))).table),
    );
    return [verdict, ...because].join(' ');
  };
  assert.is(
    await verdictsOf({ nominal: [131, 131] }, 'linux-6.8'),
    'unranked guest/linux-equal-nominal guest/linux-release-unknown',
  );
  assert.is(
    await verdictsOf({ frequencies: false }, 'linux-6.18'),
    'harmful guest/linux-frequency-panic guest/linux-release-unknown',
  );
});

test('rules of x86 are silent', async () => {
  const { table } = await compileText(
    textOf({ name: '', right: [], registers: 'layout = "amd"', frequencies: false }).replace(
      /\n(highest|nominal|lowest)_[a-z_]*perf = \d+/g,
      '',
    ),
  );
  for (const guest of ['linux-6.12', 'linux-next', 'windows11', 'windows10'] as const) {
    const codes = judgeGuest(guest, subjectOfTable(table)).findings.map(({ code }) => code);
    const ofX86 = codes.filter((code) =>
      /msr|boot-words|enable-missing|windows-(?!not)|host-vendor|next-counters/.test(code),
    );
    assert.equal(ofX86, []);
  }
});

/** iasl's bytes of Device (C000), (C001) and (C002) in \\_SB, each with _HID "ACPI0007" and _UID. */
const DSDT = Buffer.from(
  [
    '445344548000000002e9424f43485320425850432020202001000000494e544c25092020104b055f53425f5b821a43303030',
    '085f4849440d414350493030303700085f554944005b821a43303031085f4849440d414350493030303700085f554944015b',
    '821b43303032085f4849440d414350493030303700085f5549440a02',
  ].join(''),
  'hex',
);

test('one vCPU without a _CPC takes the ranking from all', async () => {
  const { parts } = await compileText(textOf({ name: '', right: [] }));
  const tables = [DSDT, ...parts.map(({ aml }) => aml)].flatMap((aml) => decodeTable(aml, 'table').value ?? []);
  const { verdict, because } = judgeGuest('linux-6.12', subjectOfFirmware(tables, machineFacts(tables)));
  assert.equal([verdict, ...because], ['unranked', 'guest/linux-processor-without-cpc']);
});

test('ports do not make a table of machine virt one of x86', async () => {
  const { parts } = await compileText(textOf({ name: '', right: [], highest: [900, 500] }));
  const tables = parts.flatMap(({ aml }) => decodeTable(aml, 'table').value ?? []);
  const read = tables.map((table) => ({ file: 'table', table }));
  const codes = firmwareProblems(read, machineFacts(tables)).map(({ code }) => code);
  assert.not.ok(codes.includes('firmware/level-past-255'), codes.join());
});

test('linux-next takes what 7.2 takes', async () => {
  const subject = subjectOfTable((await compileText(textOf({ name: '', right: [] }))).table);
  assert.is(judgeGuest('linux-next', subject).verdict, 'accepted');
});

test.run();
