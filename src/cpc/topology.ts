import type { CpcTable } from './ir.js';

type Processors = Pick<CpcTable, 'processors'>;

/**
 * Threads per core, if all cores have the same number and their vCPUs are consecutive; else undefined. QEMU divides the
 * number of a vCPU by it (include/hw/i386/topology.h, x86_topo_ids_from_idx).
 */
export function threadsPerCore({ processors }: Processors): number | undefined {
  const { threads, vcpus } = evenCores({ processors });
  return vcpus === processors.length ? threads : undefined;
}

/** Levels of QEMU's topology of all vCPUs: dies, cores of a die, threads of a core. Undefined where QEMU has no such guest. */
export function topologyOf(table: Pick<CpcTable, 'processors' | 'dies'>) {
  const threads = threadsPerCore(table);
  if (threads === undefined) return undefined;
  const { dies } = table;
  const cores = table.processors.length / threads;
  return { ...(dies !== undefined && { dies }), cores: cores / (dies ?? 1), threads };
}

/** How many vCPUs from 0 on are all threads of cores that QEMU can give a guest together. */
export function evenVcpus(table: Processors): number {
  return evenCores(table).vcpus;
}

/** The threads of the first core, and the vCPUs up to the first core that has not as many in a row. */
function evenCores({ processors }: Processors): { threads: number; vcpus: number } {
  const cores = [...processors].sort((a, b) => a.vcpu - b.vcpu).map(({ core }) => core);
  const threadsOf = new Map<number, number>();
  for (const core of cores) threadsOf.set(core, (threadsOf.get(core) ?? 0) + 1);
  const threads = threadsOf.get(cores[0] ?? -1) ?? 0;
  const isWhole = (from: number) => {
    const core = cores[from] ?? -1;
    return threadsOf.get(core) === threads && cores.slice(from, from + threads).every((one) => one === core);
  };
  let vcpus = 0;
  while (vcpus < cores.length && isWhole(vcpus)) vcpus += threads;
  return { threads, vcpus };
}
