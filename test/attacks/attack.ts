// One attack by someone who can write to a folder, or choose the name or the text of a file: made in an empty folder with
// a good spec `s.toml`, and run through the built command line.

import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, MAIN, type Run } from '../support/command-line.js';

/** Two cores, for stock QEMU. */
export const SPEC = `[guest]
machine = "qemu"
[registers]
layout = "constant"
[defaults]
nominal_perf = 100
lowest_nonlinear_perf = 50
lowest_perf = 10
[[core]]
highest_perf = 200
[[core]]
highest_perf = 150
`;

/** Builds the table of `s.toml` into `out`. */
export const BUILD = ['build', 's.toml', '-o', 'out', '--emit', 'aml', '--iasl', 'off'];

export interface Attack {
  readonly name: string;
  /** Shell commands that prepare the folder; `out` exists. */
  readonly plant?: string;
  readonly prepare?: (folder: string) => void;
  /** The command line; default: build into `out`. */
  readonly args?: readonly string[];
  /** Runs the command line in a shell that has planted something under its own process id. */
  readonly inShell?: boolean;
  readonly status: number;
  readonly check?: (folder: string, run: Run) => void;
}

export const read = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');
export const isTable = (folder: string) => assert.match(read(folder, 'out/s.aml'), /^SSDT/);

/** No control character but line ends, and no mark that reorders text. */
export function isClean(_: string, { stdout, stderr }: Run): void {
  for (const text of [stdout, stderr]) assert.not.match(text, /[^\P{Cc}\n]|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
}

/** Registers one test per attack. */
export function attacks(rows: readonly Attack[]): void {
  cases('attack', rows, attack);
}

async function attack({ plant = '', prepare, args = BUILD, inShell = false, status, check }: Attack): Promise<void> {
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 's.toml'), SPEC);
    mkdirSync(join(folder, 'out'));
    prepare?.(folder);
    if (!inShell && plant !== '') await execa('sh', ['-c', plant], { cwd: folder });
    const run = inShell
      ? await inShellOf(folder, plant, args)
      : await cppcAcpi(args, { cwd: folder, timeoutMs: 15_000 });
    assert.is(run.status, status, run.stderr);
    check?.(folder, run);
  });
}

/** The shell plants what it knows by its process id, and then becomes the program. */
async function inShellOf(cwd: string, plant: string, args: readonly string[]): Promise<Run> {
  const script = `${plant}; exec "$0" "$@"`;
  const { exitCode, stdout, stderr } = await execa('sh', ['-c', script, process.execPath, MAIN, ...args], {
    ...{ cwd, reject: false, timeout: 15_000, killSignal: 'SIGKILL' as const },
  });
  return { status: exitCode, stdout, stderr };
}

/** A file of zeros that takes no room on the disk. */
export function sparse(path: string, size: number): void {
  writeFileSync(path, '');
  truncateSync(path, size);
}
