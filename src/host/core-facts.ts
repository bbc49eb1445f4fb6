// What `host` reports of a CPU beside its `_CPC` levels. Linux: Documentation/ABI/testing/sysfs-devices-system-cpu;
// cpu_core and cpu_atom are the PMUs of Intel hybrid processors.

import { readCpuset } from '../spec/cpuset.js';
import { isUnread, type Tree } from './tree.js';

const CPUS = 'devices/system/cpu';

/** Linux has four indexes on x86 and Arm: L1 data, L1 instruction, L2, L3. */
const MOST_CACHES = 8;

interface CoreFacts {
  readonly l3?: { readonly sharedBy: string; readonly bytes: number };
  readonly die?: number;
  readonly driver?: string;
  readonly ranking?: number;
  readonly capacity?: number;
}

export type CoreKind = 'performance' | 'efficiency';

export function coreFactsOf(tree: Tree, cpu: number): CoreFacts {
  const folder = `${CPUS}/cpu${cpu}`;
  const l3 = l3Of(tree, `${folder}/cache`);
  const driver = textIn(tree, `${folder}/cpufreq/scaling_driver`);
  const facts = {
    l3,
    driver: driver !== undefined && /^[\w-]{1,32}$/.test(driver) ? driver : undefined,
    die: numberIn(tree, `${folder}/topology/die_id`),
    ranking: numberIn(tree, `${folder}/cpufreq/amd_pstate_prefcore_ranking`),
    capacity: numberIn(tree, `${folder}/cpu_capacity`),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** The kind of each CPU of an Intel hybrid processor; empty on other hosts. */
export function coreKinds(tree: Tree): ReadonlyMap<number, CoreKind> {
  const of = (file: string, kind: CoreKind) => {
    const list = readCpuset(textIn(tree, file) ?? '');
    return 'why' in list ? [] : list.map((cpu) => [cpu, kind] as const);
  };
  return new Map([...of('devices/cpu_core/cpus', 'performance'), ...of('devices/cpu_atom/cpus', 'efficiency')]);
}

function l3Of(tree: Tree, folder: string): CoreFacts['l3'] {
  for (let i = 0; i < MOST_CACHES; i++) {
    if (numberIn(tree, `${folder}/index${i}/level`) !== 3) continue;
    const [, kib] = /^(\d{1,8})K$/.exec(textIn(tree, `${folder}/index${i}/size`) ?? '') ?? [];
    const sharedBy = textIn(tree, `${folder}/index${i}/shared_cpu_list`);
    if (kib !== undefined && sharedBy !== undefined && /^[\d,-]{1,4096}$/.test(sharedBy)) {
      return { sharedBy, bytes: Number(kib) * 1024 };
    }
  }
  return undefined;
}

function numberIn(tree: Tree, file: string): number | undefined {
  const text = textIn(tree, file);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function textIn(tree: Tree, file: string): string | undefined {
  const text = tree.read(file);
  return isUnread(text) ? undefined : text.trim();
}
