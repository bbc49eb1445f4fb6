// `decompile` of firmware: what the code evaluates to, as a spec that builds.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compiled } from '../evaluate/sources.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { testWith } from '../support/outside.js';
import { FIELDS, levels, PORT, processor } from './asl.js';

interface Decompiled {
  readonly spec: string;
  readonly stderr: string;
  /** What `diff` prints of the table and the spec. */
  readonly differences: string;
}

/** The spec of a table, which `build` takes. */
async function decompiled(terms: string, ...options: readonly string[]): Promise<Decompiled> {
  let made: Decompiled | undefined;
  await inScratch(async (cwd) => {
    writeFileSync(join(cwd, 'dsdt.aml'), await compiled(terms));
    const run = await cppcAcpi(['decompile', 'dsdt.aml', '-o', 'spec.toml', ...options], { cwd });
    assert.is(run.status, 0, run.stderr);
    const built = await cppcAcpi(['build', 'spec.toml', '--iasl', 'require', '-o', 'out'], { cwd });
    assert.is(built.status, 0, built.stderr);
    const { stdout: differences } = await cppcAcpi(['diff', 'dsdt.aml', 'spec.toml'], { cwd });
    made = { spec: readFileSync(join(cwd, 'spec.toml'), 'utf8'), stderr: run.stderr, differences };
  });
  if (!made) throw new Error('nothing was made');
  return made;
}

/** The comments above a spec. */
function comments(spec: string): string[] {
  return spec.split('\n').filter((line) => line.startsWith('# - '));
}

testWith(['iasl'], 'decompile: what code writes is in the spec', async () => {
  const code = `Name (CPC2, ${levels(66)}) Method (_CPC) { CPC2 [2] = 77 DerefOf (CPC2 [7]) [7] = 0xB2 Return (CPC2) }`;
  const { spec, differences } = await decompiled(processor('PR00', 0, code));
  assert.equal(comments(spec), []);
  assert.match(spec, /^highest_perf += 77$/m);
  assert.is(differences, 'equal: 1 processor\n');
});

testWith(['iasl'], 'decompile: a _PSD without its outer Package, and one that code fills in', async () => {
  const psd = (text: string) => `Name (_CPC, ${levels(66)}) ${text}`;
  const { spec, differences } = await decompiled(
    processor('PR00', 0, psd('Name (_PSD, Package () { 5, 0, 4, 0xFD, 2 })')) +
      processor(
        'PR01',
        1,
        psd(
          'Name (HPSD, Package () { Package () { 5, 0, 0, 0xFD, 0 } }) Method (_PSD) { DerefOf (HPSD [0]) [2] = 4 DerefOf (HPSD [0]) [4] = 2 Return (HPSD) }',
        ),
      ),
  );
  assert.match(spec, /^domain = 4$/m);
  assert.is(differences, 'equal: 2 processors\n');
});

testWith(['iasl'], 'decompile: names what only hardware knows, and the ways that it does not state', async () => {
  const { spec } = await decompiled(
    `${FIELDS}${processor(
      'PR00',
      0,
      `Name (CPC2, ${levels(66)}) Name (CPOC, ${levels(255)})`,
      'Method (_CPC) { CPC2 [3] = FREQ If (MODE == 1) { Return (CPOC) } Return (CPC2) }',
    )}`,
  );
  assert.equal(comments(spec), [
    '# - nominal_perf can be FREQ, on another way through the code: \\_SB.PR00',
    '# - code decides what _CPC is; here is the package for (MODE == 1): \\_SB.PR00',
    '# - the code can also return the package CPC2 (revision 2, 21 elements): \\_SB.PR00',
  ]);
  const always = await decompiled(
    `${FIELDS}${processor('PR00', 0, `Name (CPC2, ${levels(66)}) Method (_CPC) { CPC2 [3] = FREQ Return (CPC2) }`)}`,
  );
  assert.equal(comments(always.spec), [
    '# - nominal_perf is FREQ on the machine itself; here it is what the table has: \\_SB.PR00',
  ]);
  assert.match(always.spec, /^nominal_perf += 40$/m);
});

const pcc = (subspace: number) =>
  levels(66).replaceAll(PORT, `ResourceTemplate () { Register (PCC, 32, 0, 0, ${subspace}) }`);
/** The register of the desired performance is in another subspace than the others. */
const MIXED = pcc(17).replace('PCC, 32, 0, 0, 17', 'PCC, 32, 0, 0, 2');

testWith(['iasl'], 'decompile: leaves out processors whose registers are in several PCC subspaces', async () => {
  const { spec, differences } = await decompiled(
    processor('C000', 0, `Name (_CPC, ${pcc(17)})`) + processor('C001', 1, `Name (_CPC, ${MIXED})`),
  );
  assert.equal(comments(spec), [
    '# - left out, because its registers are in different PCC subspaces, and Linux reads no _CPC of it: \\_SB.C001',
  ]);
  assert.match(differences, /^\\_SB\.C001\n {2}_CPC {2}present -> missing\n/);
});

testWith(
  ['iasl'],
  'decompile: where all processors mix subspaces, the registers of the second are left out',
  async () => {
    const { spec, stderr } = await decompiled(processor('C000', 0, `Name (_CPC, ${MIXED})`));
    assert.match(stderr, /^warning\[decompile\/changed\]: .*subspace/);
    assert.match(spec, /^# Values that `build` refuses, and what stands here instead:\n# - /m);
  },
);

testWith(['iasl'], 'decompile: levels out of order or 0 are raised, and it says so', async () => {
  const wrong = levels(21, 166).replace(', 20, 7,', ', 20, 0,');
  const { spec, stderr } = await decompiled(processor('C000', 0, `Name (_CPC, ${wrong})`));
  assert.match(stderr, /^warning\[decompile\/changed\]/);
  assert.match(spec, /^highest_perf += 166$/m);
  assert.match(spec, /^lowest_perf += 1$/m);
  assert.match(spec, /^# - nominal_perf \(166\) is above highest_perf \(21\); here highest_perf is 166: \\_SB.C000$/m);
});

testWith(['iasl'], 'decompile: processors whose code fails or returns nothing are named', async () => {
  const { spec } = await decompiled(
    `External (\\_SB.NONE._CPC, MethodObj)\n${processor('PR00', 0, `Name (_CPC, ${levels(66)})`)}${processor(
      'PR01',
      1,
      'Method (_CPC) { Return (\\_SB.NONE._CPC ()) }',
    )}${processor('PR02', 2, 'Method (_CPC) { }')}`,
  );
  assert.equal(comments(spec), [
    '# - left out, because its _CPC ends with AE_NOT_FOUND \\_SB.NONE._CPC: \\_SB.PR01',
    '# - left out, because its _CPC returns nothing: \\_SB.PR02',
  ]);
});

test.run();
