// `check` on tables of whole machines: what each processor evaluates to decides the findings and the verdict.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compiled } from '../evaluate/sources.js';
import { inScratch } from '../support/command-line.js';
import { inProcess } from '../support/in-process.js';
import { testWith } from '../support/outside.js';

const NIL = 'ResourceTemplate () { Register (SystemMemory, 0, 0, 0, 0) }';
const msr = (address: number, width: number, offset: number) =>
  `ResourceTemplate () { Register (FFixedHW, ${width}, ${offset}, ${address}, 4) }`;
const REGISTERS = [
  ...[NIL, msr(0x774, 8, 16), NIL, NIL, NIL, NIL, NIL, msr(0xe7, 64, 0), msr(0xe8, 64, 0)],
  ...[msr(0x777, 2, 1), msr(0x770, 1, 0), '1', NIL, msr(0x774, 8, 24), '0'],
].join(', ');
const levels = (highest: number, revision = 2, lowest = 7) =>
  `Package () { 21, ${revision}, ${highest}, 33, 20, ${lowest}, ${REGISTERS} }`;
const OSC = 'Method (_OSC, 4) { Return (Arg3) }';
const HARDWARE = 'OperationRegion (NVS, SystemMemory, 0x1000, 8) Field (NVS, AnyAcc, NoLock, Preserve) { MODE, 8 }';
const device = (name: string, body: string) =>
  `Device (${name}) { Name (_HID, "ACPI0007") Name (_UID, "${name}") ${body} }`;

interface Verdicts {
  readonly processors: readonly {
    readonly path: string;
    readonly codes: readonly string[];
    readonly fails?: readonly unknown[];
    readonly nothing?: readonly unknown[];
  }[];
  readonly guests: { readonly 'linux-6.12'?: { readonly verdict: string; readonly because: readonly string[] } };
  readonly diagnostics: readonly { readonly code: string; readonly severity: string; readonly message: string }[];
}

interface Row {
  readonly name: string;
  /** Terms in \_SB of each table, the first of a DSDT. */
  readonly tables: readonly string[];
  readonly signature?: string;
  readonly status: number;
  readonly verdict: string;
  /** Severity, code and what the message has. */
  readonly says: readonly (readonly [severity: string, code: string, words: string])[];
}

const PR10 = device('PR10', `Name (PKGA, ${levels(71)})`);
const FORWARDS = ['PR20', 'PR21']
  .map((name) => device(name, 'Method (_CPC) { Return (\\_SB.PR10._CPC ()) }'))
  .join(' ');
const either = (condition: string, one: string, other: string) =>
  device(
    'CP00',
    `Name (PKG0, ${one}) Name (PKG1, ${other}) Method (_CPC) { If (${condition}) { Return (PKG0) } ${other === '' ? '' : 'Return (PKG1)'} }`,
  );

