// QEMU multiplies sockets, dies, cores and threads (machine_parse_smp_config in hw/core/machine-smp.c), so all cores of its guests
// have the same number of threads. With `-smp N` alone each thread becomes a core of its own.

import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import type { Spec, SpecCore } from '../spec/spec.js';

export function unevenThreads({ machine, processors }: CpcTable, spec: Spec): Diagnostic[] {
  if (!machine.startsWith('qemu')) return [];
  const cores = new Map<number, number>();
  for (const { core } of processors) cores.set(core, (cores.get(core) ?? 0) + 1);
  const counts = [...cores.values()];
  const threads = [...new Set(counts)].sort((a, b) => b - a);
  const [most] = threads;
  if (most === undefined || threads.length < 2) return [];
  const facts = {
    threads,
    vcpus: processors.length,
    cores: cores.size,
    best: counts.filter((one) => one === most).length,
  };
  return [diagnostic('resolve/uneven-threads', unevenPlace(spec, most), facts)];
}

/** The first core that has fewer threads. */
function unevenPlace({ file, guest, cores }: Spec, most: number): Place {
  const ofGuest = guest.threads_per_core ?? 1n;
  const threadsOf = ({ threads, vcpus }: SpecCore) => threads ?? BigInt(vcpus?.length ?? ofGuest);
  const fewer = cores.find((core) => threadsOf(core) < BigInt(most));
  if (!fewer) return { file };
  const key = (['threads', 'vcpus'] as const).find((one) => fewer[one] !== undefined);
  return { file, path: key === undefined ? fewer.at : [...fewer.at, key] };
}
