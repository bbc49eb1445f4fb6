// Shapes of real firmware that no shared table has, restated in ASL and compiled by iasl.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findingsOf } from '../../src/inspect/findings.js';
import { readSet } from '../../src/inspect/sources.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';

const REGISTER = 'ResourceTemplate () { Register (FFixedHW, 8, 0, 0x771, 4) }';
const body = (revision: number, count: number) =>
  `{ ${count}, ${revision}, ${Array.from({ length: count - 2 }, () => REGISTER).join(', ')} }`;
const PACKAGE = `Package (23) ${body(3, 23)}`;

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
] as const;

cases('foreign shapes', SHAPES, async ({ tables, found }) => {
  await inTemporaryFolder(async (folder) => {
    const files = [];
    for (const [i, asl] of tables.entries()) {
      const signature = tables.length > 1 && i === 0 ? 'DSDT' : 'SSDT';
      writeFileSync(join(folder, `t${i}.asl`), `DefinitionBlock ("", "${signature}", 2, "A", "B", 1) { ${asl} }`);
      const run = await execa('iasl', [`t${i}.asl`], { cwd: folder, reject: false });
      assert.is(run.exitCode, 0, run.stdout);
      files.push({ name: `t${i}.aml`, bytes: readFileSync(join(folder, `t${i}.aml`)) });
    }
    const cpc = findingsOf(readSet(files, 0).tables).flatMap((one) => one.cpc);
    assert.equal(
      cpc.map(({ path, processors }) => `${path} of ${processors.join(' ')}`),
      found,
    );
  });
});

test.run();
