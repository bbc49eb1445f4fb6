// What `inspect` shows of processors is what their objects evaluate to, on every way through the code of firmware.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { acpiexecAnswers } from '../evaluate/acpiexec.js';
import { compiled } from '../evaluate/sources.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { testWith } from '../support/outside.js';

const NIL = 'ResourceTemplate () { Register (SystemMemory, 0, 0, 0, 0) }';
const PORT = 'ResourceTemplate () { Register (SystemIO, 0x08, 0x00, 0x1000, 0x01) }';
const MSR = 'ResourceTemplate () { Register (FFixedHW, 0x08, 0x10, 0x774, 0x04) }';

/** A `_CPC` of revision 2 with this highest level. */
const levels = (highest: number | string = 66) =>
  `Package () { 21, 2, ${highest}, 33, 20, 7, ${PORT}, ${MSR}, ${`${NIL}, `.repeat(9)}1, ${NIL}, ${NIL}, 0 }`;

const device = (name: string, uid: number, ...terms: readonly string[]) =>
  `Device (\\_SB.${name}) { Name (_HID, "ACPI0007") Name (_UID, ${uid})\n${terms.join('\n')}\n}\n`;

const method = (code: string, highest?: number) => `Name (PKGA, ${levels(highest)}) Method (_CPC) { ${code} }`;

const FIELDS = `
  OperationRegion (NVS, SystemMemory, 0x1000, 16)
  Field (NVS, AnyAcc, NoLock, Preserve) { NFRQ, 16, MODE, 8, CFGD, 32 }
`;

interface Json {
  readonly schema: number;
  readonly tables: readonly {
    readonly cpc: readonly { readonly path: string; readonly processors: readonly string[] }[];
  }[];
  readonly processors: readonly Processor[];
  readonly unread: readonly unknown[];
}

type Ways = readonly Readonly<Record<string, unknown>>[];

interface Processor {
  readonly path: string;
  readonly uid: unknown;
  readonly hid: unknown;
  readonly cpc: readonly CpcWay[];
  readonly fails: readonly { readonly reason: string; readonly name: string }[];
  readonly nothing: readonly unknown[];
  readonly psd: Ways;
  readonly pct: Ways;
  readonly pss: Ways;
}

interface CpcWay {
  readonly package: unknown;
  readonly when: readonly string[];
  readonly entries: Readonly<Record<string, unknown>>;
  readonly writes: readonly unknown[];
}

/** What `inspect` prints of a table, for people and as JSON. */
async function inspected(asl: string, signature?: string): Promise<{ readonly text: string; readonly json: Json }> {
  const bytes = await compiled(asl, signature);
  let made = { text: '', json: undefined as unknown };
  await inScratch(async (cwd) => {
    writeFileSync(join(cwd, 'x.aml'), bytes);
    const text = await cppcAcpi(['inspect', 'x.aml'], { cwd });
    const json = await cppcAcpi(['inspect', '--json', 'x.aml'], { cwd });
    assert.equal([text.status, json.status], [0, 0]);
    made = { text: text.stdout, json: JSON.parse(json.stdout) };
  });
  return made as { text: string; json: Json };
}

/** The Integers of each `_CPC`, as acpiexec has them. */
async function levelsOfAcpiexec(asl: string, path: string): Promise<string[]> {
  const [answer = ''] = await acpiexecAnswers([await compiled(asl, 'SSDT'), await compiled('')], [path], 0);
  return answer.match(/(?<=\s)0x[0-9a-f]+/g) ?? [];
}

interface Case {
  readonly name: string;
  readonly asl: string;
  /** Values of entries of the only way. */
  readonly entries: Readonly<Record<string, unknown>>;
}

