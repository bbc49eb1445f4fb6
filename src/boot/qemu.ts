/** QEMU's `-accel`, without its details. */
export type Accelerator = 'kvm' | 'tcg';

/** How a run of QEMU ended. */
export type QemuEnd =
  | { readonly state: 'missing' }
  /** KVM opened, and the guest printed nothing. */
  | { readonly state: 'silent'; readonly why: string }
  /** QEMU itself failed. */
  | { readonly state: 'failed'; readonly why: string }
  /** The guest ended, or reached the time limit. */
  | { readonly state: 'ended'; readonly why: string };

const PROGRAM = 'qemu-system-x86_64';

// With a thread for each vCPU, 3 of 180 boots in QEMU 7.2 hung or died of "Oops: int3": one vCPU ran an instruction that
// another had half patched (lkml 2023-07, "qemu-x86_64 booting with 8.0.0 stil see int3"). With one thread, 0 of 120.
const ACCELERATORS: Readonly<Record<Accelerator, string>> = { kvm: 'kvm', tcg: 'tcg,thread=single' };

/** Where KVM works, a kernel prints its first line within a second. */
const SILENCE_MS = 5_000;

/** QEMU prints this, stops the guest, and does not exit. */
const KVM_DIED = /KVM internal error|kvm run failed|KVM: entry failed/;

const MOST_OUTPUT = 10_000_000;

interface Limits {
  readonly accelerator: Accelerator;
  readonly timeoutSeconds: number;
  /** How long a guest under KVM may print nothing. */
  readonly silenceMs?: number;
  /** Ends QEMU; its reason says why. */
  readonly stop?: AbortSignal;
}

/** Runs QEMU in a folder until it ends, prints nothing for too long, or reaches the time limit. */
export async function startQemu(folder: string, args: readonly string[], limits: Limits): Promise<QemuEnd> {
  const { execa } = await import('execa');
  const qemu = execa(PROGRAM, ['-accel', ACCELERATORS[limits.accelerator], ...args], {
    cwd: folder,
    stdin: 'ignore',
    reject: false,
    timeout: limits.timeoutSeconds * 1000,
    killSignal: 'SIGKILL',
    // On an interruption the command line calls process.exit, upon which execa sends killSignal.
    cleanup: true,
    maxBuffer: MOST_OUTPUT,
    ...(limits.stop && { cancelSignal: limits.stop }),
  });
  const silence = limits.accelerator === 'kvm' ? watchSilence(qemu, limits.silenceMs ?? SILENCE_MS) : undefined;
  const { code, stdout, stderr, timedOut, exitCode } = await qemu;
  silence?.stop();
  if (code === 'ENOENT') return { state: 'missing' };
  if (silence?.why !== undefined) return { state: 'silent', why: silence.why };
  if (limits.stop?.aborted) return { state: 'ended', why: String(limits.stop.reason) };
  const message = messageOf(stderr);
  if (timedOut) return { state: 'ended', why: timeoutWords(limits, stdout) };
  if (exitCode !== 0) return { state: 'failed', why: message ?? `exit status ${exitCode ?? 'none'}` };
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
    const [message] = KVM_DIED.exec(String(text)) ?? [];
    if (message !== undefined) giveUp(`QEMU: ${message}`);
  });
  return watch;
}

/** QEMU's first error. Warnings name CPU features that TCG lacks. */
function messageOf(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !line.includes('warning:'));
  return lines.at(0)?.trim();
}

function timeoutWords({ timeoutSeconds }: Limits, console: string): string {
  return `time limit of ${timeoutSeconds} seconds; ${lastWords(console)}`;
}

/** The panic of the kernel, or its last line. */
function lastWords(console: string): string {
  const lines = console.split('\n').map((line) => line.replace(/^\[[ \d.]+\] /, '').trim());
  const line = lines.find((one) => one.includes('Kernel panic')) ?? lines.filter(Boolean).at(-1);
  return line === undefined ? 'it printed nothing' : `last line: "${line}"`;
}
