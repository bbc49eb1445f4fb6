// What `host` reports of a CPU beside its `_CPC` levels. Linux: Documentation/ABI/testing/sysfs-devices-system-cpu.

import { CAPACITY_FILES, DRIVER_FILES, HYBRID_PMUS, SIBLINGS_FILE } from '../../grammar/linux.js';
import { readCpuset } from '../spec/cpuset.js';
import { type FileReader, fileReader, type UnreadFile } from './file-reader.js';
import type { Tree } from './tree.js';

const CPUS = 'devices/system/cpu';

/** Linux has four indexes on x86 and Arm: L1 data, L1 instruction, L2, L3. */
const MOST_CACHES = 8;

const CPUSET = { pattern: /^[\d,-]{1,4096}$/, name: 'a cpuset' } as const;

export interface CoreFacts {
  readonly l3?: { readonly sharedBy: string; readonly bytes: number };
  readonly die?: number;
  readonly driver?: string;
  readonly ranking?: number;
  readonly capacity?: number;
  /** Files that exist and cannot be used, by their names in the folder of the CPU. */
  readonly unread: readonly UnreadFile[];
}

export type CoreKind = (typeof HYBRID_PMUS)[number]['kind'];

const FILES = Object.fromEntries(DRIVER_FILES.map(({ key, file }) => [key, file])) as Readonly<
  Record<(typeof DRIVER_FILES)[number]['key'], string>
>;

export function coreFactsOf(tree: Tree, cpu: number): CoreFacts {
  const reader = fileReader(tree, `${CPUS}/cpu${cpu}`);
  const facts = {
    l3: l3Of(reader),
    driver: reader.matching(FILES.driver, { pattern: /^[\w-]{1,32}$/, name: 'the name of a driver' }),
    die: reader.number('topology/die_id'),
    ranking: reader.number(FILES.ranking),
    capacity: reader.number(CAPACITY_FILES.capacity),
  };
  // Read elsewhere, where a file that gives nothing is as one that is missing.
  reader.matching(SIBLINGS_FILE, CPUSET);
  reader.matching('cpufreq/cpuinfo_max_freq', { pattern: /^\d{4,10}$/, name: 'a frequency in kHz' });
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(known), unread: reader.unread };
}

/** The kind of each CPU of an Intel hybrid processor; empty on other hosts. */
export function coreKinds(tree: Tree): ReadonlyMap<number, CoreKind> {
  const reader = fileReader(tree);
  return new Map(
    HYBRID_PMUS.flatMap(({ file, kind }) => {
      const list = readCpuset(reader.text(file) ?? '');
      return 'why' in list ? [] : list.map((cpu) => [cpu, kind] as const);
    }),
  );
}

function l3Of(reader: FileReader): CoreFacts['l3'] {
  for (let i = 0; i < MOST_CACHES; i++) {
    const folder = `cache/index${i}`;
    if (reader.number(`${folder}/level`) !== 3) continue;
    const size = reader.matching(`${folder}/size`, { pattern: /^\d{1,8}K$/, name: 'a size in K' });
    const sharedBy = reader.matching(`${folder}/shared_cpu_list`, CPUSET);
    if (size !== undefined && sharedBy !== undefined) return { sharedBy, bytes: Number.parseInt(size, 10) * 1024 };
  }
  return undefined;
}
