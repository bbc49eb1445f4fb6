import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { GuestName } from '../../grammar/guests.js';
import { compile, placesIn } from '../../src/compile.js';
import { answersToDiagnostics, judgeGuest } from '../../src/guest/judge.js';
import { subjectOfTable } from '../../src/guest/subject.js';
import { readSpec } from '../../src/spec/read.js';

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
  assert.is(newerIsWorse?.help, 'correct guest/linux-frequency-missing, or use Linux 6.12, which does not have it');
  const newerIsBetter = await found(text, 'linux-6.10', 'guest/linux-release-unknown');
  assert.match(newerIsBetter?.help ?? '', 'or use Linux 6.12, which');
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

test.run();
