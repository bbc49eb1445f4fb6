import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { GuestName } from '../../grammar/guests.js';
import { compile, placesIn } from '../../src/compile.js';
import { diagnostic } from '../../src/diagnostics/diagnostic.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { answersToDiagnostics, judgeGuest } from '../../src/guest/judge.js';
import type { GuestCode } from '../../src/guest/rule.js';
import { ownerOf, subjectOfFirmware, subjectOfTable } from '../../src/guest/subject.js';
import { readSpec } from '../../src/spec/read.js';
import { cases } from '../support/cases.js';

const LEVELS = '[defaults]\nnominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15\n';
const CORES = '[[core]]\nhighest_perf = 236\n[[core]]\nhighest_perf = 166\n';
const FREQUENCIES = 'nominal_freq = 3800\nlowest_freq = 400\n';

async function found(text: string, guest: GuestName, code: string) {
  const [{ value: compiled }, { value: spec }] = [
    await compile({ text, file: 's.toml' }),
    await readSpec(text, 's.toml'),
  ];
  assert.ok(compiled && spec);
  const answers = [judgeGuest(guest, subjectOfTable(compiled.table))];
  return answersToDiagnostics(answers, placesIn(spec, compiled.table), 'spec').find((one) => one.code === code);
}

const GENOA = '[guest]\ncpu_model = "EPYC-Genoa"\n';

test('between two booted releases the help names the release without the finding', async () => {
  const text = `${GENOA}[registers]\nlayout = "constant"\n${LEVELS}${CORES}`;
  const newerIsWorse = await found(text, 'linux-6.14', 'guest/linux-release-unknown');
  assert.is(
    newerIsWorse?.help,
    'use Linux 6.16, which does not have it, or correct what guest/linux-selection-unwritten reports',
  );
  assert.is(await found(text, 'linux-6.10', 'guest/linux-release-unknown'), undefined, 'what is certain decides alone');
});

test('registers of the device that overlap: the help names a key of the device', async () => {
  const text = `${GENOA}[registers]\nlayout = "acpi-cppc"\naddrspace = 0\naddress = 0x4000000000\n${LEVELS}${CORES}`;
  const overlap = await found(text, 'linux-next', 'guest/next-overlap');
  assert.match(overlap?.help ?? '', /^set addrspace = 1, or layout = "constant"/);
});

test('a Linux guest of os on a known Intel host: a note', async () => {
  const text = (vendor: string) =>
    `[guest]\nos = ["linux-6.12"]\nhost_vendor = "${vendor}"\n[registers]\nlayout = "constant"\n${LEVELS}${FREQUENCIES}${CORES}`;
  const codes = async (vendor: string) =>
    (await compile({ text: text(vendor), file: 's.toml' })).diagnostics.map(({ code }) => code);
  assert.equal(await codes('intel'), ['guest/linux-cpu-model']);
  assert.equal(await codes('amd'), []);
});

/** The help of a code for the table of a spec, as its author, as the owner of the table alone, and as the owner of firmware. */
async function helps(code: GuestCode, guest: GuestName, registers: string, head = '') {
  const text = `${head}[guest]\ncpu_model = "host"\n[registers]\nlayout = "constant"\n${registers}\n${LEVELS}${CORES}`;
  const { value } = await compile({ text, file: 's.toml' });
  assert.ok(value);
  const trees = value.parts.map(({ tree }) => tree);
  const subject = subjectOfFirmware(trees, machineFacts(trees), 'EPYC-Genoa');
  assert.is(ownerOf(subject), 'guest table');
  const answers = [judgeGuest(guest, subject)];
  return (['spec', 'guest table', 'table'] as const).map((from) => {
    const found = answersToDiagnostics(answers, () => undefined, from).find((one) => one.code === code);
    return found?.help ?? '';
  });
}

cases(
  'help with keys of a spec: the author of a table alone needs a spec first, the owner of firmware has none',
  [
    { name: 'guest/linux-enable-missing', guest: 'linux-7.3', registers: 'controls = "none"' },
    { name: 'guest/windows-desired', guest: 'windows11', registers: 'controls = "none"' },
    { name: 'guest/next-counters', guest: 'linux-next', registers: 'counters = "none"' },
    { name: 'guest/windows10-hypervisor', guest: 'windows10', registers: '' },
    { name: 'guest/linux-no-ports', guest: 'linux-5.15', registers: '' },
    {
      name: 'guest/linux-osc-missing',
      guest: 'linux-7.3',
      registers: '',
      head: '[table]\nobjects = ["_CPC", "_PSD"]\n',
    },
    { name: 'guest/windows-siblings', guest: 'windows11', registers: '', head: '[table]\nobjects = ["_CPC"]\n' },
  ] as { name: GuestCode; guest: GuestName; registers: string; head?: string }[],
  async ({ name, guest, registers, head }) => {
    const [spec = '', table, firmware = ''] = await helps(name, guest, registers, head);
    assert.match(spec, /set `|add "_|layout = /);
    assert.is(table, `in the spec that \`cppc-acpi decompile\` writes, ${spec}`);
    assert.match(firmware, /^newer firmware may/);
    assert.not.match(firmware, /layout|controls|counters|objects/);
  },
);

test('a table has no [guest]: the help for CPU model host names --cpu, and each model there decides', async () => {
  const { value } = await compile({
    text: `[registers]\nlayout = "constant"\n${LEVELS}${FREQUENCIES}${CORES}`,
    file: 's.toml',
  });
  assert.ok(value);
  const trees = value.parts.map(({ tree }) => tree);
  const judged = (model?: string) => {
    const subject = subjectOfFirmware(trees, machineFacts(trees), model);
    const answer = judgeGuest('linux-7.3', subject);
    return { answer, found: answersToDiagnostics([answer], () => undefined, ownerOf(subject)) };
  };
  const help = judged().found.find(({ code }) => code === 'guest/linux-host-vendor')?.help ?? '';
  assert.not.match(help, '[guest]');
  const models = [...help.matchAll(/--cpu ([\w-]+)/g)].map(([, model]) => judged(model).answer);
  assert.equal(
    models.map(({ verdict, because }) => [verdict, ...because]),
    [['accepted'], ['unranked', 'guest/linux-cpu-model']],
  );
});

test('an Integer in place of a register: what Linux accepts, by release, is what linux-next judges', () => {
  const of = (key: string, value: bigint, refusedLater: boolean) =>
    diagnostic('cpc/integer-not-register', undefined, { from: 'table', key, value, refusedLater }).help;
  assert.is(
    of('guaranteed_perf', 150n, true),
    'Linux up to 7.3 accepts the Integer, ignores it and shows 0; kernels after 7.3 may refuse the whole _CPC',
  );
  assert.is(
    of('time_window', 0n, false),
    'Linux up to 7.3 accepts the Integer; an entry that is not supported is the NULL register',
  );
});

test.run();
