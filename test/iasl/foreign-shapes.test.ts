// Shapes of real firmware that no shared table has, restated in ASL and compiled by iasl.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CpcPackage } from '../../src/cpc/package.js';
import { readSet } from '../../src/firmware/sources.js';
import { contentsOf, type MachineContents } from '../../src/inspect/table-contents.js';
import { judged } from '../firmware/packages.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';

const REGISTER = 'ResourceTemplate () { Register (FFixedHW, 8, 0, 0x771, 4) }';
const body = (revision: number, count: number) =>
  `{ ${count}, ${revision}, ${Array.from({ length: count - 2 }, () => REGISTER).join(', ')} }`;
const PACKAGE = `Package (23) ${body(3, 23)}`;
/** Names in the place of what they hold. */
const OF_NAMES = `Name (RNUL, ${REGISTER}) Name (GCPC, Package (23) { 23, 3, ${Array.from({ length: 21 }, () => 'RNUL').join(', ')} })`;

/** ASL of each table, then `path of processors` of each package in order. */
const SHAPES = [
  {
    name: 'If and Else that return names',
    tables: [
      `Device (\\_SB.C000) { Name (CPC2, Package (21) ${body(2, 21)}) Name (NVOC, ${PACKAGE})
        Method (_CPC) { If (CondRefOf (\\XYZ0)) { Return (CPC2) } Else { Return (NVOC) } } }`,
    ],
    found: ['\\_SB.C000.CPC2 of \\_SB.C000', '\\_SB.C000.NVOC of \\_SB.C000'],
  },
  {
    name: 'a Return of a Package in a method',
    tables: [`Processor (\\_SB.CPU0, 0, 0, 0) { Method (_CPC) { Return (${PACKAGE}) } }`],
    found: ['\\_SB.CPU0._CPC of \\_SB.CPU0'],
  },
  {
    name: 'by a local, through another method with an argument',
    tables: [
      `Scope (\\_SB) { Name (GCP0, ${PACKAGE}) Method (GCPC, 1) { Local1 = GCP0 Return (Local1) } }
       Device (\\_SB.C000) { Method (_CPC) { Return (\\_SB.GCPC (0)) } }
       Device (\\_SB.C001) { Method (_CPC) { Return (\\_SB.C000._CPC ()) } }`,
    ],
    found: ['\\_SB.GCP0 of \\_SB.C000 \\_SB.C001'],
  },
  {
    name: 'a DSDT whose processors are in an SSDT',
    tables: [
      `Device (\\_SB.C000) { Name (CPC3, ${PACKAGE}) }`,
      `External (\\_SB.C000, DeviceObj) External (\\_SB.C000.CPC3, PkgObj)
       Scope (\\_SB.C000) { Method (_CPC) { Return (CPC3) } }`,
    ],
    found: ['\\_SB.C000.CPC3 of \\_SB.C000'],
  },
  {
    name: 'an Alias',
    tables: [`Name (PKG0, ${PACKAGE}) Device (\\_SB.C000) { Alias (\\PKG0, _CPC) }`],
    found: ['\\PKG0 of \\_SB.C000'],
  },
  {
    name: 'CopyObject, and RefOf with DerefOf',
    tables: [
      `Name (PKG0, ${PACKAGE}) Name (PKG1, ${PACKAGE})
       Device (\\_SB.C000) { Method (_CPC) { CopyObject (\\PKG0, Local0) Return (Local0) } }
       Device (\\_SB.C001) { Method (_CPC) { Local0 = RefOf (\\PKG1) Return (DerefOf (Local0)) } }`,
    ],
    found: ['\\PKG0 of \\_SB.C000', '\\PKG1 of \\_SB.C001'],
  },
  {
    name: 'an argument that a method gives back',
    tables: [
      `Name (PKG0, ${PACKAGE}) Name (PKG1, ${PACKAGE}) Method (XCPC, 2) { Return (Arg1) }
       Device (\\_SB.C000) { Method (_CPC) { Return (XCPC (1, \\PKG1)) } }`,
    ],
    found: ['\\PKG0 of ', '\\PKG1 of \\_SB.C000'],
  },
  {
    name: 'packages in a package',
    tables: [
      `Name (PKGS, Package () { ${PACKAGE}, ${PACKAGE} })
       Device (\\_SB.C000) { Method (_CPC) { Return (DerefOf (\\PKGS[1])) } }`,
    ],
    found: ['\\PKGS of ', '\\PKGS of \\_SB.C000'],
  },
  {
    name: 'a package of names, under another name',
    tables: [`Device (\\_SB.C000) { ${OF_NAMES} Method (_CPC) { Return (GCPC) } }`],
    found: ['\\_SB.C000.GCPC of \\_SB.C000'],
  },
] as const;

