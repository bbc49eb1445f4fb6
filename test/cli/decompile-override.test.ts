// `decompile --override`: a table that is loaded over the firmware's own.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** A machine of these tables, in their order, and the spec that is made of it. */
async function overridingMachine(
  tables: readonly Uint8Array[],
  work: (cwd: string, run: OverrideRun) => Promise<void>,
  later: readonly Uint8Array[] = [],
): Promise<void> {
  await inScratch(async (cwd) => {
    mkdirSync(join(cwd, 'firmware/dynamic'), { recursive: true });
    for (const [i, table] of tables.entries()) writeFileSync(join(cwd, `firmware/${i}.aml`), table);
    for (const [i, table] of later.entries()) writeFileSync(join(cwd, `firmware/dynamic/SSDT${i}`), table);
    const run = await cppcAcpi(['decompile', '--override', 'firmware', '-o', 'over.toml'], { cwd });
    const spec = run.status === 0 ? readFileSync(join(cwd, 'over.toml'), 'utf8') : '';
    await work(cwd, { ...run, spec });
  });
}

interface OverrideRun {
  readonly status: number | undefined;
  readonly spec: string;
  readonly stdout: string;
  readonly stderr: string;
}

async function overriding(
  dsdt: string,
  ssdt: string,
  work: (cwd: string, run: OverrideRun) => Promise<void>,
): Promise<void> {
  const tables = [await compiled(dsdt), ...(ssdt ? [await compiled(ssdt, 'SSDT')] : [])];
  await overridingMachine(tables, async (cwd, run) => {
    assert.is(run.status, 0, run.stderr);
    await work(cwd, run);
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
      assert.match(await evaluated(cwd, path, 'firmware/0.aml', 'over.aml'), /\[Integer\] = 0*63\b/);
      assert.match(await evaluated(cwd, path, 'firmware/0.aml', 'over.aml', 'firmware/1.aml'), /\[Integer\] = 0*63\b/);
      assert.match(await evaluated(cwd, path, 'firmware/0.aml', 'firmware/1.aml'), /\[Integer\] = 0*42\b/);
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

testWith(
  ['iasl', 'acpiexec'],
  'override: Linux loads the table before one that the firmware loads at run time',
  async () => {
    const states = 'Name (_PSS, Package () { Package () { 3000, 0, 10, 0, 0, 0 } })';
    const [dsdt, ssdt] = [await compiled(OSC + PROCESSORS), await compiled(SSDT(states), 'SSDT')];
    await overridingMachine(
      [dsdt],
      async (cwd, { status, spec, stdout, stderr }) => {
        assert.equal([status, stderr], [0, ''], 'nothing is lost');
        assert.match(spec, /^# The firmware loads its table at run time: Linux loads this one before, /m);
        assert.match(stdout, /^From the initrd: the firmware loads its own table at run time\. /m);
        writeFileSync(join(cwd, 'over.toml'), spec.replace(/^(highest_perf +)= 66$/m, '$1= 99'));
        await cppcAcpi(['build', 'over.toml', '--emit', 'aml', '--iasl', 'off'], { cwd });
        const loaded = ['firmware/0.aml', 'over.aml', 'firmware/dynamic/SSDT0'];
        const cpc = await evaluated(cwd, '\\_SB.PR01._CPC', ...loaded);
        assert.match(cpc, /AE_ALREADY_EXISTS/);
        assert.match(cpc, /\[Integer\] = 0*63\b/);
        assert.match(await evaluated(cwd, '\\_SB.PR00._PSS', ...loaded), /\[Integer\] = 0*BB8\b/);
      },
      [ssdt],
    );
    // One with the same ids at the boot is what Linux would replace.
    await overridingMachine(
      [dsdt, await compiled('Name (\\ABCD, 1)', 'SSDT')],
      async (_, { stderr }) =>
        assert.match(stderr, /^warning\[decompile\/override-initrd\]: .* table 2 of the machine has /),
      [ssdt],
    );
  },
);

testWith(['iasl'], 'override: a _CPC in the DSDT cannot be replaced by another table', async () => {
  const own = processor('PR00', 0, `Name (_CPC, ${levels(66)})`);
  await overridingMachine([await compiled(OSC + own)], async (cwd, { status, stdout, stderr }) => {
    assert.is(status, 1);
    assert.is(stdout, '');
    assert.match(
      stderr,
      /^error\[decompile\/override-whole\]: .* DSDT "TEST" "CODE"\. From the initrd: only a table with /,
    );
    assert.match(stderr, /By GRUB: \\_SB\.PR00\._CPC stays that of DSDT /);
    assert.match(stderr, /raise its OEM revision, .* from the initrd;/);
    assert.not(existsSync(join(cwd, 'over.toml')));
  });
  const last = withHeader(await compiled(OSC + own), { revision: 0xffffffff });
  await overridingMachine([last], async (_, { stderr }) =>
    assert.match(stderr, /load that with GRUB's command `acpi`;/),
  );
});

/** The same table with another header. */
function withHeader(table: Uint8Array, { revision, tableId }: { revision?: number; tableId?: string }): Uint8Array {
  const bytes = Buffer.from(table);
  if (revision !== undefined) bytes.writeUInt32LE(revision, 24);
  if (tableId !== undefined) bytes.write(tableId.padEnd(8, '\0'), 16, 'latin1');
  bytes[9] = 0;
  bytes[9] = 256 - (bytes.reduce((sum, byte) => sum + byte, 0) % 256);
  return bytes;
}

interface Loading {
  /** Numbers of the machine's tables in the order in which they are loaded; `new` is the built one. */
  readonly initrd?: readonly (number | 'new')[];
  readonly grub?: readonly (number | 'new')[];
}

/** Builds the spec with a highest_perf of 99, and expects it of every processor in each of these orders. */
async function expectValues(cwd: string, spec: string, orders: Loading, paths: readonly string[]): Promise<void> {
  writeFileSync(join(cwd, 'over.toml'), spec.replace(/^(highest_perf +)= \d+$/gm, '$1= 99'));
  const built = await cppcAcpi(['build', 'over.toml', '--emit', 'aml', '--iasl', 'require'], { cwd });
  assert.is(built.status, 0, built.stderr);
  for (const order of [orders.initrd, orders.grub]) {
    if (!order) continue;
    const files = order.map((one) => (one === 'new' ? 'over.aml' : `firmware/${one}.aml`));
    for (const path of paths) assert.match(await evaluated(cwd, path, ...files), /\[Integer\] = 0*63\b/, path);
  }
}

const CPC = (name: string, highest = 66) =>
  `External (\\_SB.${name}, DeviceObj) Scope (\\_SB.${name}) { Name (_CPC, ${levels(highest)}) }`;
const BOTH = ['\\_SB.PR00._CPC', '\\_SB.PR01._CPC'];

testWith(['iasl', 'acpiexec'], 'override: Linux replaces the first table of equal ids', async () => {
  const dsdt = await compiled(OSC + PROCESSORS);
  const twin = await compiled('Name (\\OTHR, 1)', 'SSDT');
  const ssdt = await compiled(CPC('PR00') + CPC('PR01'), 'SSDT');
  await overridingMachine([dsdt, twin, ssdt], async (cwd, { status, spec, stdout, stderr }) => {
    assert.is(status, 0);
    assert.match(
      stderr,
      /^warning\[decompile\/override-initrd\]: .*: the earlier table 2 of the machine has the same /,
    );
    assert.not.match(stdout, /From the initrd/);
    assert.match(stdout, /^ +acpi \/boot\/over\.aml$/m);
    assert.not.match(spec, /oem_revision is above/);
    await expectValues(cwd, spec, { grub: [0, 'new', 2, 1] }, BOTH);
  });
  // The processors are in an SSDT, so GRUB does not help: copies of the twin can.
  const [bare, cpus] = [await compiled(OSC), withHeader(await compiled(PROCESSORS, 'SSDT'), { tableId: 'CPUS' })];
  await overridingMachine([bare, cpus, twin, ssdt], async (cwd, { spec, stdout, stderr }) => {
    assert.match(
      stderr,
      /^warning\[decompile\/override-initrd\]: .*: the earlier table 3 of the machine has the same /,
    );
    assert.match(stderr, /help: put copies of the earlier tables, with higher OEM revisions, in front of it /);
    assert.match(stdout, /From the initrd, behind copies /);
    await expectValues(cwd, spec, { initrd: [0, 1, 2, 'new'] }, BOTH);
  });
  await overridingMachine([dsdt, ssdt, twin], async (cwd, { spec, stderr }) => {
    assert.is(stderr, '');
    await expectValues(cwd, spec, { initrd: [0, 'new', 2], grub: [0, 'new', 2, 1] }, BOTH);
  });
});

testWith(['iasl', 'acpiexec'], 'override: a _CPC in another table than the one that is replaced', async () => {
  const dsdt = await compiled(OSC + PROCESSORS);
  const [a, b] = [await compiled(CPC('PR00'), 'SSDT'), await compiled(CPC('PR01', 67), 'SSDT')];
  const tables = [dsdt, withHeader(a, { tableId: 'A' }), withHeader(b, { tableId: 'B' })];
  await overridingMachine(tables, async (cwd, { spec, stderr }) => {
    assert.is(stderr, '');
    assert.match(spec, /^oem_table_id += "A"$/m);
    await expectValues(cwd, spec, { initrd: [0, 'new', 2], grub: [0, 'new', 2, 1] }, BOTH);
  });
  // The processor of the second table is there only when the first is loaded: in its place nothing can have a _CPC for it.
  const late = await compiled(processor('PR01', 1, `Name (_CPC, ${levels(67)})`), 'SSDT');
  const parts = [await compiled(OSC + processor('PR00', 0)), tables[1] ?? a, withHeader(late, { tableId: 'B' })];
  await overridingMachine(parts, async (_, { status, stderr }) => {
    assert.is(status, 1);
    assert.match(
      stderr,
      /From the initrd: \\_SB\.PR01\._CPC stays that of SSDT "TEST" "B"\. By GRUB: .* SSDT "TEST" "B", which /,
    );
  });
});

testWith(['iasl', 'acpiexec'], 'override: processors in an SSDT come after a table of GRUB', async () => {
  const dsdt = await compiled(OSC);
  const names = withHeader(await compiled(PROCESSORS, 'SSDT'), { tableId: 'CPUS' });
  const ssdt = await compiled(CPC('PR00') + CPC('PR01'), 'SSDT');
  await overridingMachine([dsdt, names, ssdt], async (cwd, { status, spec, stdout, stderr }) => {
    assert.is(status, 0);
    assert.match(stderr, /^note\[decompile\/override-grub\]: .* before SSDT "TEST" "CPUS", which defines /);
    assert.not.match(stdout, /command acpi/);
    await expectValues(cwd, spec, { initrd: [0, 1, 'new'] }, BOTH);
    assert.match(
      await evaluated(cwd, '\\_SB.PR00._CPC', 'firmware/0.aml', 'over.aml', 'firmware/2.aml', 'firmware/1.aml'),
      /AE_NOT_FOUND/,
    );
  });
});

testWith(['iasl', 'acpiexec'], 'override: the highest OEM revision is replaced by GRUB only', async () => {
  const dsdt = await compiled(OSC + PROCESSORS);
  const last = withHeader(await compiled(CPC('PR00') + CPC('PR01'), 'SSDT'), { revision: 0xffffffff });
  await overridingMachine([dsdt, last], async (cwd, { spec, stderr }) => {
    assert.match(
      stderr,
      /^warning\[decompile\/override-initrd\]: .* OEM revision is 0xFFFFFFFF, and Linux takes only /,
    );
    await expectValues(cwd, spec, { grub: [0, 'new', 1] }, BOTH);
  });
  const ids = withHeader(await compiled(CPC('PR00') + CPC('PR01'), 'SSDT'), { tableId: 'T\u00e9' });
  await overridingMachine([dsdt, ids], async (cwd, { spec, stderr }) => {
    assert.match(stderr, /^warning\[decompile\/override-initrd\]: .* OEM ids are not printable ASCII, /);
    await expectValues(cwd, spec, { grub: [0, 'new', 1] }, BOTH);
  });
});

testWith(['iasl'], 'override: tables without a DSDT are not the whole machine', async () => {
  await overridingMachine([await compiled(CPC('PR00'), 'SSDT')], async (_, { status, stderr }) => {
    assert.is(status, 0);
    assert.match(stderr, /^warning\[decompile\/override-incomplete\]: /);
  });
});

test.run();
