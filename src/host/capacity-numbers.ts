// Numbers for a guest on Arm or RISC-V. Linux there ranks cores by highest_perf, and from 6.12 on with cppc_cpufreq by
// nominal_perf while boost is off: so nominal_perf becomes highest_perf, and its frequency grows in proportion. Without
// frequencies 6.1 and 6.12 panic.

import { capacityText } from '../cpc/capacity.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { type HostKey, type HostNumbers, highestOf } from './cppc-files.js';
import { firstHostThread, hostThreadsOf } from './guest-cores.js';
import type { InitRequest } from './init-request.js';
import type { NumberedCore } from './numbers.js';
import { offsetRangeAt } from './offset-ranges.js';
import { oncePerCpuset } from './pins.js';
import type { Host } from './sysfs.js';

/** The frequency of the best core where the host shows none. */
const ASSUMED_MEGAHERTZ = 2000n;

/** The cores with their numbers for a guest on Arm or RISC-V; equal ones share them. */
export function capacityNumbers(
  host: Host,
  cores: readonly NumberedCore[],
  { offsets }: Pick<InitRequest, 'offsets'>,
): readonly NumberedCore[] {
  const most = cores.reduce((high, { numbers }) => (highestOf(numbers) > high ? highestOf(numbers) : high), 1n);
  const made = new Map<string, HostNumbers>();
  const lowest = oncePerCpuset((threads) => lowestClock(host, threads));
  return cores.map((core) => {
    const offset = offsetOf(core, offsets);
    const clock = clockOf(core, lowest) ?? (ASSUMED_MEGAHERTZ * highestOf(core.numbers)) / most;
    const key = `${[...core.numbers].join()} ${offset} ${clock}`;
    const numbers = made.get(key) ?? numbersFor(core.numbers, offset, clock);
    made.set(key, numbers);
    return { ...core, numbers };
  });
}

function offsetOf(core: NumberedCore, offsets: InitRequest['offsets']): bigint {
  const thread = firstHostThread(core);
  return thread === undefined ? 0n : (offsetRangeAt(offsets, thread)?.offset ?? 0n);
}

interface Lowest {
  readonly clock: bigint | undefined;
}

/** The highest frequency that each of these threads reaches. */
function lowestClock(host: Host, threads: readonly number[]): Lowest {
  const clocks = threads.flatMap((thread) => host.online.get(thread)?.maxMegahertz ?? []);
  return {
    clock: clocks.reduce<bigint | undefined>((low, one) => (low !== undefined && low < one ? low : one), undefined),
  };
}

function clockOf({ vcpus }: NumberedCore, lowest: (threads: readonly number[]) => Lowest): bigint | undefined {
  const pinned = vcpus.find(({ thread }) => thread !== undefined);
  return pinned && lowest(hostThreadsOf(pinned)).clock;
}

function numbersFor(numbers: HostNumbers, offset: bigint, clock: bigint): HostNumbers {
  const level = (key: HostKey) => numbers.get(key) ?? 1n;
  const nominal = level('highest_perf') + offset > 0n ? level('highest_perf') + offset : level('highest_perf');
  const nominalFreq = numbers.get('nominal_freq');
  const made = new Map(numbers);
  made.set('nominal_perf', nominal);
  const frequency = nominalFreq
    ? rounded(nominalFreq * nominal, level('nominal_perf'))
    : rounded(clock * nominal, level('highest_perf'));
  made.set('nominal_freq', frequency);
  if (!numbers.has('lowest_freq')) made.set('lowest_freq', rounded(frequency * level('lowest_perf'), nominal));
  // It belongs to the counters, which a guest does not have.
  made.delete('reference_perf');
  return made;
}

function rounded(dividend: bigint, divisor: bigint): bigint {
  const quotient = (dividend + divisor / 2n) / divisor;
  return quotient > 0n ? quotient : 1n;
}

/** What the guest's scheduler sees, and numbers that are not those of the host's firmware. */
export function capacityNotes(host: Host, cores: readonly NumberedCore[], request: InitRequest): Diagnostic[] {
  const [first = 0] = host.online.keys();
  const place = host.placeOfFile(first, 'acpi_cppc');
  const levels = cores.map((core) => ({
    highest: highestOf(core.numbers) + offsetOf(core, request.offsets),
    vcpus: core.vcpus.length,
  }));
  const missing = (['nominal_freq', 'lowest_freq'] as const).filter((key) =>
    cores.some(({ numbers }) => !numbers.has(key)),
  );
  return [
    ...(missing.length > 0 ? [diagnostic('host/frequency-assumed', place, { keys: missing })] : []),
    ...(levels.length > 0 ? [diagnostic('host/capacity', place, { capacities: capacityText(levels) })] : []),
  ];
}
