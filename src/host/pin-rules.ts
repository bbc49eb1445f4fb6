import { LEVEL_KEYS } from '../../grammar/spec-keys.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { groupBy } from '../diagnostics/group-by.js';
import { cpusetText, writeCpuset } from '../spec/cpuset.js';
import type { HostKey, HostNumbers } from './cppc-files.js';
import { hostCoreOf } from './guest-cores.js';
import type { Pinned } from './init-request.js';
import { wholeVmProblems, withoutPinsProblems } from './pins/proposal.js';
import { oncePerCpuset, type Pin, pinsByVcpu } from './pins.js';
import { type Host, numbersOf } from './sysfs.js';

/** Problems of pins that do not depend on how vCPUs form cores. */
export function pinProblems(host: Host, pinned: Pinned): Diagnostic[] {
  if (pinned.pins.length === 0) return withoutPinsProblems(host, pinned);
  const single = [...pinsByVcpu(pinned.pins).values()];
  const ofGuest = single.filter(({ vcpu }) => vcpu < pinned.vcpus);
  return [
    ...single.flatMap((pin) => pastVcpus(pin, pinned)),
    ...pinnedTwice(pinned.pins),
    ...withoutPin(pinned),
    ...missingThreads(host, ofGuest),
    ...mixedCores(host, ofGuest),
    ...wholeVmProblems(host, pinned, ofGuest),
  ];
}

/** libvirt accepts such a pin without a warning. */
export function pastVcpus({ vcpu, place }: Pin, { vcpus }: Pinned): Diagnostic[] {
  return vcpu < vcpus ? [] : [diagnostic('host/pin-past-vcpus', place, { vcpu, vcpus })];
}

/** One diagnostic for each vCPU that is pinned more than once, at its second pin. */
export function pinnedTwice(pins: readonly Pin[]): Diagnostic[] {
  const times = new Map<number, number>();
  return pins.flatMap(({ vcpu, place }) => {
    const time = (times.get(vcpu) ?? 0) + 1;
    times.set(vcpu, time);
    return time === 2 ? [diagnostic('host/vcpu-pinned-twice', place, { vcpu })] : [];
  });
}

function withoutPin({ pins, vcpus, place }: Pinned): Diagnostic[] {
  const free = vcpusWithoutPin(pins, vcpus);
  return free.length > 0 ? [diagnostic('host/vcpu-without-pin', place, { vcpus: writeCpuset(free) })] : [];
}

export function vcpusWithoutPin(pins: readonly Pin[], vcpus: number): number[] {
  const pinned = pinsByVcpu(pins);
  return Array.from({ length: vcpus }, (_, vcpu) => vcpu).filter((vcpu) => !pinned.has(vcpu));
}

export function missingThreads(host: Host, pins: readonly Pin[]): Diagnostic[] {
  const missingIn = oncePerCpuset((all) => {
    const missing = all.filter((thread) => !host.online.has(thread));
    return { threads: writeCpuset(missing), offline: missing.every((thread) => host.offline.has(thread)) };
  });
  return pins.flatMap(({ vcpu, threads, place }) => {
    const missing = missingIn(threads);
    return missing.threads === '' ? [] : [diagnostic('host/pin-missing', place, { vcpu, ...missing })];
  });
}

/**
 * A vCPU that can move between unequal cores has no single level. The first level or frequency that differs is reported, once
 * for all vCPUs with the same host threads.
 */
export function mixedCores(host: Host, pins: readonly Pin[]): Diagnostic[] {
  return [...groupBy(pins, ({ threads }) => cpusetText(threads))].flatMap(([text, [first, ...more]]) => {
    const mixed = first && mixedNumber(host, first.threads);
    if (!mixed) return [];
    const vcpus = [first, ...more].map(({ vcpu }) => vcpu);
    return [diagnostic('host/pin-mixed', first.place, { vcpus, threads: text, ...mixed })];
  });
}

/** The first level or frequency that differs between the cores of these threads. */
export function mixedNumber(
  host: Host,
  threads: readonly number[],
): { key: HostKey; values: readonly bigint[] } | undefined {
  const ofCores = new Map<number, HostNumbers>();
  for (const thread of threads) {
    const [core, numbers] = [hostCoreOf(host, thread), numbersOf(host, thread)];
    if (core !== undefined && numbers) ofCores.set(core, numbers);
  }
  const all = [...new Set(ofCores.values())];
  const mixed = LEVEL_KEYS.map(({ key }) => ({ key, values: [...new Set(all.flatMap((one) => one.get(key) ?? []))] }));
  return mixed.find(({ values }) => values.length > 1);
}
