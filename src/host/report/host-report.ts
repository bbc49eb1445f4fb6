import type { CpuVendor } from '../../../grammar/cpu-models.js';
import { type CoreKind, coreFactsOf, coreKinds } from '../core-facts.js';
import type { HostNumbers } from '../cppc-files.js';
import { hostCores } from '../guest-cores.js';
import { bestSource, rankValue, type Source } from '../sources.js';
import { type Host, numbersOf } from '../sysfs.js';
import type { Tree } from '../tree.js';
import { systemOf } from './system.js';

/** The L3 cache of a core; caches are numbered in the order of their cores. */
interface ReportedCache {
  readonly id: number;
  readonly bytes: number;
}

export interface ReportedCore {
  readonly core: number;
  readonly threads: readonly number[];
  readonly l3?: ReportedCache;
  readonly die?: number;
  readonly kind?: CoreKind;
  readonly driver?: string;
  readonly numbers?: HostNumbers;
  readonly maxMegahertz?: bigint;
  readonly ranking?: number;
  readonly capacity?: number;
  /** 1 for the best; equal cores share a rank. */
  readonly rank?: number;
}

export interface HostReport {
  readonly vendor?: CpuVendor;
  readonly model?: string;
  readonly kernel?: string;
  /** What ranks the cores. */
  readonly source?: Source;
  readonly cores: readonly ReportedCore[];
}

export function reportOn(tree: Tree, host: Host): HostReport {
  const system = systemOf(tree);
  const vendor = system.vendor ?? host.vendor;
  const cores = coresOf(tree, host);
  const source = bestSource(cores);
  return { ...system, ...(vendor && { vendor }), ...(source && { source }), cores: ranked(cores, source) };
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
