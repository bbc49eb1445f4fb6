// The guest harness, tried with tables that owe nothing to this compiler.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  bootGuest,
  DEFAULT_CPU_MODEL,
  type GuestOptions,
  type GuestReport,
  guestNeeds,
  inTemporaryFolder,
  newcArchive,
} from '../support/guest.js';
import { outside, testWith } from '../support/outside.js';

interface Processor {
  readonly vcpu: number;
  readonly highestPerf: number;
}

const PROCESSORS: readonly Processor[] = [
  { vcpu: 0, highestPerf: 166 },
  { vcpu: 1, highestPerf: 236 },
  { vcpu: 2, highestPerf: 176 },
  { vcpu: 3, highestPerf: 206 },
];
const HIGHEST_PERF = ['166', '236', '176', '206'];

const NULL_REGISTER = 'ResourceTemplate () { Register (SystemMemory, 0, 0, 0, 0) }';
const MPERF = 'ResourceTemplate () { Register (FFixedHW, 64, 0, 0xE7, 4) }';
const APERF = 'ResourceTemplate () { Register (FFixedHW, 64, 0, 0xE8, 4) }';

interface Controls {
  readonly desired: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly enable: string;
  readonly autonomousSelection: string;
  readonly energyPreference: string;
}

const NO_CONTROLS: Controls = {
  desired: NULL_REGISTER,
  minimum: NULL_REGISTER,
  maximum: NULL_REGISTER,
  enable: NULL_REGISTER,
  autonomousSelection: '1',
  energyPreference: NULL_REGISTER,
};

// Ports at which QEMU has no device; it ignores writes to them.
const SINK: Controls = {
  desired: port(0x5f0),
  minimum: port(0x5f1),
  maximum: port(0x5f2),
  enable: port(0x5f3),
  autonomousSelection: port(0x5f5),
  energyPreference: port(0x5f4),
};

const LINUX_LOOKS_FOR_TABLES_IN = 'kernel/firmware/acpi';
const RANKING_FILES = '/sys/devices/system/cpu/cpu*/cpufreq/amd_pstate_prefcore_ranking';
const ITMT_FILE = '/proc/sys/kernel/sched_itmt_enabled';

testWith([...guestNeeds('6.1'), 'iasl'], 'Linux 6.1 reads control registers from -acpitable', async () => {
  const report = await bootWithTables({ kernel: '6.1' }, [ssdt(oscMethod(), processors(PROCESSORS, SINK))]);
  assert.equal(highestPerf(report), HIGHEST_PERF);
});

testWith([...guestNeeds('6.12'), 'iasl'], 'Linux 6.12 reads a constant _CPC from -acpitable', async () => {
  const report = await bootWithTables({ kernel: '6.12' }, [ssdt(oscMethod(), processors(PROCESSORS, NO_CONTROLS))]);
  assert.equal(highestPerf(report), HIGHEST_PERF);
});

testWith([...guestNeeds('6.1'), 'iasl'], 'Linux 6.1 reads a constant _CPC from the initrd', async () => {
  const report = await bootWithInitrdTables({ kernel: '6.1' }, [
    ssdt(oscMethod(), processors(PROCESSORS, NO_CONTROLS)),
  ]);
  assert.equal(highestPerf(report), HIGHEST_PERF);
});

testWith(
  [...guestNeeds('6.12'), 'iasl'],
  'Linux 6.12 loads two tables with the same OEM ids from one initrd',
  async () => {
    const report = await bootWithInitrdTables({ kernel: '6.12' }, [
      ssdt(oscMethod(), processors(PROCESSORS.slice(0, 2), SINK)),
      ssdt(processors(PROCESSORS.slice(2), SINK)),
    ]);
    assert.equal(highestPerf(report), HIGHEST_PERF);
  },
);

testWith([...guestNeeds('6.12'), 'iasl'], 'amd-pstate of Linux 6.12 ranks the cores by highest_perf', async () => {
  const report = await bootWithTables({ kernel: '6.12', append: 'amd_pstate=passive' }, [
    ssdt(oscMethod(), processors(PROCESSORS, SINK)),
  ]);
  const ranking = PROCESSORS.map(({ vcpu }) => report.files.get(RANKING_FILES.replace('*', `${vcpu}`)));
  assert.equal(ranking, HIGHEST_PERF);
  assert.is(report.files.get(ITMT_FILE), '1');
});

testWith(guestNeeds('6.1'), 'a guest without our table has no acpi_cppc folder', async () => {
  const report = await bootGuest({ kernel: '6.1' });
  assert.is(report.files.get('/sys/devices/system/cpu/online'), '0-3');
  assert.is(report.cpus.size, 0);
  assert.equal(report.logLines.acpiErrors, []);
});