// biome-ignore format: a finding a line
const ROWS: readonly Row[] = [
  {
    name: 'a call of a _CPC that no table has',
    tables: [`External (\\_SB.PR10._CPC, MethodObj) ${OSC} ${PR10} ${FORWARDS}`],
    status: 1,
    verdict: 'refused',
    says: [
      ['error', 'firmware/unresolved-name', '\\_SB.PR20._CPC and 1 more: calls \\_SB.PR10._CPC, which no table here defines; Linux prints AE_NOT_FOUND and has no CPPC'],
      ['error', 'guest/linux-no-package', 'AE_NOT_FOUND'],
      ['error', 'guest/linux-processor-without-cpc', '\\_SB.PR10'],
      ['warning', 'firmware/processor-without-cpc', '\\_SB.PR10: '],
    ],
  },
  {
    name: 'the same without a DSDT',
    signature: 'SSDT',
    tables: [`External (\\_SB.PR10._CPC, MethodObj) ${FORWARDS}`],
    status: 0,
    verdict: 'none',
    says: [['warning', 'firmware/table-missing', 'the code uses \\_SB.PR10._CPC, which the tables given do not define; so the value of 2 objects is not known']],
  },
  {
    name: 'a store that ACPICA refuses',
    tables: [`${OSC} ${device('CP00', `Name (PKGF, ${levels(66)}) Method (_CPC) { DerefOf (PKGF [7]) = 58 Return (PKGF) }`)}`],
    status: 1,
    verdict: 'refused',
    says: [
      ['error', 'firmware/code-fails', 'has a Buffer as its target; the method aborts with AE_AML_OPERAND_TYPE'],
      ['error', 'guest/linux-no-package', 'AE_AML_OPERAND_TYPE'],
    ],
  },
  {
    name: 'a store that ACPICA refuses on one way',
    tables: [`${HARDWARE} ${OSC} ${device('CP00', `Name (PKGF, ${levels(66)}) Method (_CPC) { If (MODE == 1) { DerefOf (PKGF [7]) = 58 } Return (PKGF) }`)}`],
    status: 0,
    verdict: 'accepted',
    says: [['note', 'firmware/code-fails', '\\_SB.CP00._CPC, when (MODE == 1): the store ']],
  },
  {
    name: 'a method without a Return',
    tables: [`Name (MODE, 3) ${OSC} ${device('CP00', `Name (PKG0, ${levels(66)}) Method (_CPC) { If (MODE == 1) { Return (PKG0) } }`)}`],
    status: 1,
    verdict: 'refused',
    says: [
      ['error', 'firmware/returns-nothing', 'the method ends without a Return'],
      ['error', 'guest/linux-no-package', 'no return value'],
    ],
  },
  {
    name: 'a method without a Return on one way',
    tables: [`${HARDWARE} ${OSC} ${device('CP00', `Name (PKG0, ${levels(66)}) Method (_CPC) { If (MODE == 1) { Return (PKG0) } }`)}`],
    status: 0,
    verdict: 'accepted',
    says: [['warning', 'firmware/returns-nothing', '\\_SB.CP00._CPC, when (MODE != 1): the method ends without a Return']],
  },
  {
    name: 'a dummy that is never returned',
    tables: [`Name (HWON, 1) ${OSC} ${either('HWON', levels(66), `Package () { 3, 1, ${NIL} }`)}`],
    status: 0,
    verdict: 'accepted',
    says: [],
  },
  {
    name: 'a dummy that hardware chooses',
    tables: [`${HARDWARE} ${OSC} ${either('MODE', levels(66), `Package () { 3, 1, ${NIL} }`)}`],
    status: 0,
    verdict: 'accepted',
    says: [
      ['note', 'firmware/revision-1', '\\_SB.CP00.PKG1, when (MODE == 0): '],
      ['note', 'firmware/element-count', '\\_SB.CP00.PKG1, when (MODE == 0): the package has 3 elements'],
      ['note', 'cpc/mandatory-entry-missing', ''],
      ['note', 'guest/linux-revision', 'when (MODE == 0): linux-6.12 refuses \\_SB.CP00.PKG1'],
      ['note', 'guest/linux-level-zero', 'highest_perf is the NULL register'],
    ],
  },
  {
    name: 'a defect on every way',
    tables: [`${HARDWARE} ${OSC} ${either('MODE', levels(66, 2, 0), levels(60, 2, 0))}`],
    status: 1,
    verdict: 'refused',
    says: [
      ['error', 'cpc/level-zero', '\\_SB.CP00.PKG0 and 1 more: lowest_perf is 0'],
      ['error', 'guest/linux-level-zero', '\\_SB.CP00.PKG0 and 1 more: lowest_perf is 0'],
    ],
  },
  {
    name: 'a _CPC in two tables: the first one counts',
    tables: [
      `${OSC} ${device('CP00', `Name (PKGK, ${levels(66)}) Method (_CPC) { Return (PKGK) }`)}`,
      `External (\\_SB.CP00, DeviceObj) Scope (\\_SB.CP00) { Name (_CPC, ${levels(66, 2, 0)}) }`,
    ],
    status: 0,
    verdict: 'accepted',
    says: [['warning', 'firmware/defined-twice', '\\_SB.CP00._CPC: this is defined a second time; the operating system keeps the first definition, in 0.aml, and drops this one']],
  },
  {
    name: 'no _OSC in a DSDT: help for an owner',
    tables: [device('CP00', `Name (_CPC, ${levels(66)})`)],
    status: 1,
    verdict: 'refused',
    says: [['error', 'guest/linux-osc-missing', 'there is no \\_SB._OSC']],
  },
  {
    name: 'no _OSC in an SSDT, whose DSDT may have it',
    signature: 'SSDT',
    tables: [device('CP00', `Name (_CPC, ${levels(66)})`)],
    status: 0,
    verdict: 'accepted',
    says: [],
  },
  {
    name: 'a _PSD that code fills in',
    tables: [`${OSC} ${device('CP00', `Name (_CPC, ${levels(66)}) Name (HPSD, Package () { Package () { 5, 0, 0, 0xFE, 128 } }) Method (_PSD) { DerefOf (HPSD [0]) [4] = 1 Return (HPSD) }`)}`],
    status: 0,
    verdict: 'accepted',
    says: [],
  },
  {
    name: 'a _PSD of a machine without _CPC that is an Integer',
    tables: [`${OSC} ${device('CP00', 'Method (_PSD) { Return (Zero) }')}`],
    status: 0,
    verdict: 'none',
    says: [['note', 'inspect/no-cpc', '']],
  },
];

