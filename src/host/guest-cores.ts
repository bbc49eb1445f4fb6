import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { ascending } from '../spec/cpuset.js';
import type { Pinned, Smt } from './init-request.js';
import { oncePerCpuset, type Pin, pinsByVcpu } from './pins.js';
import { type Host, numbersOf } from './sysfs.js';

/** One vCPU with the host thread on which it is assumed to run. */
export interface PlacedVcpu {
  readonly vcpu: number;
  readonly thread?: number;
  readonly pin?: Pin;
}

/** The host threads on which a vCPU may run, in ascending order; none if it is not pinned. */
export function hostThreadsOf({ thread, pin }: PlacedVcpu): readonly number[] {
  if (thread === undefined) return [];
  return pin ? ascending(pin.threads) : [thread];
}

/** The lowest host thread of the core's first vCPU, by which a spec chooses an offset. */
export function firstHostThread({ vcpus: [first] }: GuestCore): number | undefined {
  return hostThreadsOf(first)[0];
}

/** One core of the guest, with its vCPUs in order: at least one. */
export interface GuestCore {
  readonly vcpus: readonly [PlacedVcpu, ...PlacedVcpu[]];
}

interface GuestCores {
  readonly cores: readonly GuestCore[];
  readonly threadsPerCore: number;
}

/** One guest core for each core of the host, in ascending order, pinned to its threads. */
export function coresOfHost(host: Host, smt: Smt | undefined): Result<GuestCores> {
  const ofHost = hostCores(host, (cpu) => numbersOf(host, cpu) !== undefined);
  const most = ofHost.reduce((sum, threads) => Math.max(sum, threads.length), 1);
  if (smt && smt.threads > most) return fail(diagnostic('host/smt-above-host', smt.place, { smt: smt.threads, most }));
  let vcpu = 0;
  const cores = ofHost.map((threads) =>
    coreOf(threads.slice(0, smt?.threads).map((thread) => ({ vcpu: vcpu++, thread }))),
  );
  return ok({ cores, threadsPerCore: smt?.threads ?? most });
}

/** The threads of each core, by its first wanted CPU. In an incomplete copy of sysfs, siblings may not name each other. */
export function hostCores(host: Host, wanted: (cpu: number) => boolean = () => true): readonly (readonly number[])[] {
  const placed = new Set<number>();
  const cores: (readonly number[])[] = [];
  for (const { cpu, siblings } of host.online.values()) {
    if (placed.has(cpu) || !wanted(cpu)) continue;
    const threads = siblings.filter((one) => !placed.has(one));
    for (const one of threads) placed.add(one);
    cores.push(threads);
  }
  return cores;
}

/** Cores of consecutive vCPUs. Threads per core: from --smt, else from the domain, else from the pins. */
export function coresOfPins(host: Host, pinned: Pinned, smt: Smt | undefined): Result<GuestCores> {
  const vcpus = placeVcpus(host, pinned);
  const chosen = smt ?? (pinned.topology?.given ? pinned.topology : undefined);
  const threads = chosen?.threads ?? threadsByPins(host, vcpus);
  if (vcpus.length % threads !== 0) {
    const place = chosen?.place ?? pinned.place;
    return fail(diagnostic('host/smt-not-divisible', place, { vcpus: vcpus.length, threads }));
  }
  return ok({ cores: chunks(vcpus, threads), threadsPerCore: threads }, topologyProblems(pinned, threads));
}

function chunks(vcpus: readonly PlacedVcpu[], size: number): GuestCore[] {
  return Array.from({ length: vcpus.length / size }, (_, i) => coreOf(vcpus.slice(i * size, (i + 1) * size)));
}

function coreOf([first, ...others]: readonly PlacedVcpu[]): GuestCore {
  if (!first) throw new Error('a core has at least one vCPU');
  return { vcpus: [first, ...others] };
}

/** Assumes that vCPUs with the same cpuset, usually those of one core, run on its threads in order. */
function placeVcpus(host: Host, { pins, vcpus }: Pinned): readonly PlacedVcpu[] {
  const used = new Set<number>();
  const byVcpu = pinsByVcpu(pins);
  const onlineIn = oncePerCpuset((threads) => threads.filter((thread) => host.online.has(thread)));
  return Array.from({ length: vcpus }, (_, vcpu): PlacedVcpu => {
    const pin = byVcpu.get(vcpu);
    if (!pin) return { vcpu };
    const online = onlineIn(pin.threads);
    const thread = online.find((one) => !used.has(one)) ?? online[0] ?? pin.threads[0];
    if (thread === undefined) return { vcpu, pin };
    used.add(thread);
    return { vcpu, thread, pin };
  });
}

/** The largest number of threads with which every guest core stays on one host core; 1 if vCPUs share none, or may move. */
function threadsByPins(host: Host, vcpus: readonly PlacedVcpu[]): number {
  const most = [...host.online.values()].reduce((sum, { siblings }) => Math.max(sum, siblings.length), 1);
  const candidates = Array.from({ length: most - 1 }, (_, i) => most - i);
  return candidates.find((size) => vcpus.length % size === 0 && coresStayOnHostCores(host, vcpus, size)) ?? 1;
}

function coresStayOnHostCores(host: Host, vcpus: readonly PlacedVcpu[], size: number): boolean {
  return chunks(vcpus, size).every(({ vcpus: block }) => {
    const core = hostCoreOf(host, block[0].thread);
    const stays = ({ thread, pin }: PlacedVcpu) =>
      (pin?.threads ?? [thread]).every((one) => hostCoreOf(host, one) === core);
    return core !== undefined && new Set(block.map(({ thread }) => thread)).size === size && block.every(stays);
  });
}

/** The first thread of a host core identifies it; undefined for a thread that the host does not have. */
export function hostCoreOf(host: Host, thread: number | undefined): number | undefined {
  return thread === undefined ? undefined : host.online.get(thread)?.siblings[0];
}

/** The guest of a domain sees the topology of the domain, not that of the spec. */
function topologyProblems({ topology }: Pinned, threads: number): Diagnostic[] {
  if (!topology || topology.threads === threads) return [];
  const facts = { domain: topology.threads, given: topology.given, threads };
  return [diagnostic('host/topology-differs', topology.place, facts)];
}
