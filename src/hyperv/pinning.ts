import { list } from '../diagnostics/words.js';
import type { HypervGuest } from './enlightenments.js';

/** Why a vCPU may run on more host threads than one, or beside another; undefined where each has its own. */
export function unpinnedReason({ processors }: HypervGuest): string | undefined {
  const unpinned = processors.filter((one) => one.hostThread === undefined).map(({ vcpu }) => vcpu);
  if (processors.length > 0 && unpinned.length === processors.length) return 'no vCPU is pinned';
  if (unpinned.length > 0)
    return `vCPU ${list(unpinned.map(String), 'and')} ${unpinned.length === 1 ? 'is' : 'are'} not pinned`;
  const threads = processors.map((one) => one.hostThread);
  const twice = threads.find((thread, i) => threads.indexOf(thread) < i);
  return twice === undefined ? undefined : `two vCPUs are pinned to host thread ${twice}`;
}

/** Why vCPUs of two guest cores may run on one core of the host; undefined where pins and topology keep them apart. */
export function sharedCoreReason(guest: HypervGuest): string | undefined {
  const unpinned = unpinnedReason(guest);
  if (unpinned !== undefined) return unpinned;
  if (threadCounts(guest).size > 1)
    return 'the cores have unequal numbers of threads, which no topology of QEMU can tell the guest';
  return undefined;
}

function threadCounts({ processors }: HypervGuest): ReadonlySet<number> {
  const threads = new Map<number, number>();
  for (const { core } of processors) threads.set(core, (threads.get(core) ?? 0) + 1);
  return new Set(threads.values());
}
