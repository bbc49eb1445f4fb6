import type { CpcKey } from '../../../grammar/cpc.js';
import { AMD, INTEL_HWP, type LayoutEntry } from '../../../grammar/layouts.js';
import { msrsIn } from '../fixed-hardware.js';
import { type Finding, finding, type Rule } from './finding.js';
import type { CpcSubject } from './subject.js';

/** The frequencies of an entry make sense, in MHz. ACPI 6.6 §8.4.6.1.1.7. */
export const FREQUENCY_RULES: readonly Rule<CpcSubject>[] = [
  { origins: [], check: frequenciesNotZero },
  { origins: [], check: frequenciesInMegahertz },
  { origins: ['X4'], check: frequenciesInOrder },
  { origins: [], check: slopeExists },
];

const FREQUENCIES = ['lowest_freq', 'nominal_freq'] as const;

/**
 * One frequency without the other is a mistake. Neither is what Intel's firmware has, whose driver needs none; amd-pstate
 * needs both.
 */
export function frequenciesNotZero(subject: CpcSubject): Finding[] {
  const zero = FREQUENCIES.filter((key) => subject.known(key) === 0n);
  const [entry] = zero;
  if (!entry) return [];
  const other = FREQUENCIES.find((key) => !zero.includes(key) && subject.known(key) !== undefined);
  const msrs = msrsIn(subject.cpc);
  const wrong = other ? entry === 'nominal_freq' || !has(msrs, INTEL_HWP) : zero.length > 1 && has(msrs, AMD);
  if (!wrong) return [];
  const given = other && { key: other, value: subject.known(other) ?? 0n };
  return [finding('cpc/frequency-zero', { keys: zero, ...(given && { given }) }, { entry })];
}

/** Whether a package names a register of a vendor's own; MPERF and APERF are both vendors'. */
function has(msrs: ReadonlySet<bigint>, layout: Readonly<Record<string, LayoutEntry>>): boolean {
  return OWN_ENTRIES.some((key) => {
    const row = layout[key];
    return typeof row === 'object' && msrs.has(row.address);
  });
}

const OWN_ENTRIES: readonly CpcKey[] = ['highest_perf', 'desired_perf', 'perf_limited', 'enable'];

/** What a frequency is by its size: no processor reaches 100 GHz, and none has a lowest frequency below 0.1 GHz. */
const UNITS = [
  { unit: 'Hz', above: 100_000_000n, perMegahertz: 1_000_000n },
  { unit: 'kHz', above: 100_000n, perMegahertz: 1000n },
  { unit: 'MHz', above: -1n, perMegahertz: 1n },
] as const;

/** The unit in which a frequency is given, and the frequency in MHz. */
function inMegahertz(value: bigint): { readonly unit: string; readonly megahertz: bigint } {
  const { unit, perMegahertz } = UNITS.find(({ above }) => value > above) ?? UNITS[2];
  return { unit, megahertz: value / perMegahertz };
}

function frequenciesInMegahertz({ known }: CpcSubject): Finding[] {
  const wrong = FREQUENCIES.flatMap((key) => {
    const value = known(key) ?? 0n;
    const { unit, megahertz } = inMegahertz(value);
    return unit === 'MHz' ? [] : [{ key, value, unit, megahertz }];
  });
  const [first] = wrong;
  return first ? [finding('cpc/frequency-unit', { wrong }, { entry: first.key })] : [];
}

/** The Integer 0 means that there is no frequency. One in another unit has a rule of its own. */
function frequenciesInOrder({ known }: CpcSubject): Finding[] {
  const [lowest, nominal] = [known('lowest_freq'), known('nominal_freq')];
  if (!lowest || !nominal || inMegahertz(lowest).megahertz <= inMegahertz(nominal).megahertz) return [];
  return [finding('cpc/frequency-order', { lowest, nominal }, { entry: 'lowest_freq' })];
}

/** Linux draws a line through (lowest_perf, lowest_freq) and (nominal_perf, nominal_freq): cppc_perf_to_khz. */
function slopeExists({ known }: CpcSubject): Finding[] {
  const [lowest_freq, nominal_freq] = [known('lowest_freq'), known('nominal_freq')];
  const level = known('lowest_perf');
  if (!lowest_freq || !nominal_freq || lowest_freq === nominal_freq) return [];
  if (level === undefined || level !== known('nominal_perf')) return [];
  return [finding('cpc/frequency-slope', { level, lowest_freq, nominal_freq }, { entry: 'lowest_freq' })];
}
