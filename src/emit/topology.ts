import type { CpcTable } from '../cpc/ir.js';

/**
 * Threads of each core, where one number says which vCPUs are a core: all have as many, and they are consecutive. QEMU
 * divides a vCPU's number by it (include/hw/i386/topology.h, x86_topo_ids_from_idx).
 */
export function threadsPerCore({ processors }: CpcTable): number | undefined {
  const cores = [...processors].sort((a, b) => a.vcpu - b.vcpu).map(({ core }) => core);
  const threads = cores.filter((core) => core === cores[0]).length;
  const heads = cores.filter((_, vcpu) => vcpu % threads === 0);
  const areAlike = heads.length * threads === cores.length && new Set(heads).size === heads.length;
  const areBlocks = cores.every((core, vcpu) => core === heads[Math.floor(vcpu / threads)]);
  return areAlike && areBlocks ? threads : undefined;
}
