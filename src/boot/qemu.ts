/** QEMU's `-accel`, without its details. */
export type Accelerator = 'kvm' | 'tcg';

/** How a QEMU ended that was to boot a guest. */
export type QemuEnd =
  | { readonly state: 'missing' }
  /** KVM was there, and the guest printed nothing. */
  | { readonly state: 'silent'; readonly why: string }
  /** QEMU itself failed. */
  | { readonly state: 'failed'; readonly why: string }
  /** The guest came to an end, or to the time limit. */
  | { readonly state: 'ended'; readonly why: string };

const PROGRAM = 'qemu-system-x86_64';

// With a thread for each vCPU, 3 of 180 boots in QEMU 7.2 hung or died of "Oops: int3": one vCPU ran an instruction that
// another had half patched (lkml 2023-07, "qemu-x86_64 booting with 8.0.0 stil see int3"). With one thread, 0 of 120.
const ACCELERATORS: Readonly<Record<Accelerator, string>> = { kvm: 'kvm', tcg: 'tcg,thread=single' };

/** A kernel under KVM that works prints its first line within a second. */
const SILENCE_MS = 5_000;

/** QEMU says so and stops the guest, but stays. */
const KVM_DIED = /KVM internal error|kvm run failed|KVM: entry failed/;

const MOST_OUTPUT = 10_000_000;

export interface Limits {
  readonly accelerator: Accelerator;
  readonly timeoutSeconds: number;
  /** How long a guest under KVM may print nothing. */
  readonly silenceMs?: number;
}

/** Runs QEMU in a folder until it ends, is silent for too long, or the time is over. */
export async function startQemu(folder: string, args: readonly string[], limits: Limits): Promise<QemuEnd> {
  const { execa } = await import('execa');
  const qemu = execa(PROGRAM, ['-accel', ACCELERATORS[limits.accelerator], ...args], {
    cwd: folder,
    stdin: 'ignore',
    reject: false,
    timeout: limits.timeoutSeconds * 1000,
    killSignal: 'SIGKILL',
    // Also when the process is interrupted: the command line leaves by process.exit, upon which execa sends killSignal.
    cleanup: true,
    maxBuffer: MOST_OUTPUT,
  });
  const silence = limits.accelerator === 'kvm' ? watchSilence(qemu, limits.silenceMs ?? SILENCE_MS) : undefined;
  const { code, stdout, stderr, timedOut, exitCode } = await qemu;
  silence?.stop();
  if (code === 'ENOENT') return { state: 'missing' };
  if (silence?.why !== undefined) return { state: 'silent', why: silence.why };
  const said = messageOf(stderr);
  if (timedOut) return { state: 'ended', why: timeoutWords(limits, stdout) };
  if (exitCode !== 0) return { state: 'failed', why: said ?? `exit status ${exitCode ?? 'none'}` };
  return { state: 'ended', why: lastWords(stdout) };
}

interface Watch {
  why?: string;
  stop: () => void;
}

interface Watched {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
  readonly kill: (signal: 'SIGKILL') => boolean;
}

function watchSilence(qemu: Watched, silenceMs: number): Watch {
  const watch: Watch = { stop: () => clearTimeout(timer) };
  const giveUp = (why: string) => {
    watch.why = why;
    qemu.kill('SIGKILL');
  };
  const timer = setTimeout(() => giveUp(`the guest printed nothing for ${silenceMs / 1000} seconds`), silenceMs);
  qemu.stdout.once('data', () => clearTimeout(timer));
  qemu.stderr.on('data', (text) => {
    const [said] = KVM_DIED.exec(String(text)) ?? [];
    if (said !== undefined) giveUp(`QEMU says "${said}"`);
  });
  return watch;
}

/** What QEMU complains about, but for features that TCG lacks of a CPU model. */
function messageOf(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !line.includes('warning:'));
  return lines.at(0)?.trim();
}

function timeoutWords({ timeoutSeconds }: Limits, console: string): string {
  return `it had not ended after ${timeoutSeconds} seconds; ${lastWords(console)}`;
}

/** Why the kernel gave up, or the last thing that it said. */
function lastWords(console: string): string {
  const lines = console.split('\n').map((line) => line.replace(/^\[[ \d.]+\] /, '').trim());
  const told = lines.find((line) => line.includes('Kernel panic')) ?? lines.filter(Boolean).at(-1);
  return told === undefined ? 'it printed nothing' : `its last word was "${told}"`;
}
