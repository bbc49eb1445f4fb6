// Specs for guests of Arm: what `check` predicts, and what `boot` sees of the guest with its driver.

import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { virtNeeds } from '../support/arm-guest.js';
import { cppcAcpi } from '../support/command-line.js';
import { inTemporaryFolder } from '../support/guest.js';
import { inProcess } from '../support/in-process.js';
import { type KernelSeries, outside, testWith, type VirtArchitecture } from '../support/outside.js';
import type { Verdict } from './asl-tables.js';

/** What the guest shows. */
interface Seen {
  readonly ranked: boolean | null;
  readonly driver: string | null;
  readonly capacity: readonly number[] | null;
  readonly because: readonly string[];
}

export interface ArmSpec {
  readonly kernel: KernelSeries;
  /** Of Arm, if it is not stated. */
  readonly architecture?: VirtArchitecture;
  readonly guest?: string;
  readonly table?: string;
  readonly registers?: string;
  /** nominal_perf and nominal_freq of all cores, instead of each core's own. */
  readonly equal?: string;
  readonly frequencies?: boolean;
  /** What `check` predicts. */
  readonly verdict: Verdict;
  /** A code that it gives as the reason, or as advice. */
  readonly code?: string;
}

/** A spec whose guest sends a report. */
export interface SeenSpec extends ArmSpec {
  readonly name: string;
  /** More options of `boot`. */
  readonly options?: readonly string[];
  readonly seen: Partial<Seen>;
}

export interface BootJson extends Seen {
  readonly ok: boolean;
  readonly boost: boolean | null;
  readonly busy: readonly { readonly vcpus: readonly number[]; readonly settled: boolean }[];
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

const LEVELS = [166, 236, 176, 206];

/** highest_perf × 1024 / 236, rounded down. */
export const CAPACITY = [720, 1024, 763, 893];

/** Equal nominal levels. */
export const EQUAL = 'nominal_perf = 131\nnominal_freq = 2109';

/** Frequencies in proportion to the levels: 3,800 MHz for 236. */
export function specText({
  architecture = 'aarch64',
  guest = '',
  table = '',
  registers = '',
  equal,
  frequencies = true,
}: ArmSpec): string {
  const cores = LEVELS.map((level) => {
    const own = [
      `nominal_perf = ${level}`,
      ...(frequencies ? [`nominal_freq = ${Math.round((level * 3800) / 236)}`] : []),
    ];
    return ['[[core]]', `highest_perf = ${level}`, ...(equal === undefined ? own : [])].join('\n');
  });
  const levels = [
    'lowest_nonlinear_perf = 40',
    'lowest_perf = 15',
    ...(frequencies ? ['lowest_freq = 400'] : []),
    equal ?? '',
  ];
  const head = ['[guest]', `machine = "qemu-virt-${architecture}"`, guest, '[table]', table, '[registers]', registers];
  return [...head, '[defaults]', ...levels, ...cores, ''].join('\n');
}

/** One test for each spec. */
export function predictSpecs(specs: readonly SeenSpec[]): void {
  for (const spec of specs) {
    const { architecture = 'aarch64', kernel, name } = spec;
    testWith(virtNeeds(architecture, kernel), `${architecture} ${kernel}: ${name}`, () =>
      inTemporaryFolder(async (cwd) => {
        await writeFile(join(cwd, 'arm.toml'), specText(spec));
        await isPredicted(spec, cwd);
        await isSeen(spec, cwd);
      }),
    );
  }
}

export async function isPredicted({ kernel, verdict, code }: ArmSpec, cwd: string): Promise<void> {
  const guest = `linux-${kernel}`;
  const run = await inProcess(['check', 'arm.toml', '--guest', guest, '--json'], cwd);
  const { guests, diagnostics } = JSON.parse(run.stdout) as {
    guests: Record<string, { verdict: Verdict }>;
    diagnostics: readonly { code: string }[];
  };
  assert.is(guests[guest]?.verdict, verdict);
  if (code)
    assert.ok(
      diagnostics.some((one) => one.code === code),
      code,
    );
}

async function isSeen({ architecture, kernel, options = [], seen }: SeenSpec, cwd: string): Promise<void> {
  const { status, json, stderr } = await bootArmSpec('arm.toml', kernel, cwd, options, architecture);
  assert.not.equal(status, 3, stderr);
  for (const [key, value] of Object.entries(seen)) assert.equal(json[key as keyof Seen], value, key);
}

/** `boot --json` with a kernel of the tests, whose module is beside it. */
export async function bootArmSpec(
  spec: string,
  kernel: KernelSeries,
  cwd: string,
  options: readonly string[] = [],
  architecture: VirtArchitecture = 'aarch64',
) {
  const given = ['--kernel', dirname(outside(`kernel ${architecture}-${kernel}`)), '--accel', 'tcg', '--json'];
  const { status, stdout, stderr } = await cppcAcpi(['boot', spec, ...given, ...options], { cwd, timeoutMs: 240_000 });
  return { status, stderr, json: JSON.parse(stdout) as BootJson };
}
