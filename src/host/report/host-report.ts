import type { Source } from '../../../grammar/rank-sources.js';
import { coreFactsOf, coreKinds } from '../core-facts.js';
import { hostCores } from '../guest-cores.js';
import { bestSource, rankValue } from '../sources.js';
import { type Host, numbersOf } from '../sysfs.js';
import type { Tree } from '../tree.js';
import type { ReportedCore } from './core.js';
import { type Scheduler, schedulerOf } from './scheduler.js';
import { type System, systemOf } from './system.js';

export interface HostReport extends System {
  readonly host: Host;
  /** In ascending order of the cores that have them. */
  readonly drivers: readonly string[];
  /** What ranks the cores; undefined without any numbers. */
  readonly source?: Source;
  readonly scheduler: Scheduler;
  readonly cores: readonly ReportedCore[];
}

export function reportOn(tree: Tree, host: Host): HostReport {
  const system = systemOf(tree, host);
  const unranked = coresOf(tree, host);
  const source = bestSource(unranked);
  const cores = ranked(unranked, source);
  const drivers = [...new Set(cores.flatMap(({ driver }) => driver ?? []))];
  const { architecture } = host;
  const known = {
    cores,
    drivers,
    ...(system.release && { release: system.release }),
    ...(architecture && { architecture }),
  };
  return { ...system, host, drivers, ...(source && { source }), scheduler: schedulerOf(tree, known), cores };
}

function coresOf(tree: Tree, host: Host): readonly ReportedCore[] {
  const kinds = coreKinds(tree);
  const caches = new Map<string, number>();
  return hostCores(host).map((threads, core): ReportedCore => {
    const [first = 0] = threads;
    const { l3, ...facts } = coreFactsOf(tree, first);
    const kind = kinds.get(first);
    const numbers = numbersOf(host, first);
    const maxMegahertz = host.online.get(first)?.maxMegahertz;
    if (l3 && !caches.has(l3.sharedBy)) caches.set(l3.sharedBy, caches.size);
    return {
      core,
      threads,
      ...facts,
      ...(l3 && { l3: { id: caches.get(l3.sharedBy) ?? 0, bytes: l3.bytes } }),
      ...(kind && { kind }),
      ...(numbers && { numbers }),
      ...(maxMegahertz !== undefined && { maxMegahertz }),
    };
  });
}

function ranked(cores: readonly ReportedCore[], source: Source | undefined): readonly ReportedCore[] {
  if (!source) return cores;
  const values = cores.map((core) => rankValue(source, core));
  const sorted = values.flatMap((value) => value ?? []).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const ranks = new Map<bigint, number>();
  for (const [i, value] of sorted.entries()) if (!ranks.has(value)) ranks.set(value, i + 1);
  return cores.map((core, i) => {
    const rank = ranks.get(values[i] ?? -1n);
    return rank === undefined ? core : { ...core, rank };
  });
}
