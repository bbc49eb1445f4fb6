// What `diff` compares is what objects evaluate to: on every way through the code of firmware.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compiled } from '../evaluate/sources.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { testWith } from '../support/outside.js';
import { FIELDS, levels, PORT, processor } from './asl.js';

interface Sides {
  readonly a: string;
  readonly b: string;
}

/** `diff` of two tables. */
async function differences(sides: Sides, ...options: readonly string[]) {
  let run = { status: undefined as number | undefined, stdout: '', stderr: '' };
  await inScratch(async (cwd) => {
    for (const side of ['a', 'b'] as const) writeFileSync(join(cwd, `${side}.aml`), await compiled(sides[side]));
    run = await cppcAcpi(['diff', 'a.aml', 'b.aml', ...options], { cwd });
  });
  return run;
}

testWith(['iasl'], 'diff: pairs by _UID, whatever the names and their order', async () => {
  const a = processor('CPU0', 1, `Name (_CPC, ${levels(61)})`) + processor('CPU1', 2, `Name (_CPC, ${levels(71)})`);
  const b = processor('C000', 2, `Name (_CPC, ${levels(71)})`) + processor('C001', 1, `Name (_CPC, ${levels(62)})`);
  const run = await differences({ a, b });
  assert.equal([run.status, run.stderr], [1, '']);
  assert.is(run.stdout, '\\_SB.CPU0\n  highest_perf  61 -> 62\n\n1 processor differs\n');
});

testWith(['iasl'], 'diff: a processor that lost its objects is still paired by its _UID', async () => {
  const first = (name: string) => processor(name, 1, `Name (_CPC, ${levels(61)})`);
  const a = processor('CPU0', 2, `Name (_CPC, ${levels(71)})`) + first('CPU1');
  const b = processor('C000', 2) + first('C001');
  const { stdout } = await differences({ a, b });
  assert.is(stdout, '\\_SB.CPU0\n  _CPC  present -> missing\n\n1 processor differs\n');
});

testWith(['iasl'], 'diff: without common _UIDs, in the order of the tables', async () => {
  // In the order of their names CP10 would be before CPU9.
  const name = (prefix: string, i: number) => (i < 10 ? `CPU${i}` : `${prefix}${i}`);
  const side = (nameOf: (i: number) => string, uid: (i: number) => string) =>
    Array.from({ length: 12 }, (_, i) => processor(nameOf(i), uid(i), `Name (_CPC, ${levels(60 + i)})`)).join('');
  const a = side(
    (i) => name('CP', i),
    (i) => `"a${i}"`,
  );
  const b = side((i) => `C0${i.toString().padStart(2, '0')}`, String);
  const run = await differences({ a, b });
  assert.equal([run.status, run.stdout], [0, 'equal: 12 processors\n']);
  assert.match(run.stderr, /^note\[diff\/by-order\]/);
});

testWith(
  ['iasl'],
  'diff: by _UID if both sides have the same, each once; else in their order, whatever the paths',
  async () => {
    const side = (one: readonly [string, number, number], other: readonly [string, number, number]) =>
      [one, other].map(([name, uid, highest]) => processor(name, uid, `Name (_CPC, ${levels(highest)})`)).join('');
    const a = side(['CPU0', 0, 60], ['CPU1', 1, 61]);
    // Other names and another order, the same _UIDs.
    const byUid = await differences({ a, b: side(['CPU0', 1, 61], ['CPU1', 0, 60]) });
    assert.equal([byUid.status, byUid.stdout, byUid.stderr], [0, 'equal: 2 processors\n', '']);
    // A _UID twice, on one side or on both: the first with the first, though their paths are those of others.
    for (const first of [a, side(['CPU0', 1, 60], ['CPU1', 1, 61])]) {
      const byOrder = await differences({ a: first, b: side(['CPU1', 1, 60], ['CPU0', 1, 61]) });
      assert.equal([byOrder.status, byOrder.stdout], [0, 'equal: 2 processors\n']);
      assert.match(byOrder.stderr, /^note\[diff\/by-order\]: .* do not have the same _UIDs, each once; /);
    }
    // The same paths in the same order need no note.
    const same = await differences({ a, b: side(['CPU0', 7, 60], ['CPU1', 8, 61]) });
    assert.equal([same.status, same.stderr], [0, '']);
  },
);

const OVERCLOCKED = (base: number, unlocked: number) =>
  `${FIELDS}${processor(
    'PR00',
    0,
    `Name (CPC2, ${levels(base)})`,
    `Name (CPOC, ${levels(unlocked, 'Zero')})`,
    'Method (_CPC) { CPOC [3] = FREQ',
    'If (MODE == 1) { Return (CPOC) }',
    'Return (CPC2) }',
  )}${processor('PR01', 1, 'Method (_CPC) { Return (\\_SB.PR00._CPC ()) }')}`;

testWith(['iasl'], 'diff: says on which way a value changed', async () => {
  const run = await differences({ a: OVERCLOCKED(66, 255), b: OVERCLOCKED(66, 80) });
  assert.is(run.status, 1);
  assert.is(
    run.stdout,
    '\\_SB.PR00, \\_SB.PR01\n  when (MODE == 1):\n    highest_perf  255 -> 80\n\n2 processors differ\n',
  );
  const json = await differences({ a: OVERCLOCKED(66, 255), b: OVERCLOCKED(66, 80) }, '--json');
  assert.equal(JSON.parse(json.stdout).differences[0], {
    processor: '\\_SB.PR00',
    object: '_CPC',
    entry: 'highest_perf',
    when: { a: ['(MODE == 1)'], b: ['(MODE == 1)'] },
    a: 255,
    b: 80,
  });
});

