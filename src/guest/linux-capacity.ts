// Linux on Arm and RISC-V needs no driver to rank cores: cpu_capacity is highest_perf in proportion to the highest of all. But
// with cppc_cpufreq a core counts only as much as its policy allows, which is nominal_freq while boost is off.

import { COORD_TYPES } from '../../grammar/psd.js';
import { spaceName } from '../aml/register-names.js';
import { capacityText } from '../cpc/capacity.js';
import { type CpcPackage, integerOf } from '../cpc/package.js';
import { psdNumber } from '../cpc/psd.js';
import { finding } from '../cpc/rules/finding.js';
import { commonLevel } from '../cpc/rules/numbers.js';
import { groupBy } from '../diagnostics/group-by.js';
import { allEqual } from './all-equal.js';
import { FREQUENCIES, isGiven } from './linux-frequency.js';
import { ARM, ARM_AND_RISCV, type GuestFinding, type GuestRule } from './rule.js';
import type { GuestSubject } from './subject.js';

/** What Linux on Arm and RISC-V needs for a ranking, and what its driver cppc_cpufreq does. */
// biome-ignore format: one row a line
export const LINUX_CAPACITY: readonly GuestRule[] = [
  // 9924fbb5a10d, released with 5.18 (from memory).
  { code: 'guest/linux-no-capacity', effect: 'unranked', family: 'linux', architectures: ARM, before: [5, 18], check: hasPackage },
  { code: 'guest/linux-processor-without-cpc', effect: 'unranked', family: 'linux', architectures: ARM_AND_RISCV, check: eachHasOne },
  { code: 'guest/linux-highest-too-low', effect: 'unranked', family: 'linux', architectures: ARM_AND_RISCV, check: highestIsHighest },
  { code: 'guest/all-equal', effect: 'unranked', family: 'linux', architectures: ARM_AND_RISCV, compares: true, check: someCoreIsBetter },
  { code: 'guest/linux-equal-nominal', effect: 'unranked', family: 'linux', architectures: ARM_AND_RISCV, compares: true, from: [6, 2], before: [6, 12], between: [[6, 1], [6, 12]], check: nominalRises },
  { code: 'guest/linux-equal-nominal', effect: 'unranked', family: 'linux', architectures: ARM_AND_RISCV, compares: true, from: [6, 12], check: nominalRises },
  { code: 'guest/linux-frequency-panic', effect: 'harmful', family: 'linux', architectures: ARM, before: [6, 13], check: frequenciesAreGiven },
  { code: 'guest/linux-frequency-panic', effect: 'harmful', family: 'linux', architectures: ARM, from: [6, 13], before: [7, 2], between: [[6, 12], [7, 2]], check: frequenciesAreGiven },
  { code: 'guest/linux-sw-all', effect: 'advice', family: 'linux', architectures: ARM_AND_RISCV, check: domainsAreAny },
  { code: 'guest/linux-no-pm-timer', effect: 'advice', family: 'linux', architectures: ARM_AND_RISCV, check: countersAreNotPorts },
  { code: 'guest/linux-capacity', effect: 'advice', family: 'linux', architectures: ARM_AND_RISCV, compares: true, check: capacities },
  { code: 'guest/linux-kernel', effect: 'advice', family: 'linux', architectures: ARM_AND_RISCV, check: needsOfKernel },
];

function hasPackage({ virtual, cpc }: GuestSubject): GuestFinding[] {
  return virtual && cpc.length > 0 ? [finding('guest/linux-no-capacity', {})] : [];
}

/** One CPU without a `_CPC` gives all CPUs the same capacity, and keeps cppc_cpufreq from loading. */
function eachHasOne({ without }: GuestSubject): GuestFinding[] {
  return without.map((object) => finding('guest/linux-processor-without-cpc', { byCapacity: true }, { object }));
}

/** topology_init_cpu_capacity_cppc() takes no capacity below the nominal or lowest level, and then gives all CPUs the same. */
function highestIsHighest({ cpc }: GuestSubject): GuestFinding[] {
  return cpc.flatMap((object) => {
    const highest = levelOf(object, 'highest_perf');
    const above = (['nominal_perf', 'lowest_perf'] as const).find(
      (key) => (levelOf(object, key) ?? 0n) > (highest ?? 0n),
    );
    if (!highest || !above) return [];
    const facts = { highest, other: above, value: levelOf(object, above) ?? 0n };
    return [finding('guest/linux-highest-too-low', facts, { object, entry: 'highest_perf' })];
  });
}

function levelOf(cpc: CpcPackage, key: 'highest_perf' | 'nominal_perf' | 'lowest_perf'): bigint | undefined {
  return integerOf(cpc.entries.get(key));
}

