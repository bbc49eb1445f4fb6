import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { highestOf } from '../cppc-files.js';
import { hostCores } from '../guest-cores.js';
import type { Pinned } from '../init-request.js';
import { type Host, numbersOf } from '../sysfs.js';

/** A domain without pins: nothing is wrong where all cores of the host are equal; else the best ones are proposed. */
export function withoutPinsProblems(host: Host, pinned: Pinned): Diagnostic[] {
  const levels = new Set([...host.online.keys()].flatMap((cpu) => levelOf(host, cpu) ?? []));
  if (levels.size < 2) return [];
  const threads = proposedThreads(host, pinned);
  const pins = threads.map((thread, vcpu) => `${vcpu}:${thread}`).join();
  const then = pinned.from === 'proxmox' ? 'build --emit proxmox' : 'libvirt';
  const facts = { pins, pinned: threads.length, vcpus: pinned.vcpus, then };
  return [diagnostic('host/domain-without-pins', pinned.place, facts)];
}

/** For each vCPU a thread of the best cores, which vCPUs of one guest core share; fewer where the host has no more. */
function proposedThreads(host: Host, { vcpus, topology }: Pinned): readonly number[] {
  const perCore = topology?.given ? topology.threads : 1;
  const cores = hostCores(host, (cpu) => levelOf(host, cpu) !== undefined).filter(({ length }) => length >= perCore);
  const best = cores
    .map((threads) => ({ threads, level: levelOf(host, threads[0] ?? 0) ?? 0n }))
    .sort((a, b) => (a.level === b.level ? 0 : a.level > b.level ? -1 : 1));
  return best.flatMap(({ threads }) => threads.slice(0, perCore)).slice(0, vcpus);
}

function levelOf(host: Host, cpu: number): bigint | undefined {
  const numbers = numbersOf(host, cpu);
  return numbers && highestOf(numbers);
}
