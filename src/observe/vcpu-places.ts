// Where the vCPUs of a running domain may run, as virsh prints it, beside the host threads of the spec. The levels of a vCPU are those
// of the core it is on: when the host moves it to another core, they describe nothing.

import { MOST_PROCESSORS } from '../../grammar/machines.js';
import type { CpcTable, Processor } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, type FactsOf } from '../diagnostics/diagnostic.js';
import { cpusetReader, cpusetText } from '../spec/cpuset.js';

/** A vCPU of the domain. */
export interface VcpuPlace {
  readonly vcpu: number;
  /** The host threads on which it may run, ascending. */
  readonly threads: readonly number[];
  /** The host thread where it ran last; undefined if libvirt does not say. */
  readonly last?: number;
}

/** Of vCPUs, and of a heading. */
const MOST_LINES = MOST_PROCESSORS + 10;

/** Reads `virsh vcpupin`: the pins of the running domain. */
export function readVcpupin(text: string): VcpuPlace[] {
  const cpusets = cpusetReader();
  return text.split('\n', MOST_LINES).flatMap((line) => {
    const [, vcpu, set] = /^\s*(\d{1,5}):?\s+([\d,^-]+)\s*$/.exec(line) ?? [];
    const threads = set === undefined ? { why: '' } : cpusets(set);
    return 'why' in threads ? [] : [{ vcpu: Number(vcpu), threads }];
  });
}

/** Reads `virsh vcpuinfo`: a block for each vCPU, with `y` and `-` for each host thread. */
export function readVcpuinfo(text: string): VcpuPlace[] {
  return text.split(/\n\s*\n/, MOST_LINES).flatMap((block) => {
    const [vcpu, last, affinity] = INFO_LINES.map((line) => line.exec(block)?.[1]);
    if (!/^\d{1,5}$/.test(vcpu ?? '') || !/^[y-]+$/.test(affinity ?? '')) return [];
    const threads = [...(affinity ?? '')].flatMap((one, thread) => (one === 'y' ? [thread] : []));
    return [{ vcpu: Number(vcpu), threads, ...(/^\d{1,5}$/.test(last ?? '') && { last: Number(last) }) }];
  });
}

const INFO_LINES = [/^VCPU:\s*(\S+)$/m, /^CPU:\s*(\S+)$/m, /^CPU Affinity:\s*(\S+)$/m];

/** Compares where the vCPUs may run with the spec; without its host threads, with each other. */
export function placeProblems({ processors }: CpcTable, places: readonly VcpuPlace[]): Diagnostic[] {
  const placed = placedOf(processors, places);
  return processors.some(({ hostThreads }) => hostThreads) ? withSpec(placed) : amongThemselves(placed);
}

type Placed = Processor & Pick<VcpuPlace, 'threads'>;

function placedOf(processors: readonly Processor[], places: readonly VcpuPlace[]): Placed[] {
  const byVcpu = new Map(places.map((one) => [one.vcpu, one.threads]));
  return processors.flatMap((one) => {
    const threads = byVcpu.get(one.vcpu);
    return threads ? [{ ...one, threads }] : [];
  });
}

function withSpec(placed: readonly Placed[]): Diagnostic[] {
  const others = placed.filter(
    ({ threads, hostThreads }) => hostThreads && cpusetText(threads) !== cpusetText(hostThreads.threads),
  );
  const wander = others.filter(({ threads, hostThreads }) => isWider(threads, hostThreads?.threads ?? []));
  const elsewhere = others.filter((one) => !wander.includes(one));
  return [
    ...factsOf(wander).map((facts) => diagnostic('observe/vcpu-wanders', undefined, facts)),
    ...factsOf(elsewhere).map((facts) => diagnostic('observe/vcpu-elsewhere', undefined, facts)),
  ];
}

/** All of the spec's, and more. */
function isWider(threads: readonly number[], ofSpec: readonly number[]): boolean {
  const may = new Set(threads);
  return ofSpec.every((thread) => may.has(thread));
}

function factsOf([first, ...more]: readonly Placed[]): FactsOf<'observe/vcpu-wanders'>[] {
  if (!first) return [];
  const { vcpu, threads, hostThreads } = first;
  return [{ vcpu, may: cpusetText(threads), spec: hostThreads?.text ?? '', more: more.length }];
}

/** vCPUs with different levels on the same host threads: at most one of the levels is right. */
function amongThemselves(placed: readonly Placed[]): Diagnostic[] {
  const first = new Map<string, Placed>();
  for (const one of placed) {
    const text = cpusetText(one.threads);
    const other = first.get(text) ?? one;
    first.set(text, other);
    if (other.known.highest_perf === one.known.highest_perf) continue;
    const vcpus = [other, one].map(({ vcpu, known }) => ({ vcpu, level: known.highest_perf ?? 0n }));
    return [diagnostic('observe/vcpus-share-threads', undefined, { vcpus, threads: text })];
  }
  return [];
}