/** Names, scopes and writes that are followed as ACPICA follows them: one way, no condition, nothing unread. */
const CASES: readonly Case[] = [
  {
    name: 'a write behind CondRefOf of a method',
    asl: `Method (\\BOST, 3) { Return (Arg1) }
      ${device('CP00', 0, method('If (CondRefOf (\\BOST)) { PKGA [4] = 24 } Return (PKGA)'))}`,
    entries: { lowest_nonlinear_perf: 24 },
  },
  {
    name: 'a _CPC behind CondRefOf at table level',
    asl: `Method (\\BOST, 3) { Return (Arg1) } ${device('CP00', 0)}
      If (CondRefOf (\\BOST)) { Scope (\\_SB.CP00) { Name (_CPC, ${levels()}) } }`,
    entries: { highest_perf: 66 },
  },
  {
    name: 'an Integer and a method of one name',
    asl: `Name (\\WAKE, 6) Device (\\_SB.PCI0) { Name (_ADR, 0) Method (WAKE, 5) { Return (Arg4) } }
      ${device('CP00', 0, method('If (((WAKE >> 1) & 1)) { PKGA [2] = 80 } Return (PKGA)'))}`,
    entries: { highest_perf: 80 },
  },
  {
    name: 'a field of a Buffer that hides a method',
    asl: `Method (\\MODF, 2) { Return (Arg0) }
      ${device(
        'CP00',
        0,
        method(`Local1 = Buffer (4) { 0, 3, 0, 0 } CreateByteField (Local1, 1, MODF) MODF = 2
          If ((MODF == 2)) { PKGA [2] = 77 } Return (PKGA)`),
      )}`,
    entries: { highest_perf: 77 },
  },
  {
    name: 'bytes of a register',
    asl: device(
      'CP00',
      0,
      method(`Local0 = RefOf (PKGA) DerefOf (DerefOf (Local0) [6]) [7] = 0xB2
        DerefOf (DerefOf (Local0) [6]) [8] = 0x15 Return (PKGA)`),
    ),
    entries: {
      guaranteed_perf: { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 1, address: '0x15B2' },
    },
  },
  {
    name: 'a dummy that a constant rules out',
    asl: `Name (\\HWON, 1)
      ${device('CP00', 0, `Name (NONE, Package () { 3, 1, ${NIL} })`, method('If (HWON) { Return (PKGA) } Return (NONE)'))}`,
    entries: { highest_perf: 66 },
  },
  {
    name: 'Scope (^)',
    asl: device('CP00', 0, `Device (SENS) { Name (_ADR, 1) Scope (^) { Name (_CPC, ${levels()}) } }`),
    entries: { highest_perf: 66 },
  },
];

for (const { name, asl, entries } of CASES) {
  testWith(['iasl', 'acpiexec'], `inspect: ${name}`, async () => {
    const { json, text } = await inspected(asl, 'SSDT');
    assert.equal([json.schema, json.unread], [2, []]);
    const [processor] = json.processors;
    assert.equal([processor?.path, processor?.uid, processor?.hid], ['\\_SB.CP00', 0, 'ACPI0007']);
    assert.is(processor?.cpc.length, 1);
    const [way] = processor?.cpc ?? [];
    assert.equal(way?.when, []);
    assert.equal(way?.package, { table: 0, index: 0 });
    for (const [key, value] of Object.entries(entries)) assert.equal(way?.entries[key], value);
    const integers = Object.values(way?.entries ?? {}).filter((value): value is number => typeof value === 'number');
    assert.equal(
      (await levelsOfAcpiexec(asl, '\\_SB.CP00._CPC')).slice(2),
      integers.map((value) => `0x${value.toString(16)}`),
    );
    assert.match(text, /^1 processor: _CPC revision 2, SystemIO and FFixedHW \(Intel HWP\)$/m);
    assert.match(text, /^ {2}of \\_SB\.CP00$/m);
    assert.not.match(text, /not decoded/);
  });
}

