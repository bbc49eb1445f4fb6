import { are, some } from '../diagnostics/words.js';
import type { HypervGuest } from './enlightenments.js';

/** The reason why vCPUs are not pinned one to one; undefined if each has its own host thread. */
export function unpinnedReason({ processors }: HypervGuest): string | undefined {
  const unpinned = processors.filter((one) => one.hostThread === undefined).map(({ vcpu }) => String(vcpu));
  if (processors.length > 0 && unpinned.length === processors.length) return 'no vCPU is pinned';
  if (unpinned.length > 0) return `vCPU ${some(unpinned)} ${are(unpinned)} not pinned`;
  const threads = processors.map((one) => one.hostThread);
  const twice = threads.find((thread, i) => threads.indexOf(thread) < i);
  return twice === undefined ? undefined : `two vCPUs are pinned to host thread ${twice}`;
}

/** The reason why vCPUs of two guest cores can share a host core; undefined if pins and topology prevent it. */
export function sharedCoreReason(guest: HypervGuest): string | undefined {
  const unpinned = unpinnedReason(guest);
  if (unpinned !== undefined) return unpinned;
  if (threadCounts(guest).size > 1) return 'cores have different numbers of threads, which QEMU cannot represent';
  return undefined;
}

function threadCounts({ processors }: HypervGuest): ReadonlySet<number> {
  const threads = new Map<number, number>();
  for (const { core } of processors) threads.set(core, (threads.get(core) ?? 0) + 1);
  return new Set(threads.values());
}
