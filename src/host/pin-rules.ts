import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { writeCpuset } from '../spec/write-values.js';
import { hostCoreOf } from './guest-cores.js';
import type { Pin } from './pins.js';
import { type Host, numbersOf } from './sysfs.js';
import type { Pinned } from './wish.js';

/** What is wrong with pins, whatever cores their vCPUs make. */
export function pinProblems(host: Host, pinned: Pinned): Diagnostic[] {
  if (pinned.pins.length === 0) return [diagnostic('host/domain-without-pins', pinned.place, {})];
  const ofGuest = pinned.pins.filter(({ vcpu }) => vcpu < pinned.vcpus);
  return [
    ...pinned.pins.flatMap((pin) => pastVcpus(pin, pinned)),
    ...pinnedTwice(pinned.pins),
    ...withoutPin(pinned),
    ...ofGuest.flatMap((pin) => missingThreads(host, pin)),
    ...ofGuest.flatMap((pin) => mixedCores(host, pin)),
  ];
}

/** libvirt takes such a pin without a word. */
function pastVcpus({ vcpu, place }: Pin, { vcpus }: Pinned): Diagnostic[] {
  return vcpu < vcpus ? [] : [diagnostic('host/pin-past-vcpus', place, { vcpu, vcpus })];
}

function pinnedTwice(pins: readonly Pin[]): Diagnostic[] {
  const seen = new Set<number>();
  return pins.flatMap(({ vcpu, place }) => {
    const again = seen.has(vcpu);
    seen.add(vcpu);
    return again ? [diagnostic('host/vcpu-pinned-twice', place, { vcpu })] : [];
  });
}

function withoutPin({ pins, vcpus, place }: Pinned): Diagnostic[] {
  const pinned = new Set(pins.map(({ vcpu }) => vcpu));
  const free = Array.from({ length: vcpus }, (_, vcpu) => vcpu).filter((vcpu) => !pinned.has(vcpu));
  return free.length > 0 ? [diagnostic('host/vcpu-without-pin', place, { vcpus: writeCpuset(free) })] : [];
}

function missingThreads(host: Host, { vcpu, threads, place }: Pin): Diagnostic[] {
  const missing = threads.filter((thread) => !host.online.has(thread));
  if (missing.length === 0) return [];
  const offline = missing.every((thread) => host.offline.has(thread));
  return [diagnostic('host/pin-missing', place, { vcpu, threads: writeCpuset(missing), offline })];
}

/** A vCPU that moves between unequal cores has no number of its own. */
function mixedCores(host: Host, { vcpu, threads, place }: Pin): Diagnostic[] {
  const highest = new Map<number, bigint>();
  for (const thread of threads) {
    const [core, value] = [hostCoreOf(host, thread), numbersOf(host, thread)?.get('highest_perf')];
    if (core !== undefined && value !== undefined) highest.set(core, value);
  }
  const values = [...new Set(highest.values())];
  if (values.length < 2) return [];
  return [diagnostic('host/pin-mixed', place, { vcpu, threads: writeCpuset(threads), values })];
}
