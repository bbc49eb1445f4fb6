import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { cpusetText, writeCpuset } from '../../spec/cpuset.js';
import { highestOf } from '../cppc-files.js';
import { hostCores } from '../guest-cores.js';
import type { Pinned } from '../init-request.js';
import type { Pin } from '../pins.js';
import { type Host, numbersOf } from '../sysfs.js';

/** A domain without pins: nothing is wrong where all cores of the host are equal; else the best ones are proposed. */
export function withoutPinsProblems(host: Host, pinned: Pinned): Diagnostic[] {
  const levels = new Set([...host.online.keys()].flatMap((cpu) => levelOf(host, cpu) ?? []));
  if (levels.size < 2) return [];
  const { threads, smt } = proposedThreads(host, pinned);
  const then = pinned.from === 'proxmox' ? 'build --emit proxmox' : 'libvirt';
  const facts = { options: optionText(threads, smt), pinned: threads.length, vcpus: pinned.vcpus, then };
  return [diagnostic('host/domain-without-pins', pinned.place, facts)];
}

/** vCPUs that have only the host threads of the whole VM: none has some of its own, although the spec says host_threads. */
export function wholeVmProblems(host: Host, pinned: Pinned, pins: readonly Pin[]): Diagnostic[] {
  const { whole } = pinned;
  const vcpus = pins.filter(({ threads }) => threads === whole?.pin.threads).map(({ vcpu }) => vcpu);
  if (!whole || whole.pin.threads.length < 2 || pinned.vcpus < 2 || vcpus.length === 0) return [];
  const inside = new Set(whole.pin.threads);
  const { threads: proposed, smt } = proposedThreads(host, pinned, (thread) => inside.has(thread));
  const facts = {
    by: whole.by,
    threads: cpusetText(whole.pin.threads),
    vcpus: writeCpuset(vcpus),
    ...(vcpus.length === pinned.vcpus && { options: optionText(proposed, smt) }),
    left: pinned.vcpus - proposed.length,
  };
  return [diagnostic('host/whole-vm-pinned', whole.pin.place, facts)];
}

function optionText(threads: readonly number[], smt: number | undefined): string {
  const pins = threads.map((thread, vcpu) => `${vcpu}:${thread}`).join();
  return `${smt === undefined ? '' : `--smt ${smt} `}--pin ${pins}`;
}

/** For each vCPU a thread of the best cores, which vCPUs of one guest core share; fewer where the host has no more. */
function proposedThreads(
  host: Host,
  { vcpus, topology }: Pinned,
  isAllowed: (thread: number) => boolean = () => true,
): { readonly threads: readonly number[]; readonly smt?: number } {
  const all = hostCores(host, (cpu) => levelOf(host, cpu) !== undefined).map((threads) => threads.filter(isAllowed));
  const most = all.reduce((sum, { length }) => Math.max(sum, length), 1);
  // Both threads of a core only where there are fewer cores than vCPUs.
  const needed = Math.min(most, Math.ceil(vcpus / Math.max(1, all.filter(({ length }) => length > 0).length)));
  const given = topology?.given ? topology.threads : undefined;
  // A guest core of fewer threads than needed leaves vCPUs without a host thread.
  const perCore = Math.max(given ?? 1, needed);
  const cores = all.filter(({ length }) => length >= perCore);
  const best = cores
    .map((threads) => ({ threads, level: levelOf(host, threads[0] ?? 0) ?? 0n }))
    .sort((a, b) => (a.level === b.level ? 0 : a.level > b.level ? -1 : 1));
  const threads = best.flatMap((core) => core.threads.slice(0, perCore)).slice(0, vcpus);
  return { threads, ...(given !== undefined && given < perCore && { smt: perCore }) };
}

function levelOf(host: Host, cpu: number): bigint | undefined {
  const numbers = numbersOf(host, cpu);
  return numbers && highestOf(numbers);
}
