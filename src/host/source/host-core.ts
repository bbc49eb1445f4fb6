import { type CoreFacts, coreFactsOf } from '../core-facts.js';
import { type HostNumbers, highestOf } from '../cppc-files.js';
import { hostCores } from '../guest-cores.js';
import type { RankNumbers } from '../sources.js';
import { type Host, type HostCpu, numbersOf } from '../sysfs.js';
import type { Tree } from '../tree.js';

/** A core of the host with everything that can rank it: that of its first CPU. */
export interface HostCore extends RankNumbers {
  readonly threads: readonly number[];
  readonly l3?: CoreFacts['l3'];
  readonly minMegahertz?: bigint;
}

export function hostCoresIn(tree: Tree, host: Host): readonly HostCore[] {
  return hostCores(host).map((threads): HostCore => {
    const [first = 0] = threads;
    const { ranking, capacity, l3 } = coreFactsOf(tree, first);
    const { maxMegahertz, minMegahertz } = host.online.get(first) ?? {};
    const numbers = numbersOf(host, first);
    return {
      threads,
      ...(numbers && { numbers }),
      ...(ranking !== undefined && { ranking }),
      ...(capacity !== undefined && { capacity }),
      ...(l3 && { l3 }),
      ...(maxMegahertz && { maxMegahertz }),
      ...(minMegahertz && { minMegahertz }),
    };
  });
}

/** The host with other numbers for its cores; the level that the firmware shows is kept for the comments of the spec. */
export function withNumbers(host: Host, cores: readonly HostCore[], numbers: readonly HostNumbers[]): Host {
  const online = new Map(host.online);
  for (const [i, { threads }] of cores.entries()) {
    const own = numbers[i];
    for (const thread of own ? threads : []) {
      const cpu = online.get(thread);
      if (cpu && own) online.set(thread, replaced(cpu, own));
    }
  }
  return { ...host, online };
}

function replaced(cpu: HostCpu, numbers: HostNumbers): HostCpu {
  const reported = cpu.reported ?? (cpu.numbers && highestOf(cpu.numbers));
  return { ...cpu, numbers, unread: [], absent: false, ...(reported && { reported }) };
}
