// The built command line, run as a process in a folder of its own.

import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { compile } from '../../src/compile.js';
import { hex } from './bytes.js';
import { FIXTURES } from './fixtures.js';

export const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Default: 20 seconds. */
  readonly timeoutMs?: number;
}

export interface Run {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `cppc-acpi` with the arguments, in the environment of this process without its settings for colours. */
export async function cppcAcpi(args: readonly string[], options: RunOptions): Promise<Run> {
  return runOf(await start(args, options));
}

/** The same, and sends the signal as soon as `ready` returns true. */
export async function interruptedCppcAcpi(
  args: readonly string[],
  options: RunOptions,
  signal: NodeJS.Signals,
  ready: (pid: number) => boolean,
): Promise<Run> {
  const process = start(args, options);
  const look = setInterval(() => {
    if (!ready(process.pid ?? 0)) return;
    clearInterval(look); // a process that ends slowly gets one signal only
    process.kill(signal);
  }, 50);
  try {
    return runOf(await process);
  } finally {
    clearInterval(look);
  }
}

/** CPPC_ACPI_PROGRAM=build/standalone/cppc-acpi tests the executable in the place of what tsc made. */
const { CPPC_ACPI_PROGRAM: OTHER } = process.env;
const PROGRAM: readonly [string, ...string[]] = OTHER ? [resolve(OTHER)] : [process.execPath, MAIN];

function start(args: readonly string[], { cwd, env, input = '', timeoutMs = 20_000 }: RunOptions) {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const [file, ...first] = PROGRAM;
  return execa(file, [...first, ...args], {
    cwd,
    input,
    env: { ...inherited, LC_ALL: 'C.UTF-8', TERM: 'xterm', ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    timeout: timeoutMs,
  });
}

function runOf(run: { readonly exitCode?: number; readonly stdout: string; readonly stderr: string }): Run {
  return { status: run.exitCode, stdout: run.stdout, stderr: run.stderr };
}

const SCRATCH = join(FIXTURES, 'reject/scratch');

/** A new folder with the files that command lines of fixtures read, and their tables; removed afterwards. */
export async function inScratch(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-test-'));
  try {
    for (const name of FOLDERS) symlinkSync(join(SCRATCH, name), join(folder, name));
    for (const [name, content] of await scratchFiles()) writeFileSync(join(folder, name), content);
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ENTRIES = readdirSync(SCRATCH, { withFileTypes: true });

/** Nothing writes into these, and copies of them would take most of the time. */
const FOLDERS = ENTRIES.filter((entry) => entry.isDirectory()).map(({ name }) => name);

let files: Promise<ReadonlyMap<string, Uint8Array>> | undefined;

/** Read once for all tests of a file. */
function scratchFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  files ??= readScratch();
  return files;
}

/** The files of `scratch`, a table for each text of hex, and the table of `good.toml`. */
async function readScratch(): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = ENTRIES.filter((entry) => entry.isFile()).map(({ name }) => name);
  const given = names.map((name): [string, Uint8Array] => [name, readFileSync(join(SCRATCH, name))]);
  const texts = names.filter((name) => name.endsWith('.hex'));
  const made = texts.map((name): [string, Uint8Array] => [name.replace('.hex', '.aml'), bytesOf(join(SCRATCH, name))]);
  return new Map([...given, ...made, ['good.aml', await tableOf('good.toml')]]);
}

/** Bytes from hex; the text after a `#` is a comment. */
export function bytesOf(file: string): Uint8Array {
  return hex(readFileSync(file, 'utf8').replace(/#.*/g, ''));
}

async function tableOf(file: string): Promise<Uint8Array> {
  const { value } = await compile({ text: readFileSync(join(SCRATCH, file), 'utf8'), file });
  const [part] = value?.parts ?? [];
  if (!part) throw new Error(`${file} does not compile`);
  return part.aml;
}
