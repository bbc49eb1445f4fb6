import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { type Pin, pinsByVcpu } from './pins.js';
import { type Host, numbersOf } from './sysfs.js';
import type { Pinned, Smt } from './wish.js';

/** One vCPU, with the host thread that it is taken to run on. */
export interface Seat {
  readonly vcpu: number;
  readonly thread?: number;
  readonly pin?: Pin;
}

/** One core of the guest, its vCPUs in order. */
export interface GuestCore {
  readonly seats: readonly Seat[];
}

export interface GuestCores {
  readonly cores: readonly GuestCore[];
  readonly threadsPerCore: number;
}

/** One guest core for each core of the host, in natural order, pinned to its threads. */
export function coresOfHost(host: Host, smt: Smt | undefined): Result<GuestCores> {
  const ofHost = hostCores(host);
  const most = ofHost.reduce((sum, threads) => Math.max(sum, threads.length), 1);
  if (smt && smt.threads > most) return fail(diagnostic('host/smt-above-host', smt.place, { smt: smt.threads, most }));
  let vcpu = 0;
  const cores = ofHost.map((threads) => ({
    seats: threads.slice(0, smt?.threads).map((thread): Seat => ({ vcpu: vcpu++, thread })),
  }));
  return ok({ cores, threadsPerCore: smt?.threads ?? most });
}

/** The threads of each core that has numbers. A tree copied in part may name siblings from one side only. */
function hostCores(host: Host): readonly (readonly number[])[] {
  const seated = new Set<number>();
  const cores: (readonly number[])[] = [];
  for (const { cpu, siblings } of host.online.values()) {
    if (seated.has(cpu) || !numbersOf(host, cpu)) continue;
    const threads = siblings.filter((one) => !seated.has(one));
    for (const one of threads) seated.add(one);
    cores.push(threads);
  }
  return cores;
}

/** Cores of so many consecutive vCPUs as asked for, as the domain says, or as the pins show. */
export function coresOfPins(host: Host, pinned: Pinned, smt: Smt | undefined): Result<GuestCores> {
  const seats = seatsOf(host, pinned);
  const chosen = smt ?? (pinned.topology?.given ? pinned.topology : undefined);
  const threads = chosen?.threads ?? threadsByPins(host, seats);
  if (seats.length % threads !== 0) {
    const place = chosen?.place ?? pinned.place;
    return fail(diagnostic('host/smt-not-divisible', place, { vcpus: seats.length, threads }));
  }
  return ok({ cores: chunks(seats, threads), threadsPerCore: threads }, topologyProblems(pinned, threads));
}

function chunks(seats: readonly Seat[], size: number): GuestCore[] {
  return Array.from({ length: seats.length / size }, (_, i) => ({ seats: seats.slice(i * size, (i + 1) * size) }));
}

/** vCPUs that share a cpuset, as those of a core often do, are taken to run on its threads one after the other. */
function seatsOf(host: Host, { pins, vcpus }: Pinned): readonly Seat[] {
  const taken = new Set<number>();
  const byVcpu = pinsByVcpu(pins);
  return Array.from({ length: vcpus }, (_, vcpu): Seat => {
    const pin = byVcpu.get(vcpu);
    if (!pin) return { vcpu };
    const there = pin.threads.filter((thread) => host.online.has(thread));
    const thread = there.find((one) => !taken.has(one)) ?? there[0] ?? pin.threads[0];
    if (thread === undefined) return { vcpu, pin };
    taken.add(thread);
    return { vcpu, thread, pin };
  });
}

/** The most threads for which every block of vCPUs stays on one host core; 1 where no two vCPUs share one. */
function threadsByPins(host: Host, seats: readonly Seat[]): number {
  const most = [...host.online.values()].reduce((sum, { siblings }) => Math.max(sum, siblings.length), 1);
  const candidates = Array.from({ length: most - 1 }, (_, i) => most - i);
  return candidates.find((size) => seats.length % size === 0 && inBlocks(host, seats, size)) ?? 1;
}

function inBlocks(host: Host, seats: readonly Seat[], size: number): boolean {
  return chunks(seats, size).every(({ seats: block }) => {
    const threads = block.map(({ thread }) => thread);
    const cores = threads.map((thread) => hostCoreOf(host, thread));
    return new Set(threads).size === size && cores[0] !== undefined && cores.every((core) => core === cores[0]);
  });
}

/** A host core by its first thread; undefined for a thread that the host does not have. */
export function hostCoreOf(host: Host, thread: number | undefined): number | undefined {
  return thread === undefined ? undefined : host.online.get(thread)?.siblings[0];
}

/** The domain's guest sees the domain's topology, whatever the spec says. */
function topologyProblems({ topology }: Pinned, threads: number): Diagnostic[] {
  if (!topology || topology.threads === threads) return [];
  const facts = { domain: topology.threads, given: topology.given, threads };
  return [diagnostic('host/topology-differs', topology.place, facts)];
}
