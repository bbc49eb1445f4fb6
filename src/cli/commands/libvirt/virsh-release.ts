import { tmpdir } from 'node:os';
import type { Release } from '../../../../grammar/release.js';
import { runProgram } from '../../../scratch/program.js';

/** virsh prints its version without asking a daemon. */
const LIMITS = { timeoutMs: 5000, mostOutput: 4096, mostFileMiB: 1, mostMemoryMiB: 1024 };

/** The release of libvirt on this machine; undefined if virsh is not there or does not say. */
export async function virshRelease(): Promise<Release | undefined> {
  const end = await runProgram('virsh', ['--version'], { folder: tmpdir(), ...LIMITS });
  if (end.state !== 'ended' || end.status !== 0) return undefined;
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})(?:\.\d{1,4})?\n?$/.exec(end.stdout) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}
