// vCPUs that share host threads. Each vCPU needs a thread of its own to have the performance in the table. vCPUs that may
// run on the same set of threads are no problem while the set has a thread for each: both vCPUs of a core on "0,16".

import type { HostThreads } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { groupBy } from '../diagnostics/group-by.js';
import type { Spec, SpecCore } from '../spec/spec.js';

interface Core {
  readonly specCore: SpecCore;
  readonly vcpus: readonly { readonly vcpu: number; readonly hostThreads?: HostThreads }[];
}

interface Pinned {
  readonly vcpu: number;
  readonly specCore: SpecCore;
  readonly hostThreads: HostThreads;
}

/** A warning for each set of host threads that has more vCPUs than threads, at the first vCPU without a thread. */
export function sharedThreads(spec: Spec, cores: readonly Core[]): Diagnostic[] {
  const pinned = cores
    .filter(({ specCore }) => specCore.count === undefined)
    .flatMap(({ specCore, vcpus }) =>
      vcpus.flatMap(({ vcpu, hostThreads }) => (hostThreads ? [{ vcpu, specCore, hostThreads }] : [])),
    );
  const ofThread = groupBy(
    pinned.filter(({ hostThreads }) => hostThreads.threads.length === 1),
    ({ hostThreads }) => hostThreads.threads[0],
  );
  const sets = groupBy(pinned, ({ hostThreads }) => hostThreads.text);
  return [...sets].flatMap(([hostThreads, own]) => {
    const threads = own[0]?.hostThreads.threads ?? [];
    const size = threads.length;
    const inside = size > 1 ? threads.flatMap((thread) => ofThread.get(thread) ?? []) : [];
    const users: readonly Pinned[] = [...own, ...inside].sort((a, b) => a.vcpu - b.vcpu);
    const late = users[size];
    if (!late) return [];
    const place = { file: spec.file, path: [...late.specCore.at, 'host_threads'] };
    const vcpus = users.map(({ vcpu }) => vcpu);
    return [diagnostic('resolve/host-thread-shared', place, { hostThreads, size, vcpus })];
  });
}
