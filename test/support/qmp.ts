// Starts QEMU without running its CPUs, and reads over QMP how it understood its arguments.

import { execa } from 'execa';
import { outside } from './outside.js';

const TIME_LIMIT_MS = 30_000;

/** The value of a property of the first CPU, or the reason why QEMU did not start. */
export type CpuProperties = { readonly values: Readonly<Record<string, unknown>> } | { readonly refused: string };

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

/** Starts a stopped machine with these arguments, asks for the CPU's properties, and ends it. */
export async function cpuProperties(
  args: readonly string[],
  names: readonly string[],
  machine: 'none' | 'q35' = 'none',
): Promise<CpuProperties> {
  // A PC sets up hv-vpindex at once, which only KVM supports. Without a machine, a CPU needs an explicit APIC id.
  const id = machine === 'none' ? ['-global', 'x86_64-cpu.apic-id=0'] : [];
  const stopped = ['-S', '-display', 'none', '-nodefaults', '-qmp', 'stdio'];
  const qemu = execa(
    outside('qemu-system-x86_64'),
    ['-machine', machine, ...id, '-accel', 'tcg', ...stopped, ...args],
    {
      timeout: TIME_LIMIT_MS,
      reject: false,
      buffer: { stdout: false },
    },
  );
  const lines = qemu.iterable()[Symbol.asyncIterator]();
  const ask = async (execute: string, words: object = {}): Promise<unknown> => {
    qemu.stdin?.write(`${JSON.stringify({ execute, arguments: words })}\n`);
    for (let next = await lines.next(); !next.done; next = await lines.next()) {
      const answer = JSON.parse(String(next.value)) as Answer;
      if (answer.error) throw new Error(answer.error.desc);
      if ('return' in answer) return answer.return;
    }
    return undefined;
  };
  qemu.stdin?.on('error', () => {}); // QEMU that refuses its arguments closes the pipe.
  const values: Record<string, unknown> = {};
  if ((await ask('qmp_capabilities')) !== undefined) {
    const [cpu] = (await ask('query-cpus-fast')) as { 'qom-path': string }[];
    for (const property of names) values[property] = await ask('qom-get', { path: cpu?.['qom-path'], property });
    await ask('quit');
  }
  const { exitCode, stderr } = await qemu;
  return exitCode === 0 ? { values } : { refused: stderr };
}

/** Release of the QEMU that is installed. */
export async function qemuRelease(): Promise<readonly [number, number]> {
  const { stdout } = await execa(outside('qemu-system-x86_64'), ['--version']);
  const [, major = '0', minor = '0'] = /version (\d+)\.(\d+)/.exec(stdout) ?? [];
  return [Number(major), Number(minor)];
}