for (const { name, tables, signature = 'DSDT', status, verdict, says } of ROWS) {
  testWith(['iasl'], `check --guest: ${name}`, async () => {
    const { json, exit } = await checked(tables, signature);
    const found = json.diagnostics.map(({ severity, code, message }) => [severity, code, message] as const);
    assert.equal(
      found.map(([severity, code]) => [severity, code]),
      says.map(([severity, code]) => [severity, code]),
    );
    for (const [i, [, , words]] of says.entries()) assert.ok(found[i]?.[2].includes(words), found[i]?.[2]);
    assert.is(json.guests['linux-6.12']?.verdict, verdict);
    assert.is(exit, status);
  });
}

async function checked(tables: readonly string[], signature = 'DSDT'): Promise<{ json: Verdicts; exit: number }> {
  let result: { json: Verdicts; exit: number } | undefined;
  await inScratch(async (folder) => {
    const files: string[] = [];
    for (const [i, terms] of tables.entries()) {
      files.push(`${i}.aml`);
      const bytes = await compiled(`Scope (\\_SB) { ${terms} }`, i === 0 ? signature : 'SSDT');
      writeFileSync(join(folder, `${i}.aml`), bytes);
    }
    const { status, stdout } = await inProcess(['check', ...files, '--json', '--guest', 'linux-6.12'], folder);
    result = { json: JSON.parse(stdout) as Verdicts, exit: status ?? -1 };
  });
  if (!result) throw new Error('nothing was checked');
  return result;
}

testWith(['iasl'], 'check --json has the ways that give no package', async () => {
  const body = `${HARDWARE} ${OSC} ${PR10} External (\\_SB.PR10._CPC, MethodObj) ${FORWARDS}
    ${device('CP00', `Name (PKG0, ${levels(66)}) Method (_CPC) { If (MODE == 1) { Return (PKG0) } }`)}`;
  const { json } = await checked([body]);
  const of = (path: string) => json.processors.find((one) => one.path === path);
  assert.equal(of('\\_SB.PR20')?.fails, [{ reason: 'unresolved-name', name: '\\_SB.PR10._CPC', when: [] }]);
  assert.equal(of('\\_SB.CP00')?.nothing, [['(MODE != 1)']]);
  assert.is(of('\\_SB.CP00')?.fails, undefined);
  assert.ok(of('\\_SB.PR21')?.codes.includes('firmware/unresolved-name'));
});