testWith(['iasl'], 'inspect: says what code writes, and the field that it comes from', async () => {
  const code = 'PKGA [3] = NFRQ DerefOf (PKGA [6]) [7] = 0x34 Return (PKGA)';
  const { json, text } = await inspected(FIELDS + device('CP00', 0, method(code)));
  const [way] = json.processors[0]?.cpc ?? [];
  assert.equal(way?.entries['nominal_perf'], { unknown: 'NFRQ' });
  assert.equal(way?.writes, [
    { entry: 'nominal_perf', value: 'NFRQ', by: '\\_SB.CP00._CPC' },
    { entry: 'guaranteed_perf', value: '52', by: '\\_SB.CP00._CPC', byte: 7 },
  ]);
  assert.match(text, /nominal_perf +NFRQ, read at run time\n/);
  assert.match(text, /At run time\n {4}\\_SB\.CP00\._CPC writes nominal_perf and guaranteed_perf\n/);
});

testWith(['iasl'], 'inspect: a _CPC that calls one which no table has', async () => {
  const call = 'Method (_CPC) { Return (\\_SB.PR10._CPC ()) }';
  const asl = `External (\\_SB.PR10._CPC, MethodObj)
    ${device('PR10', 10, `Name (PKGA, ${levels(71)})`)} ${device('PR20', 20, call)} ${device('PR21', 21, call)}`;
  const { json, text } = await inspected(asl);
  const failing = json.processors.filter(({ fails }) => fails.length > 0);
  assert.equal(
    failing.map(({ path, fails }) => [path, fails.map(({ reason, name }) => [reason, name])]),
    ['PR20', 'PR21'].map((one) => [`\\_SB.${one}`, [['unresolved-name', '\\_SB.PR10._CPC']]]),
  );
  assert.match(text, /^3 processors: 2 have a _CPC that returns no package; 1 without _CPC$/m);
  assert.match(text, /of \\_SB\.PR20, \\_SB\.PR21 \(2 processors\)\n {2}fails: no table defines \\_SB\.PR10\._CPC/);
  assert.match(text, /\\_SB\.PR10\.PKGA\n.*\n {2}of no processor: no _CPC in these tables returns it\n/);
  const alone = await inspected(device('CP00', 0, 'Method (_CPC) {}'));
  assert.match(alone.text, /^1 processor: its _CPC returns no package$/m);
  const part = await inspected(asl, 'SSDT');
  assert.equal(
    part.json.processors.flatMap(({ fails }) => fails),
    [],
  );
  assert.match(part.text, /returns \\?\S*_CPC.*, whose value these tables do not give/);
  assert.match(part.text, /not in these tables: \\_SB\.PR10\._CPC; give all tables of the machine/);
});

testWith(['iasl'], 'inspect: ways that return nothing, and stores that ACPICA refuses', async () => {
  const nothing = method('If (MODE == 1) { Return (PKGA) }');
  const refused = method('DerefOf (PKGA [7]) = 0x2A Return (PKGA)');
  const { json, text } = await inspected(FIELDS + device('CP00', 0, nothing) + device('CP01', 1, refused));
  const [first, second] = json.processors;
  assert.equal(
    first?.cpc.map(({ when }) => when),
    [['(MODE == 1)']],
  );
  assert.equal(first?.nothing, [['(MODE != 1)']]);
  assert.equal([second?.cpc, second?.fails.length], [[], 1]);
  assert.match(text, /\\_SB\.CP00\._CPC\n {2}of \\_SB\.CP00\n {2}returns nothing otherwise\n/);
  assert.match(text, /\\_SB\.CP01\._CPC\n {2}of \\_SB\.CP01\n {2}fails: ACPICA refuses a store/);
});

const CHOICE = `If ((CFGD & 0x1000000)) { Return (CPOC) }
  If (MODE) { PKGA [3] = NFRQ } Return (PKGA)`;

