import type { Architecture } from '../../../grammar/machines.js';

/** Node's names of the architectures of guests. */
const NODE_NAMES: Readonly<Record<Architecture, string>> = { x86: 'x64', aarch64: 'arm64', riscv64: 'riscv64' };

/** Whether this host runs programs of the architecture itself: only then KVM does, and its own files are of use. */
export function isNative(architecture: Architecture): boolean {
  return process.arch === NODE_NAMES[architecture];
}