function someCoreIsBetter(subject: GuestSubject): GuestFinding[] {
  return subject.virtual ? allEqual(subject) : [];
}

/**
 * The scheduler lowers the capacity of a core to what its policy allows: with boost off that of nominal_perf. Cores whose
 * nominal_perf is equal then count the same.
 */
function nominalRises(subject: GuestSubject): GuestFinding[] {
  const { virtual, cpc } = subject;
  const levels = cpc.map((one) => ({ highest: levelOf(one, 'highest_perf'), nominal: levelOf(one, 'nominal_perf') }));
  const [object] = cpc;
  if (!virtual || !object || driverIsKept(subject) || commonLevel(levels.map(({ highest }) => highest))) return [];
  if (levels.some(({ highest, nominal }) => highest === undefined || nominal === undefined) || rises(levels)) return [];
  const nominal = commonLevel(levels.map((one) => one.nominal));
  const facts = { ...(nominal !== undefined && { nominal }) };
  return [finding('guest/linux-equal-nominal', facts, { object, entry: 'nominal_perf' })];
}

interface Levels {
  readonly highest: bigint | undefined;
  readonly nominal: bigint | undefined;
}

/** Whether some core with a higher highest_perf has a higher nominal_perf, too. */
function rises(levels: readonly Levels[]): boolean {
  const sorted = levels
    .map(({ highest = 0n, nominal = 0n }) => ({ highest, nominal }))
    .sort((a, b) => (a.highest < b.highest ? -1 : Number(a.highest > b.highest)));
  let least: bigint | undefined;
  for (const [highest, group] of groupBy(sorted, (one) => one.highest)) {
    const nominals = group.map(({ nominal }) => nominal);
    const below = least;
    if (below !== undefined && nominals.some((nominal) => nominal > below)) return true;
    least = nominals.reduce((low, nominal) => (nominal < low ? nominal : low), below ?? nominals[0] ?? highest);
  }
  return false;
}

/** cppc_cpufreq does not load where every domain of several CPUs is SW_ALL and no CPU is alone. */
function driverIsKept(subject: GuestSubject): boolean {
  return subject.psd.length > 0 && softwareDomains(subject).length === subject.psd.length;
}

const SW_ALL = COORD_TYPES.find(({ name }) => name === 'SW_ALL')?.id;

function softwareDomains({ psd }: GuestSubject): GuestSubject['psd'] {
  return psd.filter((one) => psdNumber(one, 'CoordType') === SW_ALL && (psdNumber(one, 'NumProcessors') ?? 0n) > 1n);
}

function domainsAreAny(subject: GuestSubject): GuestFinding[] {
  if (!subject.virtual) return [];
  return softwareDomains(subject).map((object) => finding('guest/linux-sw-all', {}, { object }));
}

/** Without both the driver looks for the clock in DMI, from a softirq: 6.1 and 6.12 panic. */
function frequenciesAreGiven(subject: GuestSubject): GuestFinding[] {
  if (!subject.virtual || driverIsKept(subject)) return [];
  return subject.cpc.flatMap((object) => {
    const keys = FREQUENCIES.filter((key) => !isGiven(object, key));
    const [entry] = keys;
    if (!entry) return [];
    const revision = integerOf(object.revision) ?? 0n;
    return [finding('guest/linux-frequency-panic', { keys, revision }, { object, entry })];
  });
}

/** The machine has no PM timer, and nothing else counts in its ports. */
function countersAreNotPorts({ virtual, cpc }: GuestSubject): GuestFinding[] {
  if (!virtual) return [];
  return cpc.flatMap((object) => {
    const keys = (['reference_counter', 'delivered_counter'] as const).filter((key) => {
      const value = object.entries.get(key);
      return value?.kind === 'register' && spaceName(value.register.spaceId) === 'SystemIO';
    });
    const [entry] = keys;
    return entry ? [finding('guest/linux-no-pm-timer', { keys }, { object, entry })] : [];
  });
}

function capacities({ virtual, cpc }: GuestSubject): GuestFinding[] {
  const levels = cpc.map((one) => ({ highest: levelOf(one, 'highest_perf') ?? 0n, vcpus: one.processors.length }));
  if (!virtual || levels.length === 0 || levels.some(({ highest }) => highest === 0n)) return [];
  return [finding('guest/linux-capacity', { capacities: capacityText(levels) })];
}

function needsOfKernel({ virtual, cpc, architecture }: GuestSubject): GuestFinding[] {
  return virtual && cpc.length > 0 ? [finding('guest/linux-kernel', { riscv: architecture === 'riscv64' })] : [];
}