testWith(['iasl'], 'one finding for 64 processors, each with a variable of its own', async () => {
  const fields = Array.from({ length: 64 }, (_, i) => `B${100 + i}, 1`).join(', ');
  const body = Array.from({ length: 64 }, (_, i) =>
    device(
      `C${100 + i}`,
      `Name (PKG0, ${levels(66)}) Name (PKG1, ${levels(255)})
      Method (_CPC) { If (B${100 + i}) { Return (PKG1) } Return (PKG0) }`,
    ),
  ).join(' ');
  const region = `OperationRegion (NVS, SystemMemory, 0x1000, 8) Field (NVS, AnyAcc, NoLock, Preserve) { ${fields} }`;
  const { json } = await checked([`${region} ${OSC} ${body}`]);
  const notes = json.diagnostics.map(({ code, message }) => `${code}: ${message}`);
  assert.equal(notes, [
    'firmware/highest-255: \\_SB.C100.PKG1 and 63 more, when (B100 != 0), or under other conditions: highest_perf is the constant 255, on any core',
  ]);
});

testWith(['iasl'], 'AMD processors with CPPC in MSRs need no _OSC', async () => {
  const amd = (high: number) => msr(0xc00102b0, 8, high);
  const registers = [amd(24), amd(16), amd(8), amd(0), NIL, msr(0xc00102b3, 8, 16)].join(', ');
  const rest = `${`${NIL}, `.repeat(5)}${msr(0xe7, 64, 0)}, ${msr(0xe8, 64, 0)}, ${msr(0xc00102b4, 2, 0)}`;
  const body = device('CP00', `Name (_CPC, Package () { 21, 2, ${registers}, ${rest}, 0, 1, ${NIL}, ${NIL}, 0 })`);
  const { json } = await checked([body]);
  assert.is(json.guests['linux-6.12']?.verdict, 'accepted');
});

testWith(['iasl'], 'tables without --guest: the verdict of Linux is printed', async () => {
  await inScratch(async (folder) => {
    const processor = device('CP00', `Name (_CPC, ${levels(66)})`);
    writeFileSync(join(folder, 'a.aml'), await compiled(`Scope (\\_SB) { ${OSC} ${processor} }`));
    writeFileSync(join(folder, 'b.aml'), await compiled(`Scope (\\_SB) { ${processor} }`));
    writeFileSync(join(folder, 'c.aml'), await compiled(''));
    mkdirSync(join(folder, 'empty'));
    const { stdout } = await inProcess(['check', 'a.aml'], folder);
    assert.equal(stdout.split('\n'), ['a.aml, 1 _CPC package: no problems found', 'linux  accepted', '']);
    const refused = await inProcess(['check', 'b.aml'], folder);
    assert.equal([refused.status, refused.stdout], [0, 'linux  refused (guest/linux-osc-missing)\n']);
    const unread = await inProcess(['check', 'empty'], folder);
    assert.is(unread.stdout, '');
    const several = await inProcess(['check', 'a.aml', 'c.aml'], folder);
    assert.match(several.stdout, /^a\.aml, 1 _CPC package:\n {2}linux {2}accepted\nc\.aml:\n {2}linux {2}no _CPC$/m);
  });
});

testWith(['iasl'], 'a condition has only what the defect depends on, also over several packages', async () => {
  const fields = 'FREQ, 16, EXTR, 8, KIND, 8';
  const body = device(
    'CP00',
    `Name (PKG0, ${levels(66)}) Name (PKG1, ${levels(66)})
    Method (_CPC) {
      If (FREQ) { PKG0 [3] = 34 PKG1 [3] = 34 }
      If (EXTR) { PKG0 [2] = 255 PKG1 [2] = 255 }
      If (KIND) { Return (PKG1) }
      Return (PKG0)
    }`,
  );
  const region = `OperationRegion (NVS, SystemMemory, 0x1000, 8) Field (NVS, AnyAcc, NoLock, Preserve) { ${fields} }`;
  const { json } = await checked([`${region} ${OSC} ${body}`]);
  assert.equal(
    json.diagnostics.map(({ code, message }) => `${code}: ${message}`),
    [
      'firmware/highest-255: \\_SB.CP00.PKG1 and 1 more, when (EXTR != 0): highest_perf is the constant 255, on any core',
    ],
  );
});

test.run();