testWith(
  ['iasl'],
  'inspect: conditions are shown where they make a difference, in words where they have some',
  async () => {
    const first = device('CP00', 0, `Name (CPOC, ${levels(255)})`, method(CHOICE));
    const other = device('CP01', 1, 'Method (_CPC) { Return (\\_SB.CP00._CPC ()) }');
    const { json, text } = await inspected(FIELDS + first + other);
    assert.equal(
      json.processors[0]?.cpc.map(({ when }) => when),
      [
        ['((CFGD & 0x1000000) != 0)'],
        ['((CFGD & 0x1000000) == 0)', '(MODE != 0)'],
        ['((CFGD & 0x1000000) == 0)', '(MODE == 0)'],
      ],
    );
    assert.match(text.replace(/\n {2}/g, ' '), /PKGA usually, CPOC when overclocking is unlocked\n/);
    assert.match(
      text,
      /CPOC\n.*\n {2}of \\_SB\.CP00, \\_SB\.CP01 \(2 processors\)\n {2}when overclocking is unlocked\n/,
    );
    assert.match(text, /PKGA\n.*\n.*\n {2}otherwise\n/);
    assert.match(text, /nominal_perf +NFRQ, read at run time, when \(MODE != 0\)\n +otherwise 33\n/);
    assert.equal(
      text.split('\n').filter((line) => line.length > 80),
      [],
    );
  },
);

testWith(['iasl'], 'inspect: processors that ask for bits and fields of their own are one block', async () => {
  const fields = `OperationRegion (NVS, SystemMemory, 0x1000, 16)
    Field (NVS, AnyAcc, NoLock, Preserve) { CORE, 32, FQ00, 16, FQ01, 16, FQ02, 16 }`;
  const asked = (i: number) =>
    method(`If (((CORE >> ${i}) & 1)) { PKGA [3] = FQ0${i} } Return (PKGA)`).replaceAll('PKGA', `PK0${i}`);
  const { text } = await inspected(fields + [0, 1, 2].map((i) => device(`PR0${i}`, i, asked(i))).join(''));
  assert.match(text, /of \\_SB\.PR00-PR02 \(3 processors; nn or n: the number of each\)\n/);
  assert.match(text, /nominal_perf +FQnn, read at run time,\n +when \(\(\(CORE >> n\) & 1\) != 0\)\n +otherwise 33\n/);
  assert.is(text.match(/revision 2, 21 elements/g)?.length, 1);
});

const FILLED = `Name (HPSD, Package () { Package () { 5, 0, 0, 0xFE, 0x80 } })
  Method (_PSD) { DerefOf (HPSD [0]) [2] = 6 DerefOf (HPSD [0]) [4] = 2 Return (HPSD) }`;

testWith(['iasl', 'acpiexec'], 'inspect: a _PSD that code fills in', async () => {
  const asl = device('CP00', 0, FILLED) + device('CP01', 1, 'Method (_PSD) { Return (\\_SB.CP00._PSD ()) }');
  const { json, text } = await inspected(asl);
  const by = '\\_SB.CP00._PSD';
  assert.equal(json.processors[1]?.psd, [
    {
      when: [],
      domain: 6,
      coord_type: 'HW_ALL',
      num_processors: 2,
      writes: [
        { entry: 'domain', value: '6', by },
        { entry: 'num_processors', value: '2', by },
      ],
    },
  ]);
  const [answer] = await acpiexecAnswers([await compiled(asl)], ['\\_SB.CP01._PSD'], 0);
  assert.is(answer, 'package(1) package(5) 0x5 0x0 0x6 0xfe 0x2');
  assert.match(
    text,
    /\n {12}6 {2}HW_ALL {8}\\_SB\.CP00, \\_SB\.CP01\n {2}\\_SB\.CP00\._PSD writes domain and num_processors/,
  );
  assert.not.match(text, /NumProcessors/);
});

