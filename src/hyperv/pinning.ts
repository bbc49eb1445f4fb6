import { are, short, some } from '../diagnostics/words.js';
import type { HypervGuest } from './enlightenments.js';

type Vcpu = HypervGuest['processors'][number];

/** The reason why vCPUs are not pinned one to one; undefined if each has its own host thread. */
export function unpinnedReason(guest: HypervGuest): string | undefined {
  const missing = missingPins(guest);
  if (missing !== undefined) return missing;
  const free = guest.processors.find((one) => hasSet(one));
  if (free) return `vCPU ${free.vcpu} can run on several host threads, ${short(free.hostThreads?.text ?? '')}`;
  return sharedReason(guest, () => true);
}

/** The reason why vCPUs of two guest cores can share a host core; undefined if pins and topology prevent it. */
export function sharedCoreReason(guest: HypervGuest): string | undefined {
  const reason = missingPins(guest) ?? sharedReason(guest, (a, b) => a.core !== b.core || !(hasSet(a) && hasSet(b)));
  if (reason !== undefined) return reason;
  if (threadCounts(guest).size > 1) return 'cores have different numbers of threads, which QEMU cannot represent';
  return undefined;
}

function missingPins({ processors }: HypervGuest): string | undefined {
  const unpinned = processors.filter((one) => one.hostThreads === undefined).map(({ vcpu }) => String(vcpu));
  if (processors.length > 0 && unpinned.length === processors.length) return 'no vCPU is pinned';
  return unpinned.length > 0
    ? `vCPU${unpinned.length === 1 ? '' : 's'} ${some(unpinned)} ${are(unpinned)} not pinned`
    : undefined;
}

function hasSet({ hostThreads }: Vcpu): boolean {
  return hostThreads !== undefined && hostThreads.threads.length > 1;
}

/** The first host thread of two vCPUs that must not share it. Each set of a core is walked once: it can be large. */
function sharedReason({ processors }: HypervGuest, mustNotShare: (a: Vcpu, b: Vcpu) => boolean): string | undefined {
  const owners = new Map<number, Vcpu>();
  const walked = new Set<string>();
  for (const one of processors) {
    const set = `${one.core} ${one.hostThreads?.text}`;
    if (hasSet(one) && walked.has(set)) continue;
    walked.add(set);
    for (const thread of one.hostThreads?.threads ?? []) {
      const owner = owners.get(thread);
      if (owner && mustNotShare(owner, one)) return `two vCPUs are pinned to host thread ${thread}`;
      owners.set(thread, owner ?? one);
    }
  }
  return undefined;
}

function threadCounts({ processors }: HypervGuest): ReadonlySet<number> {
  const threads = new Map<number, number>();
  for (const { core } of processors) threads.set(core, (threads.get(core) ?? 0) + 1);
  return new Set(threads.values());
}
