// Runs another program so that nothing of it stays behind, whatever ends it or us.
//
// The program is the leader of a process group of its own. A shell sets its limits, starts a guard in the group, and becomes
// the program. The guard reads from a pipe whose other end only we have: when we end in any way, also by SIGKILL, the pipe
// ends, and the guard kills the group. A process that leaves the group escapes; QEMU and iasl do not. After SIGKILL of
// ourselves the temporary folder stays.

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

interface ProgramOptions {
  readonly folder: string;
  readonly timeoutMs: number;
  /** What it reads from standard input, which is closed behind it; empty by default. */
  readonly input?: string;
  /** The most bytes of standard output, and of standard error. */
  readonly mostOutput: number;
  /** The size of the largest file that it may write. */
  readonly mostFileMiB: number;
  /** The memory that it may write to. */
  readonly mostMemoryMiB: number;
  /** Called when it has started. */
  readonly started?: (program: RunningProgram) => void;
}

export interface RunningProgram {
  /** Ends it. */
  readonly stop: (why: string) => void;
  readonly onOutput: (listener: (text: string, stream: OutputName) => void) => void;
}

type OutputName = 'stdout' | 'stderr';

export type ProgramEnd =
  | { readonly state: 'missing' }
  /** It ended by itself, or by a signal of others. */
  | ({ readonly state: 'ended'; readonly status: number | undefined; readonly how: string } & Outputs)
  /** We ended it. */
  | ({ readonly state: 'stopped'; readonly reason: 'timeout' | 'output' | 'caller'; readonly why: string } & Outputs);

type Outputs = Readonly<Record<OutputName, string>>;

const GUARDED = `ulimit -c 0
ulimit -f "$1" 2>/dev/null || :
ulimit -d "$2" 2>/dev/null || :
shift 2
{ read -r _; kill -KILL 0; } <&3 >/dev/null 2>&1 &
exec "$@" 3<&-`;

const running = new Set<ChildProcess>();

// An interrupted command line calls process.exit, which runs this before the folders of the programs are removed.
process.prependListener('exit', () => {
  for (const child of running) killGroup(child);
});

/** Runs a program of PATH until it ends, or reaches a limit. */
export function runProgram(name: string, args: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const file = findProgram(name);
  if (file === undefined) return Promise.resolve({ state: 'missing' });
  const child = spawn('/bin/sh', ['-c', GUARDED, 'sh', ...limitsOf(options), file, ...args], {
    cwd: options.folder,
    detached: true,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  // A program that ends without reading breaks the pipe.
  child.stdin?.on('error', () => {}).end(options.input);
  if (child.pid !== undefined) running.add(child);
  return endOf(child, options);
}

/** In blocks of 512 bytes and in KiB. POSIX, ulimit; -d is of dash, bash and busybox. */
function limitsOf({ mostFileMiB, mostMemoryMiB }: ProgramOptions): string[] {
  return [mostFileMiB * 2048, mostMemoryMiB * 1024].map(String);
}

/** A relative folder of PATH would be looked for in the temporary folder. */
function findProgram(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** How long a process that left the group may keep the outputs open. */
const CLOSING_MS = 500;

function endOf(child: ChildProcess, options: ProgramOptions): Promise<ProgramEnd> {
  let stopped: { reason: 'timeout' | 'output' | 'caller'; why: string } | undefined;
  const stop = (reason: 'timeout' | 'output' | 'caller', why: string) => {
    stopped ??= { reason, why };
    killGroup(child);
  };
  const outputs = readOutputs(child, options.mostOutput, () => {
    stop('output', `it printed more than ${options.mostOutput} bytes`);
  });
  const timer = setTimeout(() => stop('timeout', `it ran for ${options.timeoutMs / 1000} seconds`), options.timeoutMs);
  options.started?.({
    stop: (why) => stop('caller', why),
    onOutput: (listener) => void outputs.listeners.push(listener),
  });
  return new Promise((resolve) => {
    const finish = (status: number | undefined, how: string) => {
      clearTimeout(timer);
      for (const stream of child.stdio) stream?.destroy();
      const texts = outputs.texts();
      resolve(stopped ? { state: 'stopped', ...stopped, ...texts } : { state: 'ended', status, how, ...texts });
    };
    child.once('error', (error) => finish(undefined, error.message));
    child.once('exit', (code, signal) => {
      killGroup(child);
      running.delete(child);
      const end = () => finish(code ?? undefined, signal === null ? `exit status ${code}` : `killed by ${signal}`);
      const late = setTimeout(end, CLOSING_MS);
      child.once('close', () => {
        clearTimeout(late);
        end();
      });
    });
  });
}

interface OutputReader {
  readonly listeners: ((text: string, stream: OutputName) => void)[];
  readonly texts: () => Outputs;
}

function readOutputs(child: ChildProcess, most: number, onTooMuch: () => void): OutputReader {
  const chunks: Record<OutputName, Buffer[]> = { stdout: [], stderr: [] };
  const lengths: Record<OutputName, number> = { stdout: 0, stderr: 0 };
  const listeners: OutputReader['listeners'] = [];
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      lengths[name] += chunk.length;
      if (lengths[name] > most) return onTooMuch();
      chunks[name].push(chunk);
      for (const listener of listeners) listener(chunk.toString(), name);
    });
  }
  const text = (name: OutputName) => Buffer.concat(chunks[name]).toString();
  return { listeners, texts: () => ({ stdout: text('stdout'), stderr: text('stderr') }) };
}

/** Kills the program, what it started, and the guard. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || !running.has(child)) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended.
  }
}
