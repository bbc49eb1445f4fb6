import { MOST_PROCESSORS } from '../../../grammar/machines.js';
import { PREFERS_CORES } from '../../../grammar/qemu-options.js';
import { valueOfKey } from '../../emit/qemu-value.js';
import { isSince } from '../../versions/release.js';
import type { VmCount, VmTopology } from './vm.js';

/** What `-smp` makes, with the numbers that QEMU computes; undefined where it has one that is no number. */
interface Smp {
  readonly count: VmCount;
  readonly topology: VmTopology;
}

const GROUPS = ['dies', 'clusters', 'modules', 'drawers', 'books'] as const;

/** machine_parse_smp_config() in hw/core/machine-smp.c: without sockets or cores, the type of the machine decides. */
export function readSmp(text: string, machine: string): Smp | undefined {
  const named = text.split(',', 1)[0]?.includes('=') ? text : `cpus=${text}`;
  const number = (key: string) => {
    const value = valueOfKey(named, key);
    return value === undefined ? 0 : /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  };
  const groups = GROUPS.map((key) => number(key) || (Number.isNaN(number(key)) ? Number.NaN : 1));
  const product = groups.reduce((all, one) => all * one, 1);
  const [cpus, most] = [number('cpus'), number('maxcpus')];
  const given = { sockets: number('sockets'), cores: number('cores'), threads: number('threads') };
  const parts = filled(given, most || cpus, product, prefersCores(machine));
  const total = parts.sockets * product * parts.cores * parts.threads;
  const maximum = most || cpus || total;
  const current = cpus || maximum;
  const all = [total, maximum, current];
  if (!all.every((one) => Number.isInteger(one) && one >= 1 && one <= MOST_PROCESSORS)) return undefined;
  const [dies = 1, clusters = 1, modules = 1] = groups;
  return { count: { current, maximum }, topology: { ...parts, dies, clusters: clusters * modules } };
}

type Parts = Readonly<Record<'sockets' | 'cores' | 'threads', number>>;

function filled({ sockets, cores, threads }: Parts, vcpus: number, groups: number, coresFirst: boolean): Parts {
  if (vcpus === 0) return { sockets: sockets || 1, cores: cores || 1, threads: threads || 1 };
  const rest = (...others: number[]) => Math.floor(vcpus / others.reduce((all, one) => all * one, groups));
  if (sockets > 0 && cores > 0) return { sockets, cores, threads: threads || rest(sockets, cores) };
  const each = threads || 1;
  if (cores === 0 && (coresFirst || sockets > 0))
    return { sockets: sockets || 1, cores: rest(sockets || 1, each), threads: each };
  return { sockets: rest(cores || 1, each), cores: cores || 1, threads: each };
}

/** A machine without a number is the newest of the QEMU that is there. */
function prefersCores(machine: string): boolean {
  const [, major, minor] = /-(\d+)\.(\d+)/.exec(machine) ?? [];
  return major === undefined || isSince([Number(major), Number(minor)], PREFERS_CORES);
}
