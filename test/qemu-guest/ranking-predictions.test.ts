// Specs that a kernel accepts: whether it ranks the cores is compared between `check --guest` and the booted kernel.

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AMD_PSTATE_BOOT_WORDS, type BootWord, ITMT_SWITCHES } from '../../grammar/linux.js';
import { isSince } from '../../src/versions/release.js';
import { cppcAcpi } from '../support/command-line.js';
import { bootGuest, type GuestReport, guestNeeds, inTemporaryFolder } from '../support/guest.js';
import { type KernelSeries, kernelsFrom, releaseOf, testWith } from '../support/outside.js';

const KERNELS = kernelsFrom('6.9', '6.12');

const LEVELS = 'nominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15\n';
const FREQUENCIES = 'nominal_freq = 3800\nlowest_freq = 400\n';
const HIGHEST_PERF = [166, 236, 176, 206];

interface Case {
  readonly name: string;
  readonly registers?: string;
  readonly defaults?: string;
  readonly highestPerf?: readonly number[];
  /** autonomous_selection is an Integer, so the mode of amd-pstate must be active. */
  readonly fixed?: true;
}

const CASES: readonly Case[] = [
  { name: 'the default' },
  { name: 'nothing to enable', registers: 'enable = "none"' },
  { name: 'a fixed autonomous selection', registers: 'autonomous_selection = 1', fixed: true },
  { name: 'no desired_perf', registers: 'desired_perf = "none"' },
  { name: 'no lowest_freq', defaults: `${LEVELS}nominal_freq = 3800\n` },
  {
    name: 'a lowest nonlinear frequency equal to the lowest',
    defaults: `${LEVELS}nominal_freq = 1310\nlowest_freq = 400\n`,
  },
  {
    name: 'a lowest nonlinear frequency just above the lowest',
    defaults: `${LEVELS}nominal_freq = 3283\nlowest_freq = 1001\n`,
  },
  {
    name: 'a fixed selection without frequencies',
    registers: 'autonomous_selection = 1',
    fixed: true,
    defaults: LEVELS,
  },
  { name: 'equal cores', highestPerf: [200, 200, 200, 200] },
  { name: 'levels above 255', highestPerf: [300, 400, 350, 200] },
];

for (const kernel of KERNELS) {
  for (const one of CASES) {
    testWith(guestNeeds(kernel), `Linux ${kernel} ranks the cores or not, as check predicts: ${one.name}`, async () => {
      await inTemporaryFolder(async (folder) => {
        await writeFile(join(folder, 'guest.toml'), specText(one));
        const verdict = await verdictOf(kernel, folder);
        const report = await boot(kernel, folder, one);
        assert.is(report.cpus.size, HIGHEST_PERF.length);
        assert.is(verdict, ranks(report, kernel, one.highestPerf ?? HIGHEST_PERF) ? 'accepted' : 'unranked');
      });
    });
  }
}

test.run();

function specText({ registers = '', defaults = LEVELS + FREQUENCIES, highestPerf = HIGHEST_PERF }: Case): string {
  const cores = highestPerf.map((level) => `[[core]]\nhighest_perf = ${level}\n`).join('');
  return `[registers]\nlayout = "constant"\n${registers}\n[defaults]\n${defaults}${cores}`;
}

async function verdictOf(kernel: KernelSeries, folder: string): Promise<string | undefined> {
  const args = ['check', 'guest.toml', '--json', '--guest', `linux-${kernel}`, '--cpu', 'EPYC-Milan,model=97'];
  const { stdout } = await cppcAcpi(args, { cwd: folder });
  const { guests } = JSON.parse(stdout) as { guests: Record<string, { verdict: string }> };
  return guests[`linux-${kernel}`]?.verdict;
}

async function boot(kernel: KernelSeries, folder: string, { fixed }: Case): Promise<GuestReport> {
  await cppcAcpi(['build', 'guest.toml', '--iasl', 'off'], { cwd: folder });
  const tables = (await readdir(folder)).filter((file) => file.endsWith('.aml'));
  const rows: readonly BootWord[] = AMD_PSTATE_BOOT_WORDS.filter(({ since }) => isSince(releaseOf(kernel), since));
  return bootGuest({
    kernel,
    append: rows.map(({ word, withFixedSelection = word }) => (fixed ? withFixedSelection : word)).join(' '),
    acpiTables: tables.map((file) => join(folder, file)),
    busyLoops: LOOPS,
  });
}

/** Two loops on the two best of four cores by chance: one time in twelve. The switch is read as well. */
const LOOPS = 2;

/** The switch of the scheduler is on, and busy loops settle on the best cores in order. 6.12 does this without a driver, too. */
function ranks(report: GuestReport, kernel: KernelSeries, highestPerf: readonly number[]): boolean {
  const itmt = ITMT_SWITCHES.findLast(({ since }) => isSince(releaseOf(kernel), since));
  const on = itmt !== undefined && report.files.get(itmt.file) === itmt.on;
  const best = highestPerf.map((_, vcpu) => vcpu).sort((a, b) => (highestPerf[b] ?? 0) - (highestPerf[a] ?? 0));
  const [, both] = report.busy;
  return on && both?.settled === true && both.vcpus.join() === best.slice(0, LOOPS).join();
}
