// One attack by someone who can write to a folder, or choose the name or the text of a file: made in an empty folder with
// a good spec `s.toml`, and run through the built command line.

import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import * as assert from 'uvu/assert';
import { cppcAcpi, inScratch, MAIN, type Run } from '../support/command-line.js';
import { type Outside, testWith } from '../support/outside.js';
import { installed, nothingIsLeft } from './made-up-programs.js';

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

export const isRoot = process.getuid?.() === 0;

/** Root may read and remove everything unless it gives that up. */
export const AS_OTHERS = isRoot ? 'setpriv --bounding-set=-dac_override,-dac_read_search,-fowner' : '';

/** Builds the table of `s.toml` into `out`. */
export const BUILD = ['build', 's.toml', '-o', 'out', '--emit', 'aml', '--iasl', 'off'];

export interface Attack {
  readonly name: string;
  /** Shell commands that prepare the folder; `out` exists. */
  readonly plant?: string;
  readonly prepare?: (folder: string) => void;
  /** Shell scripts that stand for programs: the only ones in PATH. They find the folder in $SCRATCH. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The command line; default: build into `out`. */
  readonly args?: readonly string[];
  /** Runs the command line in a shell that has planted something under its own process id, or has set limits. */
  readonly inShell?: boolean;
  /** A program with its options that runs it from that shell, with less rights. */
  readonly under?: string;
  /** Programs from outside that the attack needs. */
  readonly needs?: readonly Outside[];
  /** Text on standard input. */
  readonly input?: string;
  /** Code of an attacker who acts between two system calls: it runs inside Node, before the program, with `fs` and `join`. */
  readonly between?: string;
  readonly status: number;
  readonly check?: (folder: string, run: Run) => void | Promise<void>;
}

export const read = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');
export const isTable = (folder: string) => assert.match(read(folder, 'out/s.aml'), /^SSDT/);

/** What an outside program prints. */
export async function outputOf(program: string, args: readonly string[], cwd: string): Promise<string> {
  return (await execa(program, args, { cwd, stripFinalNewline: false })).stdout;
}

/** No control character but line ends, and no mark that reorders text. */
export function isClean(_: string, { stdout, stderr }: Run): void {
  for (const text of [stdout, stderr])
    assert.not.match(text, /[^\P{Cc}\n]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u);
}

/** Registers one test per attack. */
export function attacks(rows: readonly Attack[]): void {
  for (const row of rows) testWith(row.needs ?? [], `attack: ${row.name}`, () => attack(row));
}

async function attack(row: Attack): Promise<void> {
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 's.toml'), SPEC);
    mkdirSync(join(folder, 'out'));
    row.prepare?.(folder);
    const run = await runOf(folder, row);
    assert.is(run.status, row.status, run.stderr);
    await row.check?.(folder, run);
    if (row.programs) await nothingIsLeft(folder);
  });
}

async function runOf(cwd: string, row: Attack): Promise<Run> {
  const { plant = '', args = BUILD, inShell, input, between, programs, env: given } = row;
  if (inShell) return inShellOf(cwd, plant, args, row.under);
  if (plant !== '') await execa('sh', ['-c', plant], { cwd });
  const env = {
    ...(between !== undefined && { NODE_OPTIONS: `--require=${attacker(cwd, between)}` }),
    ...(programs && installed(cwd, programs)),
    ...given,
  };
  return cppcAcpi(args, { cwd, env, timeoutMs: 15_000, ...(input !== undefined && { input }) });
}

export function attacker(cwd: string, between: string): string {
  const file = join(cwd, 'attacker.cjs');
  const head = "const fs = require('node:fs'); const { join } = require('node:path');";
  writeFileSync(file, `${head}\n${between}\nrequire('node:module').syncBuiltinESMExports();\n`);
  return file;
}

/** The shell plants what it knows by its process id, and then becomes the program. */
async function inShellOf(cwd: string, plant: string, args: readonly string[], under = ''): Promise<Run> {
  const script = `${plant}; exec ${under} "$0" "$@"`;
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
