import { CPC_ENTRIES, CPC_LEVELS, type CpcKey } from '../../../grammar/cpc.js';
import { PERF_CAPS } from '../../../grammar/linux.js';
import { type FoundCpc, integerOf } from '../found.js';
import { elementOf, type Finding, finding, fixedValue, type Rule } from './finding.js';

/** What the entries say: the mandatory ones are there, and numbers that are Integers make sense. */
export const LEVEL_RULES: readonly Rule<FoundCpc>[] = [
  { origins: [], check: somethingIsThere },
  { origins: ['E2', 'E3'], check: mandatoryEntries },
  { origins: ['L16', 'E4'], check: desiredIsThere },
  { origins: ['L15', 'E3', 'X2'], check: levelsNotZero },
  { origins: ['X3'], check: levelsInOrder },
  { origins: ['X2'], check: levelsFitXen },
  { origins: [], check: integersFit32Bits },
  { origins: [], check: highestIsNotConstant255 },
  { origins: ['X4'], check: frequenciesInOrder },
  { origins: [], check: switchIsZeroOrOne },
];

/** Xen keeps levels in a byte, and so do the MSRs of AMD and Intel. */
const MOST_IN_A_BYTE = 255n;

function isAbsent(cpc: FoundCpc, key: CpcKey): boolean {
  return fixedValue(cpc, key)?.kind === 'absent';
}

const MANDATORY = CPC_ENTRIES.filter((row) => row.required).map((row) => row.key);

function isEmpty(cpc: FoundCpc): boolean {
  return MANDATORY.every((key) => isAbsent(cpc, key));
}

function somethingIsThere(cpc: FoundCpc): Finding[] {
  return isEmpty(cpc) ? [finding('table/all-null', { mandatory: MANDATORY.length })] : [];
}

/** Desired Performance has a rule of its own; without Performance Limited every known guest goes on. */
const TOLD_ELSEWHERE: readonly CpcKey[] = ['desired_perf', 'perf_limited'];

function mandatoryEntries(cpc: FoundCpc): Finding[] {
  if (isEmpty(cpc)) return [];
  const missing = MANDATORY.filter((key) => !TOLD_ELSEWHERE.includes(key) && isAbsent(cpc, key));
  const [first] = missing;
  return first ? [finding('table/mandatory-entry-missing', { missing }, elementOf(first))] : [];
}

/** Desired Performance is optional where autonomous selection cannot be switched off. ACPI 6.6 §8.4.6.1.2.3. */
function desiredIsThere(cpc: FoundCpc): Finding[] {
  const needless = integerOf(cpc.entries.get('autonomous_selection')) === 1n;
  if (needless || isEmpty(cpc) || !isAbsent(cpc, 'desired_perf')) return [];
  return [finding('table/desired-missing', {}, elementOf('desired_perf'))];
}

function levelsNotZero(cpc: FoundCpc): Finding[] {
  return CPC_LEVELS.filter((key) => integerOf(fixedValue(cpc, key)) === 0n).map((key) =>
    finding('table/level-zero', { key }, elementOf(key)),
  );
}

/** ACPI 6.6 §8.4.6.1.1: lowest ≤ lowest nonlinear ≤ nominal ≤ highest. Zero is told by its own rule. */
function levelsInOrder(cpc: FoundCpc): Finding[] {
  const known = CPC_LEVELS.flatMap((key) => {
    const value = integerOf(fixedValue(cpc, key));
    return value ? [{ key, value }] : [];
  });
  return known.slice(1).flatMap(({ key: lower, value: lowerValue }, i) => {
    const { key: upper, value: upperValue } = known[i] ?? { key: lower, value: lowerValue };
    if (lowerValue <= upperValue) return [];
    return [finding('table/level-order', { lower, lowerValue, upper, upperValue }, elementOf(lower))];
  });
}

function levelsFitXen(cpc: FoundCpc): Finding[] {
  const highest = integerOf(fixedValue(cpc, 'highest_perf'));
  if (highest === undefined || highest <= MOST_IN_A_BYTE) return [];
  return [finding('table/level-past-255', { value: highest, most: MOST_IN_A_BYTE }, elementOf('highest_perf'))];
}

function integersFit32Bits(cpc: FoundCpc): Finding[] {
  const { units, most } = PERF_CAPS;
  return CPC_ENTRIES.filter(({ unit }) => units.includes(unit)).flatMap(({ key }) => {
    const value = integerOf(fixedValue(cpc, key));
    if (value === undefined || value <= most) return [];
    return [finding('table/integer-past-32-bits', { key, value, kept: value & most }, elementOf(key))];
  });
}

function highestIsNotConstant255(cpc: FoundCpc): Finding[] {
  const highest = integerOf(fixedValue(cpc, 'highest_perf'));
  return highest === MOST_IN_A_BYTE
    ? [finding('table/highest-255', { value: highest }, elementOf('highest_perf'))]
    : [];
}

/** An Integer 0 says that there is none. */
function frequenciesInOrder(cpc: FoundCpc): Finding[] {
  const [lowest, nominal] = [integerOf(fixedValue(cpc, 'lowest_freq')), integerOf(fixedValue(cpc, 'nominal_freq'))];
  if (!lowest || !nominal || lowest <= nominal) return [];
  return [finding('table/frequency-order', { lowest, nominal }, elementOf('lowest_freq'))];
}

function switchIsZeroOrOne(cpc: FoundCpc): Finding[] {
  const value = integerOf(fixedValue(cpc, 'autonomous_selection'));
  if (value === undefined || value <= 1n) return [];
  return [finding('table/switch-value', { value }, elementOf('autonomous_selection'))];
}