cases('foreign shapes', SHAPES, async ({ tables, found }) => {
  const cpc = await foundIn(tables);
  assert.equal(
    cpc.map(({ path, processors }) => `${path} of ${processors.join(' ')}`),
    found,
  );
});

/** Statements of a `_CPC`, and what they write to the package that it returns. */
const WRITES = [
  { name: 'a sum', code: 'GCPC[2] = SVEN + 200', written: ['highest_perf 207'] },
  { name: 'a quotient', code: 'Divide (1000, SVEN, , GCPC[3])', written: ['nominal_perf 142'] },
  { name: 'an index that is computed', code: 'Local0 = 2 GCPC[Local0] = 33', written: ['highest_perf 33'] },
  {
    name: 'to a copy, which is returned',
    code: 'Local1 = GCPC Local1[2] = 236 Return (Local1)',
    written: ['highest_perf 236'],
  },
  { name: 'to a copy, which is not', code: 'Local1 = GCPC Local1[2] = 236', written: [] },
  {
    name: 'under a condition, and then not',
    code: 'If (SVEN) { GCPC[2] = 77 } GCPC[2] = SVEN - 1',
    written: ['highest_perf 6'],
  },
] as const;

cases('writes at run time', WRITES, async ({ code, written }) => {
  const asl = `Device (\\_SB.C000) { Name (SVEN, 7) Name (GCPC, ${PACKAGE}) Method (_CPC) { ${code} Return (GCPC) } }`;
  const [machine] = await inspected([asl]);
  assert.equal(
    machine?.facts.cpc[0]?.writes?.map(({ entry, value }) => `${entry} ${value}`),
    written,
  );
});

test('a Buffer that gives fewer bytes than it has ends in zeros', async () => {
  const short = 'Buffer (17) { 0x82, 0x0C, 0, 1, 8, 0, 1, 0xF0, 5, 0, 0, 0, 0, 0, 0, 0x79 }';
  const [one] = await foundIn([`Device (\\_SB.C000) { Name (_CPC, ${PACKAGE.replace(REGISTER, short)}) }`]);
  const highest = one?.entries.get('highest_perf');
  assert.is(highest?.kind === 'register' && highest.register.address, 0x5f0n);
});

const levels = (highest: number) =>
  PACKAGE.replace(`23, 3, ${[REGISTER, REGISTER, REGISTER, REGISTER].join(', ')}`, `23, 3, ${highest}, 131, 40, 15`);

cases(
  'processors of one domain, to Windows 11',
  [
    { name: 'code that chooses for one', second: 'C000', equal: true },
    { name: 'code that chooses for each', second: 'C001', equal: true },
    { name: 'none in common', second: 'C002', equal: false },
  ],
  async ({ second, equal }) => {
    const choice = (a: number, b: number) =>
      `Method (_CPC) { If (CondRefOf (\\XYZ0)) { Return (${levels(a)}) } Return (${levels(b)}) }`;
    const devices: Readonly<Record<string, string>> = {
      C000: '',
      C001: `Device (\\_SB.C001) { ${choice(236, 166)} }`,
      C002: `Device (\\_SB.C002) { ${choice(216, 176)} }`,
    };
    const asl = `Device (\\_SB.C000) { ${choice(236, 196)} } ${devices[second]}`;
    const [machine] = await inspected([asl]);
    const tables = machine?.tables.map(({ table }) => table.table) ?? [];
    assert.is(judged('windows11', ...tables).because.includes('guest/windows-siblings'), !equal);
  },
);

test.run();

/** The packages in tables that iasl makes. */
async function foundIn(tables: readonly string[]): Promise<readonly CpcPackage[]> {
  return (await inspected(tables)).flatMap((one) => one.cpc);
}

async function inspected(tables: readonly string[]): Promise<readonly MachineContents[]> {
  let found: readonly MachineContents[] = [];
  await inTemporaryFolder(async (folder) => {
    const files = [];
    for (const [i, asl] of tables.entries()) {
      const signature = tables.length > 1 && i === 0 ? 'DSDT' : 'SSDT';
      writeFileSync(
        join(folder, `t${i}.asl`),
        `DefinitionBlock ("", "${signature}", 2, "A", "B", 1) { ${addressed(asl)} }`,
      );
      const run = await execa('iasl', [`t${i}.asl`], { cwd: folder, reject: false });
      assert.is(run.exitCode, 0, run.stdout);
      files.push({ name: `t${i}.aml`, bytes: readFileSync(join(folder, `t${i}.aml`)) });
    }
    found = contentsOf(readSet(files, 0).tables);
  });
  return found;
}

/** From 20251212 on iasl refuses a Device that has neither _HID nor _ADR. */
function addressed(asl: string): string {
  return asl.replace(/Device \([^)]*\) \{(?!\s*Name \(_(?:HID|ADR),)/g, '$& Name (_ADR, 0)');
}