for (const cpuModel of [DEFAULT_CPU_MODEL, 'Skylake-Server']) {
  testWith([...guestNeeds('6.12'), 'iasl'], `a table without _OSC is refused on ${cpuModel}`, async () => {
    const report = await bootWithTables({ kernel: '6.12', cpuModel, dynamicDebug: true }, [
      ssdt(processors(PROCESSORS, SINK)),
    ]);
    assert.is(report.cpus.size, 0);
    assert.match(report.log, 'CPPC v2 _OSC not acked');
  });
}

testWith([...guestNeeds('6.1'), 'iasl'], 'an error of the ACPI interpreter is reported', async () => {
  const absent = { vcpu: 4, highestPerf: 100 };
  const report = await bootWithTables({ kernel: '6.1' }, [
    ssdt(oscMethod(), processors([...PROCESSORS, absent], NO_CONTROLS)),
  ]);
  assert.equal(highestPerf(report), HIGHEST_PERF);
  assert.match(report.logLines.acpiErrors.join('\n'), 'Could not resolve symbol [\\_SB.CPUS.C004]');
});

test.run();

function highestPerf(report: GuestReport): (string | undefined)[] {
  return [...report.cpus.values()].map((files) => files['highest_perf']);
}

async function bootWithTables(options: GuestOptions, tables: readonly string[]): Promise<GuestReport> {
  return inTemporaryFolder(async (folder) => {
    const names = await compileAll(folder, tables);
    return bootGuest({ ...options, acpiTables: names.map((name) => join(folder, name)) });
  });
}

async function bootWithInitrdTables(options: GuestOptions, tables: readonly string[]): Promise<GuestReport> {
  return inTemporaryFolder(async (folder) => {
    await mkdir(join(folder, LINUX_LOOKS_FOR_TABLES_IN), { recursive: true });
    const names = await compileAll(join(folder, LINUX_LOOKS_FOR_TABLES_IN), tables);
    const paths = names.map((name) => `${LINUX_LOOKS_FOR_TABLES_IN}/${name}`);
    return bootGuest({ ...options, initrdPrefix: await newcArchive(folder, paths) });
  });
}

/** The names of the compiled tables in `folder`. */
async function compileAll(folder: string, tables: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const asl of tables) {
    const stem = `harness-${names.length}`;
    await writeFile(join(folder, `${stem}.dsl`), asl);
    await execa(outside('iasl'), [`${stem}.dsl`], { cwd: folder });
    names.push(`${stem}.aml`);
  }
  return names;
}

function ssdt(...parts: readonly string[]): string {
  return `DefinitionBlock ("", "SSDT", 2, "CPPC", "HARNESS", 1) {\n${parts.join('\n')}\n}\n`;
}

function port(address: number): string {
  return `ResourceTemplate () { Register (SystemIO, 8, 0, ${address}, 1) }`;
}

function oscMethod(): string {
  return `
    Scope (\\_SB) {
      Method (_OSC, 4, Serialized) {
        CreateDWordField (Arg3, 0, STS0)
        If ((Arg0 != ToUUID ("0811b06e-4a27-44f9-8d60-3cbbc22e7b48"))) { STS0 |= 0x04  Return (Arg3) }
        If ((Arg1 != One)) { STS0 |= 0x08  Return (Arg3) }
        CreateDWordField (Arg3, 4, CAP0)
        Local0 = (CAP0 & 0x5060)
        If ((Local0 != CAP0)) { STS0 |= 0x10  CAP0 = Local0 }
        Return (Arg3)
      }
    }`;
}

function processors(list: readonly Processor[], controls: Controls): string {
  return list.map((one) => processor(one, controls)).join('\n');
}

function processor({ vcpu, highestPerf }: Processor, controls: Controls): string {
  const path = `\\_SB.CPUS.C00${vcpu}`;
  const entries = [
    ...[23, 3, highestPerf, 131, 40, 15, NULL_REGISTER],
    ...[controls.desired, controls.minimum, controls.maximum, NULL_REGISTER, NULL_REGISTER, 0],
    ...[MPERF, APERF, NULL_REGISTER, controls.enable, controls.autonomousSelection],
    ...[NULL_REGISTER, controls.energyPreference, 131, 400, 3800],
  ];
  return `
    External (${path}, DeviceObj)
    Scope (${path}) {
      Name (_CPC, Package (23) { ${entries.join(', ')} })
      Name (_PSD, Package (1) { Package (5) { 5, 0, ${vcpu}, 0xFD, 1 } })
    }`;
}
