// Whether the scheduler of an Arm or RISC-V guest prefers better cores. It prefers those with the higher cpu_capacity, also without
// a cpufreq driver. With one, newer kernels count a core only as far as its policy allows, which cpu_capacity does not show.

import { CPUFREQ_PRESSURE_SINCE } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { type Diagnostic, diagnostic, type FactsOf } from '../diagnostics/diagnostic.js';
import { isSince } from '../versions/release.js';
import { differ, misplacedLoops, notObserved, type SeenCore, seenCores } from './loops.js';
import type { Observation } from './observation.js';

interface Ranked {
  /** Undefined if it cannot be told. */
  readonly ranked: boolean | undefined;
  /** Why it is not true. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Decides whether the guest prefers better cores, by their capacities and limits and by where its busy loops settled. */
export function rankedByCapacity(observed: Observation, release: Release): Ranked {
  const cores = seenCores(observed.processors);
  if (!differ(cores)) return unknown(cores.length > 1 ? 'equal' : 'one-core');
  const equal = equalCapacities(observed, cores, release);
  if (equal) return unranked(equal);
  const { watched, wrong } = misplacedLoops(observed, cores);
  if (wrong) return unranked({ why: 'loops', ...wrong });
  if (watched) return { ranked: true, diagnostics: [] };
  return unknown(observed.report.busy.length === 0 ? 'no-loops' : 'moving');
}

type CapacityFacts = FactsOf<'boot/not-ranked-by-capacity'>;

/** Why all cores count the same, by their capacities and limits; undefined where they do not. */
export function equalCapacities(
  observed: Observation,
  cores: readonly SeenCore[],
  release: Release,
): CapacityFacts | undefined {
  const capacities = new Set(observed.capacity.values());
  if (capacities.size < 2) return { why: 'capacity', capacity: [...capacities][0], ...refusedVcpus(observed) };
  const [limit, ...others] = isSince(release, CPUFREQ_PRESSURE_SINCE) ? limitsOf(observed, cores) : [];
  return limit !== undefined && others.length === 0 && observed.boost !== true
    ? { why: 'limits', limit, drivers: observed.drivers }
    : undefined;
}

function unknown(why: Parameters<typeof notObserved>[0]): Ranked {
  return { ranked: undefined, diagnostics: [notObserved(why)] };
}

function unranked(facts: CapacityFacts): Ranked {
  return { ranked: false, diagnostics: [diagnostic('boot/not-ranked-by-capacity', undefined, facts)] };
}

/** The vCPUs whose _CPC Linux did not take: one is enough for equal capacities. */
function refusedVcpus({ processors }: Observation): { readonly refused: readonly number[] } {
  return { refused: processors.filter(({ actual }) => !actual).map(({ vcpu }) => vcpu) };
}

/** The different performance levels to which the policies of the cores limit them; none where a number is missing. */
function limitsOf(observed: Observation, cores: readonly SeenCore[]): bigint[] {
  const limits = cores.map(({ vcpus }) => limitOf(observed, Math.min(...vcpus)));
  return limits.every((one) => one !== undefined) ? [...new Set(limits)] : [];
}

const KHZ = 1000n;

/** The frequency limit as a level: Linux takes nominal_freq for nominal_perf (cppc_khz_to_perf). */
function limitOf({ processors, limit }: Observation, vcpu: number): bigint | undefined {
  const { nominal_perf: level, nominal_freq: frequency } = processors.find((one) => one.vcpu === vcpu)?.expected ?? {};
  const khz = limit.get(vcpu);
  if (level === undefined || !frequency || khz === undefined || !/^\d+$/.test(khz)) return undefined;
  return (BigInt(khz) * level) / (frequency * KHZ);
}
