// Which vCPUs may run on the cores of a set of host threads. Thousands of vCPUs and of QEMU's own threads can have sets of
// thousands of host threads, so vCPUs are the bits of an integer, and each set is read once.

import { groupBy } from '../../diagnostics/group-by.js';
import type { Pin } from '../../host/pins.js';

type Threads = readonly number[];

/** A function that gives the vCPUs, in ascending order, which may run on a core of these host threads. */
export function vcpusBeside(
  pins: readonly Pin[],
  coreOf: (thread: number) => number,
): (threads: Threads) => readonly number[] {
  const vcpusOn = new Map<number, bigint>();
  for (const [threads, sharing] of groupBy(pins, (pin) => pin.threads)) {
    const bits = sharing.reduce((all, { vcpu }) => all | (1n << BigInt(vcpu)), 0n);
    for (const core of new Set(threads.map(coreOf))) vcpusOn.set(core, (vcpusOn.get(core) ?? 0n) | bits);
  }
  const known = new Map<Threads, readonly number[]>();
  return (threads) => {
    const found = known.get(threads) ?? bitsOf(unionOf(new Set(threads.map(coreOf)), vcpusOn));
    known.set(threads, found);
    return found;
  };
}

function unionOf(cores: ReadonlySet<number>, vcpusOn: ReadonlyMap<number, bigint>): bigint {
  let bits = 0n;
  for (const core of cores) bits |= vcpusOn.get(core) ?? 0n;
  return bits;
}

function bitsOf(bits: bigint): readonly number[] {
  return [...bits.toString(2)].reverse().flatMap((bit, i) => (bit === '1' ? [i] : []));
}
