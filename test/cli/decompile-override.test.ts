// `decompile --override`: a table that is loaded over the firmware's own.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compiled } from '../evaluate/sources.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { outside, testWith } from '../support/outside.js';
import { levels, processor } from './asl.js';

const OSC = 'Method (\\_SB._OSC, 4) { Return (Arg3) }';
const PROCESSORS = processor('PR00', 0) + processor('PR01', 1);

/** The firmware's SSDT: code that both processors share, and what stands beside it. */
const SSDT = (beside = '') => `
  External (\\_SB.PR00, DeviceObj) External (\\_SB.PR01, DeviceObj)
  Scope (\\_SB.PR00) { Name (CPC2, ${levels(66)}) Method (_CPC) { CPC2 [3] = 50 Return (CPC2) } ${beside} }
  Scope (\\_SB.PR01) { Method (_CPC) { Return (\\_SB.PR00._CPC ()) } }
`;

/** A machine of these tables, and the spec that is made of it. */
async function overriding(
  dsdt: string,
  ssdt: string,
  work: (
    cwd: string,
    run: { readonly spec: string; readonly stdout: string; readonly stderr: string },
  ) => Promise<void>,
): Promise<void> {
  await inScratch(async (cwd) => {
    mkdirSync(join(cwd, 'firmware'));
    writeFileSync(join(cwd, 'firmware/dsdt.aml'), await compiled(dsdt));
    if (ssdt) writeFileSync(join(cwd, 'firmware/ssdt.aml'), await compiled(ssdt, 'SSDT'));
    const run = await cppcAcpi(['decompile', '--override', 'firmware', '-o', 'over.toml'], { cwd });
    assert.is(run.status, 0, run.stderr);
    await work(cwd, { ...run, spec: readFileSync(join(cwd, 'over.toml'), 'utf8') });
  });
}

testWith(
  ['iasl', 'acpiexec'],
  'override: the table takes the place of the firmware’s, by initrd or by GRUB',
  async () => {
    await overriding(OSC + PROCESSORS, SSDT(), async (cwd, { spec, stderr }) => {
      assert.is(stderr, '');
      assert.match(spec, /^oem_id += "TEST"\noem_table_id += "CODE"\noem_revision += 2\n/m);
      assert.match(spec, /^objects += \["_CPC"\]$/m);
      assert.match(spec, /^nominal_perf += 50$/m);
      writeFileSync(join(cwd, 'over.toml'), spec.replace(/^(highest_perf +)= 66$/m, '$1= 99'));
      const built = await cppcAcpi(['build', 'over.toml', '--emit', 'aml', '--iasl', 'require'], { cwd });
      assert.is(built.status, 0, built.stderr);
      const path = '\\_SB.PR01._CPC';
      // From the initrd in the place of the SSDT; by GRUB in front of it.
      assert.match(await evaluated(cwd, path, 'firmware/dsdt.aml', 'over.aml'), /\[Integer\] = 0*63\b/);
      assert.match(
        await evaluated(cwd, path, 'firmware/dsdt.aml', 'over.aml', 'firmware/ssdt.aml'),
        /\[Integer\] = 0*63\b/,
      );
      assert.match(await evaluated(cwd, path, 'firmware/dsdt.aml', 'firmware/ssdt.aml'), /\[Integer\] = 0*42\b/);
    });
  },
);

async function evaluated(cwd: string, path: string, ...tables: readonly string[]): Promise<string> {
  const run = await execa(outside('acpiexec'), ['-di', '-b', `evaluate ${path}`, ...tables], {
    cwd,
    reject: false,
    all: true,
  });
  return run.all ?? '';
}

testWith(['iasl'], 'override: says how to load the table, also with syslinux', async () => {
  await overriding(OSC + PROCESSORS, SSDT(), async (_, { stdout }) => {
    assert.match(stdout, /^ {2}cppc-acpi build over\.toml --emit initrd -o \/boot$/m);
    assert.match(stdout, /^ +GRUB_EARLY_INITRD_LINUX_CUSTOM=over\.acpi\.cpio$/m);
    assert.match(stdout, /^ +initrd=over\.acpi\.cpio,initrd\.img$/m);
    assert.match(stdout, /^ +acpi \/boot\/over\.aml$/m);
    assert.ok(stdout.split('\n').every((line) => line.length <= 72));
  });
});

testWith(['iasl'], 'override: the table has _OSC where the firmware has none', async () => {
  await overriding(PROCESSORS, SSDT(), async (_, { spec }) => {
    assert.match(spec, /^objects += \["_OSC", "_CPC"\]$/m);
  });
});

testWith(['iasl'], 'override: names what the old table has beside the _CPC', async () => {
  const states = 'Name (_PSS, Package () { Package () { 3000, 0, 10, 0, 0, 0 } })';
  await overriding(OSC + PROCESSORS, SSDT(states), async (_, { spec, stderr }) => {
    assert.match(stderr, /^warning\[decompile\/override-loses\]: SSDT "TEST" "CODE" also has _PSS, /);
    assert.match(spec, /^# Also in the table of the firmware, and lost if this one replaces it:\n# - _PSS$/m);
  });
  const used = `Method (HELP) { Return (1) }`;
  const user = `External (\\_SB.PR00.HELP, MethodObj) Method (\\USER) { Return (\\_SB.PR00.HELP ()) }`;
  await overriding(OSC + PROCESSORS + user, SSDT(used), async (_, { stderr }) =>
    assert.match(stderr, / also has HELP, /),
  );
  await overriding(OSC + PROCESSORS, SSDT(used), async (_, { stderr }) => assert.is(stderr, ''));
});

testWith(['iasl'], 'override: a _CPC in the DSDT cannot be replaced by another table', async () => {
  const own = processor('PR00', 0, `Name (_CPC, ${levels(66)})`);
  await overriding(OSC + own, '', async (_, { stderr }) => {
    assert.match(stderr, /^warning\[decompile\/override-whole\]: DSDT "TEST" "CODE" has both/);
  });
});

test.run();
