import type { CpcTable } from './ir.js';

/**
 * Threads per core, if all cores have the same number and their vCPUs are consecutive; else undefined. QEMU divides the
 * number of a vCPU by it (include/hw/i386/topology.h, x86_topo_ids_from_idx).
 */
export function threadsPerCore({ processors }: Pick<CpcTable, 'processors'>): number | undefined {
  const cores = [...processors].sort((a, b) => a.vcpu - b.vcpu).map(({ core }) => core);
  const threads = cores.filter((core) => core === cores[0]).length;
  const heads = cores.filter((_, vcpu) => vcpu % threads === 0);
  const areEqual = heads.length * threads === cores.length && new Set(heads).size === heads.length;
  const areBlocks = cores.every((core, vcpu) => core === heads[Math.floor(vcpu / threads)]);
  return areEqual && areBlocks ? threads : undefined;
}

/** How many vCPUs from 0 on are all threads of cores that QEMU can give a guest together. */
export function evenVcpus({ processors }: Pick<CpcTable, 'processors'>): number {
  const cores = [...processors].sort((a, b) => a.vcpu - b.vcpu).map(({ core }) => core);
  const threads = cores.filter((core) => core === cores[0]).length;
  const isCore = (from: number) => cores.indexOf(cores[from] ?? -1) === from && isWhole(cores, from, threads);
  let vcpus = 0;
  while (vcpus < cores.length && isCore(vcpus)) vcpus += threads;
  return vcpus;
}

/** Whether all threads of a core are these vCPUs in a row, and no others. */
function isWhole(cores: readonly number[], from: number, threads: number): boolean {
  const core = cores[from] ?? -1;
  return (
    cores.lastIndexOf(core) === from + threads - 1 && cores.slice(from, from + threads).every((one) => one === core)
  );
}
