// Runs another program so that nothing of it stays behind, whatever ends it or us.
//
// The program is the leader of a process group of its own. A shell sets its limits, starts a guard in the group, and becomes
// the program. The guard reads from a pipe whose other end only we have: when we end in any way, also by SIGKILL, the pipe
// ends, and the guard kills the group. A process that leaves the group escapes; QEMU and iasl do not. After SIGKILL of
// ourselves the temporary folder stays.

import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Result } from 'execa';

interface ProgramOptions {
  readonly folder: string;
  readonly timeoutMs: number;
  /** Variables of its environment besides ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from standard input, which is closed behind it; empty by default. */
  readonly input?: string;
  /** The most characters of standard output, and of standard error. */
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
  readonly onOutput: (listener: OutputListener) => void;
}

type OutputListener = (text: string, stream: OutputName) => void;

type OutputName = 'stdout' | 'stderr';

export type ProgramEnd =
  | { readonly state: 'missing' }
  /** It ended by itself, or by a signal of others. */
  | ({ readonly state: 'ended'; readonly status: number | undefined; readonly how: string } & Outputs)
  /** We ended it. */
  | ({ readonly state: 'stopped'; readonly reason: StopReason; readonly why: string } & Outputs);

type StopReason = 'timeout' | 'output' | 'caller';

type Outputs = Readonly<Record<OutputName, string>>;

const GUARDED = `ulimit -c 0
ulimit -f "$1" 2>/dev/null || :
ulimit -d "$2" 2>/dev/null || :
shift 2
{ read -r _; kill -KILL 0; } <&3 >/dev/null 2>&1 &
exec "$@" 3<&-`;

/** Process groups, by the id of their leader. */
const running = new Set<number>();

// An interrupted command line calls process.exit, which runs this before the folders of the programs are removed.
process.prependListener('exit', () => {
  for (const group of running) killGroup(group);
});

/** Runs a program of PATH until it ends, or reaches a limit. */
export async function runProgram(name: string, args: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const file = findProgram(name);
  if (file === undefined) return { state: 'missing' };
  const { execa } = await import('execa'); // on first use: start-up time
  const program = execa('/bin/sh', ['-c', GUARDED, 'sh', ...limitsOf(options), file, ...args], {
    cwd: options.folder,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    input: options.input ?? '',
    ...(options.env && { env: options.env }),
    stripFinalNewline: false,
    reject: false,
    timeout: options.timeoutMs,
    maxBuffer: options.mostOutput,
    killSignal: 'SIGKILL',
  });
  const group = guarded(program);
  let stopped: string | undefined;
  const stop = (why: string) => {
    stopped ??= why;
    killGroup(group);
  };
  options.started?.({ stop, onOutput: (listener) => listen(program, listener) });
  return endOf(await program, options, stopped);
}

/** The process group, which ends with its leader; a process that left it does not keep the outputs open. */
function guarded(program: ChildProcess): number | undefined {
  const { pid } = program;
  if (pid !== undefined) running.add(pid);
  program.once('exit', () => {
    killGroup(pid);
    setTimeout(() => closeOutputs(program), CLOSING_MS).unref();
  });
  return pid;
}

function closeOutputs({ stdio }: ChildProcess): void {
  for (const stream of stdio) stream?.destroy();
}

function listen(program: ChildProcess, listener: OutputListener): void {
  for (const name of ['stdout', 'stderr'] as const) {
    program[name]?.on('data', (chunk: Buffer) => listener(chunk.toString(), name));
  }
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

type Ended = Pick<Result<{ reject: false }>, 'exitCode' | 'signal' | 'shortMessage' | 'timedOut' | 'isMaxBuffer'> &
  Outputs;

function endOf(result: Ended, { timeoutMs, mostOutput }: ProgramOptions, stopped: string | undefined): ProgramEnd {
  const { exitCode, signal, shortMessage = 'no exit status', stdout, stderr } = result;
  const outputs = { stdout, stderr };
  const stop = (reason: StopReason, why: string) => ({ state: 'stopped', reason, why, ...outputs }) as const;
  if (stopped !== undefined) return stop('caller', stopped);
  if (result.timedOut) return stop('timeout', `it ran for ${timeoutMs / 1000} seconds`);
  if (result.isMaxBuffer) return stop('output', `it printed more than ${mostOutput} characters`);
  const how = exitCode === undefined ? shortMessage : `exit status ${exitCode}`;
  return { state: 'ended', status: exitCode, how: signal === undefined ? how : `killed by ${signal}`, ...outputs };
}

/** Kills the program, what it started, and the guard. */
function killGroup(leader: number | undefined): void {
  if (leader === undefined || !running.delete(leader)) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // The group has ended.
  }
}
