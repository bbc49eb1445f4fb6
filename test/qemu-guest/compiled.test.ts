// What Linux makes of the tables that the command line builds: every number of the spec, on every vCPU.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bootGuest, type GuestOptions, type GuestReport, guestNeeds, inTemporaryFolder } from '../support/guest.js';
import { type KernelSeries, testWith } from '../support/outside.js';

const CLI = 'build/src/cli/main.js';

const HIGHEST_PERF = [166, 236, 176, 206];
const FILES = { nominal_perf: 131, lowest_nonlinear_perf: 40, lowest_perf: 15, nominal_freq: 3800, lowest_freq: 400 };

interface Way {
  readonly kernel: KernelSeries;
  readonly controls: 'sink' | 'none';
  readonly by: 'acpitable' | 'initrd';
}

const KERNELS: readonly KernelSeries[] = ['6.1', '6.12'];
const WAYS = KERNELS.flatMap((kernel) =>
  (['sink', 'none'] as const).flatMap((controls) =>
    (['acpitable', 'initrd'] as const).map((by): Way => ({ kernel, controls, by })),
  ),
);

for (const { kernel, controls, by } of WAYS) {
  testWith(guestNeeds(kernel), `Linux ${kernel} reads controls "${controls}" by ${by}`, async () => {
    const report = await bootSpec(specText({ highestPerf: HIGHEST_PERF, controls }), by, { kernel });
    assert.equal(seen(report, 'highest_perf'), HIGHEST_PERF.map(String));
    for (const [file, value] of Object.entries(FILES)) {
      assert.equal(
        seen(report, file),
        HIGHEST_PERF.map(() => String(value)),
        file,
      );
    }
    assert.equal(report.logLines.acpiErrors, []);
  });
}

testWith(guestNeeds('6.12'), '16 vCPUs arrive over several -acpitable files', async () => {
  const highestPerf = Array.from({ length: 16 }, (_, i) => 140 + ((i * 7) % 16));
  const spec = specText({ highestPerf, controls: 'sink', table: 'max_table_bytes = 2048' });
  const report = await bootSpec(spec, 'acpitable', { kernel: '6.12', smp: '16' }, (files) =>
    assert.ok(files.length > 3),
  );
  assert.equal(seen(report, 'highest_perf'), highestPerf.map(String));
  assert.equal(report.logLines.acpiErrors, []);
});

testWith(
  guestNeeds('6.1'),
  'all parts of a split table arrive through the initrd, and compact buffers evaluate',
  async () => {
    const table = 'max_table_bytes = 1500\ncompact = true';
    const highestPerf = Array.from({ length: 16 }, (_, i) => 140 + ((i * 7) % 16));
    const report = await bootSpec(specText({ highestPerf, controls: 'sink', table }), 'initrd', {
      kernel: '6.1',
      smp: '16',
    });
    assert.equal(seen(report, 'highest_perf'), highestPerf.map(String));
    assert.equal(report.logLines.acpiErrors, []);
  },
);

testWith(guestNeeds('6.12'), 'siblings share their core, and the best core of the 7950X3D ranks first', async () => {
  const spec = await readFile('fixtures/accept/7950x3d/spec.toml', 'utf8');
  const ranking = '/sys/devices/system/cpu/cpu*/cpufreq/amd_pstate_prefcore_ranking';
  const options = { kernel: '6.12', append: 'amd_pstate=passive' } as const;
  const report = await bootSpec(spec, 'acpitable', { ...options, smp: '16,cores=8,threads=2' });
  const { processors } = JSON.parse(await jsonOf(spec)) as { processors: { levels: { highest_perf: number } }[] };
  const expected = processors.map(({ levels }) => String(levels.highest_perf));
  assert.equal(seen(report, 'highest_perf'), expected);
  assert.equal(
    expected.map((_, vcpu) => report.files.get(ranking.replace('*', String(vcpu)))),
    expected,
  );
});

test.run();

interface SpecFacts {
  readonly highestPerf: readonly number[];
  readonly controls: 'sink' | 'none';
  readonly table?: string;
}

function specText({ highestPerf, controls, table = '' }: SpecFacts): string {
  const defaults = Object.entries(FILES).map(([key, value]) => `${key} = ${value}`);
  const cores = highestPerf.map((value) => `[[core]]\nhighest_perf = ${value}`);
  const registers = `[registers]\nlayout = "constant"\ncontrols = "${controls}"`;
  return ['[table]', table, registers, '[defaults]', ...defaults, ...cores].join('\n');
}

/** The content of a file of acpi_cppc for each vCPU. */
function seen(report: GuestReport, file: string): (string | undefined)[] {
  return [...report.cpus.values()].map((files) => files[file]);
}

/** Builds the spec with the command line and boots a guest with nothing but its output. */
function bootSpec(
  spec: string,
  by: Way['by'],
  options: GuestOptions,
  look: (files: readonly string[]) => void = () => {},
): Promise<GuestReport> {
  return inTemporaryFolder(async (folder) => {
    await buildIn(folder, spec, 'aml,initrd');
    const tables = (await readdir(folder)).filter((file) => file.endsWith('.aml'));
    look(tables);
    if (by === 'acpitable') return bootGuest({ ...options, acpiTables: tables.map((file) => join(folder, file)) });
    return bootGuest({ ...options, initrdPrefix: await readFile(join(folder, 'guest.acpi.cpio')) });
  });
}

function jsonOf(spec: string): Promise<string> {
  return inTemporaryFolder(async (folder) => {
    await buildIn(folder, spec, 'json');
    return readFile(join(folder, 'guest.json'), 'utf8');
  });
}

async function buildIn(folder: string, spec: string, emit: string): Promise<void> {
  const path = join(folder, 'guest.toml');
  await writeFile(path, spec);
  await execa('node', [CLI, 'build', path, '--emit', emit, '--iasl', 'off']);
}
