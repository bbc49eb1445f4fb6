import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CPU_MODELS } from '../../grammar/cpu-models.js';
import { cpuModelOf, flagOf, hasCppcWithoutOsc } from '../../src/cpc/cpu-model.js';
import { cases } from '../support/cases.js';
import { outside, testWith } from '../support/outside.js';

cases(
  'cpuModelOf',
  [
    { name: 'EPYC-Milan', word: 'EPYC-Milan', is: ['AMD', 0x19, 1] },
    { name: 'a version of it', word: 'EPYC-Milan-v2,+x2apic', is: ['AMD', 0x19, 1] },
    { name: 'another model of it', word: 'EPYC-Milan,model=97', is: ['AMD', 0x19, 97] },
    { name: 'a family in hex', word: 'EPYC,family=0x1a,model=0x44', is: ['AMD', 0x1a, 0x44] },
    { name: 'the plain EPYC', word: 'EPYC-IBPB', is: ['AMD', 0x17, 1] },
    { name: 'Intel', word: 'Skylake-Server-noTSX-IBRS', is: ['Intel', undefined, undefined] },
    { name: 'a vendor of its own', word: 'EPYC-Milan,vendor=GenuineIntel', is: ['Intel', 0x19, 1] },
    {
      name: 'the last vendor',
      word: 'Haswell,vendor=GenuineIntel,vendor=AuthenticAMD',
      is: ['AMD', undefined, undefined],
    },
    { name: 'the host', word: 'host,migratable=no', is: undefined },
    { name: 'the most there is', word: 'max', is: undefined },
    { name: 'an unknown model', word: 'qemu64', is: undefined },
  ],
  ({ word, is }) => {
    const model = cpuModelOf(word);
    assert.equal(model && [model.vendor, model.family, model.model], is);
  },
);

cases(
  'hasCppcWithoutOsc',
  [
    { name: 'Zen 2', word: 'EPYC-Rome', is: true },
    { name: 'the last of Zen 2', word: 'EPYC,model=0x7f', is: true },
    { name: 'past Zen 2', word: 'EPYC,model=0x80', is: false },
    { name: 'Zen 1', word: 'EPYC', is: false },
    { name: 'the first of Zen 2', word: 'EPYC,model=0x30', is: true },
    { name: 'Milan', word: 'EPYC-Milan', is: true },
    { name: 'past Milan', word: 'EPYC-Milan,model=16', is: false },
    { name: 'Vermeer', word: 'EPYC-Milan,model=33', is: true },
    { name: 'Genoa', word: 'EPYC-Genoa', is: false },
    { name: 'Intel', word: 'Haswell,family=0x19,model=1', is: false },
  ],
  ({ word, is }) => {
    const model = cpuModelOf(word);
    assert.is(model && hasCppcWithoutOsc(model), is);
  },
);

/** What QEMU 7.2, 10.0 and 11.1 make of them. */
const FLAGS = [
  { name: 'on', word: 'EPYC,svm=on', is: true },
  { name: 'off', word: 'EPYC,svm=off', is: false },
  { name: 'the bare name', word: 'EPYC,svm=off,svm', is: true },
  { name: 'the last value', word: 'EPYC,svm=on,svm=no', is: false },
  { name: 'a minus before a value', word: 'EPYC,-svm,svm=on', is: false },
  { name: 'a minus before a plus', word: 'EPYC,-svm,+svm', is: false },
  { name: 'a plus before a minus', word: 'EPYC,+svm,-svm', is: false },
  { name: 'a plus before a value', word: 'EPYC,+svm,svm=off', is: true },
];

cases('flagOf', [...FLAGS, { name: 'another flag', word: 'EPYC,+svme', is: undefined }], ({ word, is }) => {
  assert.is(flagOf(word, 'svm'), is);
});

const CPU = { path: '/machine/unattached/device[0]', property: 'svm' };
const QUESTIONS = [{ execute: 'qmp_capabilities' }, { execute: 'qom-get', arguments: CPU }, { execute: 'quit' }];

for (const { name, word } of FLAGS)
  testWith(['qemu-system-x86_64'], `QEMU sets the same flag: ${name}`, async () => {
    const { stdout } = await execa(
      outside('qemu-system-x86_64'),
      ['-S', '-accel', 'tcg', '-display', 'none', '-nodefaults', '-cpu', word, '-qmp', 'stdio'],
      { input: QUESTIONS.map((one) => JSON.stringify(one)).join('\n') },
    );
    const answers = stdout.split('\n').map((line): unknown => JSON.parse(line));
    const set = answers.find((one) => typeof Object(one).return === 'boolean');
    assert.equal(set, { return: flagOf(word, 'svm') });
  });

/** Models that QEMU describes in other words than by their maker, or that are what the host is. */
const UNDESCRIBED = /^(?:486|athlon|base|core2duo|coreduo|host|kvm32|kvm64|max|n270|pentium\d?|phenom|qemu32|qemu64)\b/;

testWith(['qemu-system-x86_64'], 'QEMU says the same makers', async () => {
  const { stdout } = await execa(outside('qemu-system-x86_64'), ['-cpu', 'help']);
  const models = [...stdout.matchAll(/^x86 (\S+) +(AMD|Hygon|Intel) /gm)].map(([, name = '', maker = '']) => [
    name,
    maker,
  ]);
  assert.ok(models.length > 50, `${models.length} models`);
  const wrong = models
    .filter(([name = '']) => !UNDESCRIBED.test(name))
    .filter(([name = '', maker]) => cpuModelOf(name)?.vendor !== maker);
  assert.equal(wrong, []);
});

test('no prefix hides a longer one behind it', () => {
  const hidden = CPU_MODELS.filter((row, i) =>
    CPU_MODELS.slice(0, i).some(({ prefix }) => row.prefix.startsWith(prefix)),
  );
  assert.equal(hidden, []);
});

test.run();
