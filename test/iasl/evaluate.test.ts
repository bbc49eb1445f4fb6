import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileChoice, LAYOUT_CHOICES, PRIORITY_CHOICE, type SpecChoice } from '../laws/specs.js';
import { testWith } from '../support/outside.js';
import { bufferOf, evaluate } from './acpiexec.js';

const PATHS = [0, 1, 2, 3].map((vcpu) => `\\_SB.CPUS.C00${vcpu}`);

async function tablesOf(choice: SpecChoice): Promise<Uint8Array[]> {
  return (await compileChoice({ ...choice, cores: 4 })).parts.map(({ aml }) => aml);
}

async function packagesOf(choice: SpecChoice): Promise<string[]> {
  return evaluate(
    await tablesOf(choice),
    PATHS.flatMap((path) => [`evaluate ${path}._CPC`, `evaluate ${path}._PSD`]),
    2,
  );
}

for (const choice of [...LAYOUT_CHOICES, PRIORITY_CHOICE]) {
  testWith(
    ['iasl', 'acpiexec'],
    `_CPC and _PSD evaluate to the same when compact or split: ${choice.name}`,
    async () => {
      const tables = ['', 'compact = true', 'compact = true\nmax_table_bytes = 1500'];
      const [plain, compact, split] = await Promise.all(tables.map((table) => packagesOf({ ...choice, table })));
      assert.equal(compact, plain);
      assert.equal(split, plain);
    },
  );
}

testWith(['iasl', 'acpiexec'], '_CPC evaluates to its count, its revision and the levels of its core', async () => {
  const tables = await tablesOf({ name: '', registers: 'layout = "constant"' });
  const [answer = ''] = await evaluate(tables, [`evaluate ${PATHS[3]}._CPC`], 1);
  const integers = [...answer.matchAll(/\[Integer\] = ([0-9A-F]+)/g)].map(([, digits]) =>
    Number.parseInt(digits ?? '', 16),
  );
  assert.match(answer, 'Contains 23 Elements');
  assert.equal(integers, [23, 3, 141, 131, 40, 15, 131, 400, 4200]);
});

testWith(['iasl', 'acpiexec'], 'P-states evaluate to what they say, also beside a compact _CPC', async () => {
  const table = 'objects = ["_OSC", "_CPC", "_PSD", "_PCT", "_PSS", "_PPC"]\ncompact = true';
  const commands = ['_PPC', '_PCT', '_PSS'].map((name) => `evaluate ${PATHS[3]}.${name}`);
  const tables = await tablesOf({ name: '', registers: 'layout = "constant"', table });
  const [ppc = '', pct = '', pss = ''] = await evaluate(tables, commands, 1);
  assert.match(ppc, /\[Integer\] = 0+$/);
  assert.match(pct, /Contains 2 Elements[\s\S]* 01 08 00 01 F6 05 [\s\S]* 01 08 00 01 F7 05 /);
  const integers = [...pss.matchAll(/\[Integer\] = ([0-9A-F]+)/g)].map(([, digits]) =>
    Number.parseInt(digits ?? '', 16),
  );
  assert.equal([integers[0], integers[6], integers.length], [4200, 400, 12]);
});

const UUID = '6E B0 11 08 27 4A F9 44 8D 60 3C BB C2 2E 7B 48';

interface Call {
  readonly name: string;
  readonly uuid?: string;
  readonly revision?: number;
  /** DWORDs of Arg3, little-endian, as given and as they come back. */
  readonly given: string;
  readonly answer: string;
}

// ACPI 6.6 §6.2.12: bit 4 of DWORD 0 only when a capability was masked, bit 2 for the UUID, bit 3 for the revision.
const CALLS: readonly Call[] = [
  {
    name: 'the four CPPC bits come back as they are',
    given: '00 00 00 00 60 50 00 00',
    answer: '00 00 00 00 60 50 00 00',
  },
  { name: 'a query for them, too', given: '01 00 00 00 60 50 00 00', answer: '01 00 00 00 60 50 00 00' },
  { name: 'no capability requested, none masked', given: '00 00 00 00 00 00 00 00', answer: '00 00 00 00 00 00 00 00' },
  { name: 'one bit alone', given: '00 00 00 00 40 00 00 00', answer: '00 00 00 00 40 00 00 00' },
  {
    name: 'all other bits are masked, and bit 4 says so',
    given: '01 00 00 00 ff ff ff ff',
    answer: '11 00 00 00 60 50 00 00',
  },
  { name: 'the bit below, between and above', given: '00 00 00 00 10 a0 00 80', answer: '10 00 00 00 00 00 00 00' },
  { name: 'what Linux 7.2 asks', given: '01 00 00 00 ff 7e 22 00', answer: '11 00 00 00 60 50 00 00' },
  {
    name: 'a third DWORD is left alone',
    given: '00 00 00 00 60 00 00 00 ff ff ff ff',
    answer: '00 00 00 00 60 00 00 00 ff ff ff ff',
  },
  {
    name: 'another UUID',
    uuid: UUID.replace('48', '49'),
    given: '00 00 00 00 ff ff 00 00',
    answer: '04 00 00 00 ff ff 00 00',
  },
  {
    name: 'another UUID with another revision',
    uuid: UUID.replace('6E', '6F'),
    revision: 2,
    given: '01 00 00 00 60 50 00 00',
    answer: '05 00 00 00 60 50 00 00',
  },
  { name: 'revision 0', revision: 0, given: '00 00 00 00 ff ff 00 00', answer: '08 00 00 00 ff ff 00 00' },
  { name: 'revision 2', revision: 2, given: '01 00 00 00 60 50 00 00', answer: '09 00 00 00 60 50 00 00' },
];

let answers: Promise<string[]> | undefined;

/** All calls in one run, each on buffers of its own. */
async function oscAnswers(): Promise<string[]> {
  const commands = CALLS.map(({ uuid = UUID, revision = 1, given }) => {
    const count = given.split(' ').length / 4;
    return `evaluate \\_SB._OSC (${uuid}) ${revision} ${count} (${given})`;
  });
  return evaluate(await tablesOf({ name: '', registers: 'layout = "constant"' }), commands, 1);
}

for (const [i, { name, answer }] of CALLS.entries()) {
  testWith(['iasl', 'acpiexec'], `_OSC: ${name}`, async () => {
    answers ??= oscAnswers();
    assert.is(bufferOf((await answers)[i] ?? ''), answer);
  });
}

test('every name of a processor is one of the machine that the tables are evaluated in', async () => {
  const { table } = await compileChoice({ name: '', registers: 'layout = "constant"', cores: 4 });
  assert.equal(
    table.processors.map(({ path }) => path),
    PATHS,
  );
});

test.run();
