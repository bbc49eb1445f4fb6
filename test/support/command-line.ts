// The built command line, run as a process in a folder of its own.

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** How long it may take: 20 seconds when left out. */
  readonly timeoutMs?: number;
}

export interface Run {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `cppc-acpi` with the arguments. The environment is this process's but for what would colour or draw. */
export async function cppcAcpi(args: readonly string[], options: RunOptions): Promise<Run> {
  return runOf(await start(args, options));
}

/** The same, sent the signal as soon as `ready` says so. */
export async function interruptedCppcAcpi(
  args: readonly string[],
  options: RunOptions,
  signal: 'SIGINT' | 'SIGTERM',
  ready: (pid: number) => boolean,
): Promise<Run> {
  const process = start(args, options);
  const look = setInterval(() => {
    if (!ready(process.pid ?? 0)) return;
    clearInterval(look); // a process that ends slowly is not asked again
    process.kill(signal);
  }, 50);
  try {
    return runOf(await process);
  } finally {
    clearInterval(look);
  }
}

function start(args: readonly string[], { cwd, env, input = '', timeoutMs = 20_000 }: RunOptions) {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return execa(process.execPath, [MAIN, ...args], {
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

/** A folder with copies of the files that command lines of fixtures work on, and their tables; gone afterwards. */
export async function inScratch(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-test-'));
  try {
    cpSync(SCRATCH, folder, { recursive: true });
    for (const [file, bytes] of await tables()) writeFileSync(join(folder, file), bytes);
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A table for each text of hex, and that of `good.toml`. */
async function tables(): Promise<[string, Uint8Array][]> {
  const texts = readdirSync(SCRATCH).filter((file) => file.endsWith('.hex'));
  const made = texts.map((file): [string, Uint8Array] => [file.replace('.hex', '.aml'), bytesOf(join(SCRATCH, file))]);
  return [...made, ['good.aml', await tableOf('good.toml')]];
}

/** Bytes from hex; what stands behind a `#` is a comment. */
export function bytesOf(file: string): Uint8Array {
  return hex(readFileSync(file, 'utf8').replace(/#.*/g, ''));
}

async function tableOf(file: string): Promise<Uint8Array> {
  const { value } = await compile({ text: readFileSync(join(SCRATCH, file), 'utf8'), file });
  const [part] = value?.parts ?? [];
  if (!part) throw new Error(`${file} does not compile`);
  return part.aml;
}