testWith(['iasl'], 'diff: one way is compared with every way of the other side', async () => {
  const a = processor('PR00', 0, `Name (_CPC, ${levels(66)})`) + processor('PR01', 1, `Name (_CPC, ${levels(66)})`);
  const { stdout } = await differences({ a, b: OVERCLOCKED(66, 255) });
  assert.is(
    stdout,
    `\\_SB.PR00, \\_SB.PR01
  when (MODE == 1) in b:
    highest_perf  66 -> 255
    nominal_perf  40 -> FREQ

2 processors differ
`,
  );
});

/** Two ways, of which the first has this condition. */
const TWO_WAYS = (condition: string) =>
  `${FIELDS}${processor(
    'PR00',
    0,
    `Name (CPC1, ${levels(66)})`,
    `Name (CPC2, ${levels(77)})`,
    `Method (_CPC) { If (${condition}) { Return (CPC1) } Return (CPC2) }`,
  )}`;

testWith(
  ['iasl'],
  'diff: the same packages on other conditions differ; a condition that decides nothing does not',
  async () => {
    const { stdout } = await differences({ a: TWO_WAYS('MODE == 1'), b: TWO_WAYS('MODE == 2') });
    assert.is(
      stdout,
      `\\_SB.PR00
  when  (MODE == 1) -> (MODE == 2)
  when  (MODE != 1) -> (MODE != 2)

1 processor differs
`,
    );
    const plain = processor('PR00', 0, `Name (_CPC, ${levels(66)})`);
    const asked = `${FIELDS}${processor(
      'PR00',
      0,
      `Name (CPC1, ${levels(66)})`,
      'Method (_CPC) { If (MODE == 1) { Return (CPC1) } Return (CPC1) }',
    )}`;
    assert.is((await differences({ a: plain, b: asked })).status, 0);
  },
);

testWith(['iasl'], 'diff: errors and code that returns nothing are said', async () => {
  const a = processor('PR00', 0, `Name (_CPC, ${levels(66)})`) + processor('PR01', 1, `Name (_CPC, ${levels(66)})`);
  const b = `External (\\_SB.NONE._CPC, MethodObj)\n${FIELDS}${processor(
    'PR00',
    0,
    `Name (CPC1, ${levels(66)})`,
    'Method (_CPC) { If (MODE == 1) { Return (CPC1) } }',
  )}${processor('PR01', 1, 'Method (_CPC) { Return (\\_SB.NONE._CPC ()) }')}`;
  const run = await differences({ a, b });
  assert.is(run.status, 1);
  assert.is(
    run.stdout,
    `\\_SB.PR00
  when (MODE != 1) in b:
    _CPC  present -> returns nothing

\\_SB.PR01
  _CPC  present -> fails (AE_NOT_FOUND: \\_SB.NONE._CPC)

2 processors differ
`,
  );
});

testWith(['iasl'], 'diff: _PSD, _PCT and _PSS are compared, too, after the code has run', async () => {
  const side = (domain: number, frequency: number, port: string) =>
    processor(
      'PR00',
      0,
      'Name (HPSD, Package () { Package () { 5, 0, 0, 0xFE, 0x80 } })',
      `Method (_PSD) { DerefOf (HPSD [0]) [2] = ${domain} DerefOf (HPSD [0]) [4] = 2 Return (HPSD) }`,
      `Name (_PCT, Package () { ${port}, ${PORT} })`,
      `Name (_PSS, Package () { Package () { ${frequency}, 1, 2, 3, 4, 5 }, Package () { 800, 1, 2, 3, 4, 5 } })`,
    );
  const run = await differences({ a: side(3, 3000, PORT), b: side(4, 3600, PORT.replace('0x1000', '0x2000')) });
  assert.is(
    run.stdout,
    `\\_SB.PR00
  _PSD.domain                    3 -> 4
  _PCT.control                   Register (SystemIO, 8, 0, 0x1000, 1) -> Register (SystemIO, 8, 0, 0x2000, 1)
  _PSS.states[0].core_frequency  3000 -> 3600

1 processor differs
`,
  );
});

testWith(['iasl'], 'diff: of two _CPC for one processor the first stands', async () => {
  await inScratch(async (cwd) => {
    const name = (highest: number) => `Name (_CPC, ${levels(highest)})`;
    const first = await compiled(processor('PR00', 0, name(61)));
    const again = `External (\\_SB.PR00, DeviceObj) Scope (\\_SB.PR00) { ${name(99)} }`;
    mkdirSync(join(cwd, 'both'));
    writeFileSync(join(cwd, 'one.aml'), first);
    writeFileSync(join(cwd, 'both/dsdt.aml'), first);
    writeFileSync(join(cwd, 'both/ssdt.aml'), await compiled(again, 'SSDT'));
    const run = await cppcAcpi(['diff', 'one.aml', 'both'], { cwd });
    assert.equal(run, { status: 0, stdout: 'equal: 1 processor\n', stderr: '' });
  });
});

test.run();