testWith(['iasl'], 'inspect: domains that are counted like the processors share a row', async () => {
  const fields = ['00', '01', '02', '03'].map((nn) => `PF${nn}, 16, CM${nn}, 8`).join(', ');
  const asl = ['00', '01', '02', '03'].map((nn, i) =>
    device(
      `PR${nn}`,
      i,
      `Name (HPSD, Package () { Package () { 5, 0, ${i}, 0xFE, 1 } })
      Name (CPSD, Package () { Package () { 5, 0, 0, 0xFE, 0 } })
      Name (SPSD, Package () { Package () { 5, 0, 0, 0xFC, 4 } })
      Method (_PSD) {
        If (!((((CFGD & 0x2000000) != 0) && ((CFGD & 0x400000) != 0)))) {
          DerefOf (CPSD [0]) [2] = (CM${nn} & 0x0F) DerefOf (CPSD [0]) [4] = (CM${nn} >> 4) Return (CPSD)
        }
        If ((PF00 & 0x800)) { Return (HPSD) }
        Return (SPSD)
      }`,
    ),
  );
  const region = `OperationRegion (CPUS, SystemMemory, 0x2000, 16) Field (CPUS, AnyAcc, NoLock, Preserve) { ${fields} }`;
  const { text } = await inspected(`${FIELDS} ${region} ${asl.join('')}`);
  assert.is(text.match(/ (?:HW|SW)_ALL /g)?.length, 3);
  assert.match(
    text,
    /\n +0-3 {2}HW_ALL +\\_SB\.PR00-PR03 \(one in each\)\n +when Turbo Boost Max 3\.0 is supported and HWP is\n +enabled and the system lets hardware coordinate\n +\(Linux does\)\n/,
  );
  assert.match(text, /\n +0 {2}SW_ALL +\\_SB\.PR00-PR03\n/);
  assert.match(
    text,
    /\n +\(CMnn & 0x0F\) {2}HW_ALL +\\_SB\.PR00-PR03 \(nn: the number of each\)\n +\(NumProcessors: \(CMnn >> 4\)\)\n +when Turbo Boost Max 3\.0 is not supported or HWP\n +is disabled\n/,
  );
  const pairs = [0, 1, 2, 3, 4, 5].map((i) =>
    device(`C00${i}`, i, `Name (_PSD, Package () { Package () { 5, 0, ${i >> 1}, 0xFE, 2 } })`),
  );
  const { text: ofPairs } = await inspected(pairs.join(''));
  assert.match(ofPairs, /\n +0-2 {2}HW_ALL +\\_SB\.C000-C005 \(2 in each, in order\)\n/);
  const { text: mixed } = await inspected([...pairs.slice(0, 2), ...pairs.slice(4)].join(''));
  assert.match(mixed, /\n +0 {2}HW_ALL +\\_SB\.C000, \\_SB\.C001\n +2 {2}HW_ALL +\\_SB\.C004, \\_SB\.C005\n/);
});

