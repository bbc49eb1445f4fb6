import { type ProgramEnd, type RunningProgram, runProgram } from '../scratch/program.js';
import { withoutTime } from './log-lines.js';
import { PC_PROGRAM } from './platform.js';
import { lineAround, linesBackwards, linesOf } from './text-lines.js';

/** QEMU's `-accel`, without its details. */
export type Accelerator = 'kvm' | 'tcg';

/** How a run of QEMU ended. */
export type QemuEnd =
  | { readonly state: 'missing' }
  /** KVM opened, and the guest printed nothing. */
  | { readonly state: 'silent'; readonly why: string }
  /** QEMU itself failed. */
  | { readonly state: 'failed'; readonly why: string }
  /** The guest ended, or reached the time limit or a limit of its console or report. */
  | { readonly state: 'ended'; readonly by: EndedBy; readonly why: string };

type EndedBy = 'itself' | 'timeout' | 'limit';

// With a thread for each vCPU, 3 of 180 boots in QEMU 7.2 hung or died of "Oops: int3": one vCPU ran an instruction that
// another had half patched (lkml 2023-07, "qemu-x86_64 booting with 8.0.0 stil see int3"). With one thread, 0 of 120. A guest
// of Arm boots faster with one, too: in 14 s instead of 25 s on a busy host.
const ACCELERATORS: Readonly<Record<Accelerator, string>> = { kvm: 'kvm', tcg: 'tcg,thread=single' };

export function accelArguments(accelerator: Accelerator): string[] {
  return ['-accel', ACCELERATORS[accelerator]];
}

/** Where KVM works, a kernel prints its first line within a second. */
const SILENCE_MS = 5_000;

/** QEMU prints this, stops the guest, and does not exit. */
const KVM_DIED = /KVM internal error|kvm run failed|KVM: entry failed/;

const MOST_OUTPUT = 10_000_000;

/** QEMU's warnings take some KiB; more of its standard error is not read. */
const MOST_STDERR = 1_000_000;

/** The report is the only file that QEMU writes, and `look` ends it at a quarter of this or less. */
const MOST_FILE_MIB = 64;

/** 512 MiB for the guest, 1 GiB for translated code, and 8 MiB for the stack of each vCPU's thread; more with many vCPUs. */
const MEMORY_MIB = { most: 8192, perVcpu: 32 };

const LOOK_EVERY_MS = 250;

interface Limits {
  /** QEMU's program for the guest's architecture. */
  readonly program?: string;
  readonly accelerator: Accelerator;
  readonly timeoutSeconds: number;
  readonly vcpus?: number;
  /** How long a guest under KVM may print nothing. */
  readonly silenceMs?: number;
  /** Called while QEMU runs; returns the reason to end it, if there is one. */
  readonly look?: () => string | undefined;
  /** Called when it has ended, with what it printed to standard error. */
  readonly printed?: (stderr: string) => void;
}

/** Runs QEMU in a folder until it ends, prints nothing for too long, or reaches a limit. */
export async function startQemu(folder: string, args: readonly string[], limits: Limits): Promise<QemuEnd> {
  let silence: Silence | undefined;
  let looks: NodeJS.Timeout | undefined;
  const end = await runProgram(limits.program ?? PC_PROGRAM, [...accelArguments(limits.accelerator), ...args], {
    folder,
    timeoutMs: limits.timeoutSeconds * 1000,
    mostOutput: MOST_OUTPUT,
    mostFileMiB: MOST_FILE_MIB,
    mostMemoryMiB: Math.max(MEMORY_MIB.most, MEMORY_MIB.perVcpu * (limits.vcpus ?? 0)),
    started: (qemu) => {
      if (limits.accelerator === 'kvm') silence = watchSilence(qemu, limits.silenceMs ?? SILENCE_MS);
      looks = setInterval(() => {
        const why = limits.look?.();
        if (why !== undefined) qemu.stop(why);
      }, LOOK_EVERY_MS);
    },
  });
  silence?.end();
  clearInterval(looks);
  if (end.state === 'missing') return end;
  const stderr = end.stderr.slice(0, MOST_STDERR);
  limits.printed?.(stderr);
  if (end.state === 'ended') return endedBy({ ...end, stderr });
  if (silence?.why !== undefined) return { state: 'silent', why: silence.why };
  if (end.reason === 'timeout') return { state: 'ended', by: 'timeout', why: timeoutWords(limits, end.stdout) };
  return { state: 'ended', by: 'limit', why: end.why };
}

function endedBy({ status, how, stdout, stderr }: Extract<ProgramEnd, { state: 'ended' }>): QemuEnd {
  if (status !== 0) return { state: 'failed', why: messageOf(stderr) ?? how };
  return { state: 'ended', by: 'itself', why: lastWords(stdout) };
}

interface Silence {
  why?: string;
  readonly end: () => void;
}

function watchSilence(qemu: RunningProgram, silenceMs: number): Silence {
  const silence: Silence = { end: () => clearTimeout(timer) };
  const giveUp = (why: string) => {
    silence.why ??= why;
    qemu.stop(why);
  };
  const timer = setTimeout(() => giveUp(`the guest printed nothing for ${silenceMs / 1000} seconds`), silenceMs);
  qemu.onOutput((text, stream) => {
    if (stream === 'stdout') return clearTimeout(timer);
    const [message] = KVM_DIED.exec(text) ?? [];
    if (message !== undefined) giveUp(`QEMU: ${message}`);
  });
  return silence;
}

/** QEMU's first error. Warnings name CPU features that TCG lacks. */
function messageOf(stderr: string): string | undefined {
  for (const line of linesOf(stderr)) {
    if (line.trim() !== '' && !line.includes('warning:')) return line.trim();
  }
  return undefined;
}

function timeoutWords({ timeoutSeconds }: Limits, console: string): string {
  return `time limit of ${timeoutSeconds} seconds; ${lastWords(console)}`;
}

/** The panic of the kernel, or its last line. */
function lastWords(console: string): string {
  const panic = console.indexOf('Kernel panic');
  const line = panic < 0 ? lastLine(console) : withoutTime(lineAround(console, panic).line);
  return line === undefined ? 'it printed nothing' : `last line: "${line}"`;
}

function lastLine(console: string): string | undefined {
  for (const line of linesBackwards(console.trimEnd())) {
    const text = withoutTime(line);
    if (text !== '') return text;
  }
  return undefined;
}