testWith(
  ['iasl'],
  'inspect: processors without _CPC in many scopes fit the width, with ranges of Strings',
  async () => {
    const ofCluster = (cluster: number) =>
      [0, 1, 2, 3]
        .map((i) => `Device (CPU${i}) { Name (_HID, "ACPI0007") Name (_UID, "CL${cluster}-0${i}") }`)
        .join(' ');
    const clusters = [0, 1, 2, 3].map((i) => `Device (\\_SB.SYSM.CLS${i}) { Name (_HID, "ACPI0010") ${ofCluster(i)} }`);
    const { text } = await inspected(`Device (\\_SB.SYSM) { Name (_HID, "ACPI0010") } ${clusters.join('\n')}`);
    const lines = text.split('\n');
    assert.equal(
      lines.filter((line) => line.length > 80),
      [],
    );
    assert.match(text, /"CL0-00"-"CL0-03",?\s/);
    const { text: mapped } = await inspected(
      `Processor (\\_PR.CPU0, 0, 0, 0) { Name (_PCT, Package () { ResourceTemplate () { Register (FFixedHW, 0, 0, 0) }, ${PORT} }) }`,
    );
    assert.match(mapped, /control {2}FFixedHW, the processor's own P-state registers\n/);
  },
);

testWith(['iasl'], 'inspect: a _PSD without its outer Package, _PCT and _PSS', async () => {
  const states = 'Package () { Package () { 2000, 900, 10, 10, 0, 0 }, Package () { 1000, 400, 10, 10, 1, NFRQ } }';
  const asl = `${FIELDS} Processor (\\_PR.CPU4, 4, 0, 0) {
    Name (_PSD, Package () { 5, 0, 4, 0xFD, 2 })
    Name (_PCT, Package () { ${PORT}, ${MSR} })
    Method (_PSS) { Name (PSSX, ${states}) DerefOf (PSSX [1]) [1] = 500 Return (PSSX) }
  }`;
  const { json, text } = await inspected(asl);
  const [processor] = json.processors;
  assert.equal([processor?.uid, processor?.hid], [4, null]);
  assert.equal(processor?.psd, [{ when: [], domain: 4, coord_type: 'SW_ANY', num_processors: 2, writes: [] }]);
  assert.equal(
    [processor?.pct[0]?.['control'], processor?.pct[0]?.['status']].map((one) => (one as { space: string }).space),
    ['SystemIO', 'FFixedHW'],
  );
  const [pss] = processor?.pss ?? [];
  assert.equal(pss?.['states'], [
    { core_frequency: 2000, power: 900, transition_latency: 10, bus_master_latency: 10, control: 0, status: 0 },
    {
      core_frequency: 1000,
      power: 500,
      transition_latency: 10,
      bus_master_latency: 10,
      control: 1,
      status: { unknown: 'NFRQ' },
    },
  ]);
  assert.equal(pss?.['writes'], [{ entry: 'states[1].power', value: '500', by: '\\_PR.CPU4._PSS' }]);
  assert.match(text, /\n {12}4 {2}SW_ANY {8}\\_PR\.CPU4 \(NumProcessors: 2\)\n/);
  assert.match(text, /_PCT of \\_PR\.CPU4\n {4}control {2}SystemIO port 0x1000, 8 bits, Byte\n/);
  assert.match(text, /_PSS of \\_PR\.CPU4\n {4}2 states of 2000, 1000 MHz\n/);
});

testWith(['iasl'], 'inspect and check: a second _CPC of a processor is dropped, and named at it', async () => {
  await inScratch(async (cwd) => {
    const first = device('CP00', 0, `Name (_CPC, ${levels()})`);
    const second = `External (\\_SB.CP00, DeviceObj) Scope (\\_SB.CP00) { Name (_CPC, ${levels(90)}) Name (_PPC, 0) }`;
    writeFileSync(join(cwd, 'dsdt.aml'), await compiled(first));
    writeFileSync(join(cwd, 'ssdt.aml'), await compiled(second, 'SSDT'));
    const text = (await cppcAcpi(['inspect', 'dsdt.aml', 'ssdt.aml'], { cwd })).stdout;
    assert.match(
      text,
      /second \\_SB\.CP00\._CPC: Linux drops it \(AE_ALREADY_EXISTS\) and takes the first,\n {4}in dsdt\.aml/,
    );
    assert.not.match(text, /of no processor/);
    const json = JSON.parse((await cppcAcpi(['inspect', '--json', 'dsdt.aml', 'ssdt.aml'], { cwd })).stdout);
    assert.equal(json.processors[0].dropped, [{ table: 1, index: 0 }]);
    const checked = await cppcAcpi(['check', 'dsdt.aml', 'ssdt.aml'], { cwd });
    assert.match(checked.stderr + checked.stdout, /firmware\/defined-twice\]: \\_SB\.CP00\._CPC/);
  });
});

test.run();
