import { CPC_ENTRIES, CPC_LEVELS, type CpcKey, LEAST_PRIORITY_COUNT } from '../../../grammar/cpc.js';
import { NO_WRAPAROUND_TIME, PERF_CAPS } from '../../../grammar/linux.js';
import { allowsAsUnsupported, allowsInteger, type CpcPackage, integerOf } from '../package.js';
import { type Finding, finding, type Rule } from './finding.js';
import { FREQUENCY_RULES } from './frequencies.js';
import { descriptorsOf } from './priorities.js';
import type { CpcSubject } from './subject.js';

/** Mandatory entries are there, and Integers make sense. ACPI 6.6 §8.4.6.1. */
export const NUMBER_RULES: readonly Rule<CpcSubject>[] = [
  { origins: [], check: somethingIsThere },
  { origins: ['E2', 'E3'], check: mandatoryEntries },
  { origins: ['L16', 'E4'], check: desiredIsThere },
  { origins: ['L15', 'E3', 'X2'], check: levelsNotZero },
  { origins: ['X3'], check: levelsInOrder },
  { origins: [], check: integersFit },
  ...FREQUENCY_RULES,
  { origins: [], check: switchIsZeroOrOne },
  { origins: ['F5', 'A2', 'L7'], check: integersAreAllowed },
  { origins: ['F15'], check: countsOrder },
];

const MANDATORY = CPC_ENTRIES.filter((row) => row.required).map((row) => row.key);

function isEmpty({ lacks }: CpcSubject): boolean {
  return MANDATORY.every(lacks);
}

function somethingIsThere(subject: CpcSubject): Finding[] {
  return isEmpty(subject) ? [finding('cpc/all-null', { mandatory: MANDATORY.length })] : [];
}

/** Desired Performance has a rule of its own; every known guest works without Performance Limited. */
const OTHER_RULES: readonly CpcKey[] = ['desired_perf', 'perf_limited'];

/** A VM has no counters of its own: a spec with `counters = "none"` leaves both out. Guests rank without them; one alone has no use. */
const COUNTERS: readonly CpcKey[] = ['reference_counter', 'delivered_counter'];

function mandatoryEntries(subject: CpcSubject): Finding[] {
  if (isEmpty(subject)) return [];
  const absent = COUNTERS.filter((key) => subject.cpc.entries.get(key)?.kind === 'absent');
  const counters = absent.length === COUNTERS.length ? [] : absent;
  const missing = MANDATORY.filter((key) =>
    COUNTERS.includes(key) ? counters.includes(key) : !OTHER_RULES.includes(key) && subject.lacks(key),
  );
  const [entry] = missing;
  return entry ? [finding('cpc/mandatory-entry-missing', { missing }, { entry })] : [];
}

function desiredIsThere(subject: CpcSubject): Finding[] {
  if (isEmpty(subject) || !subject.lacks('desired_perf') || isAutonomous(subject.cpc)) return [];
  return [finding('cpc/desired-missing', {}, { entry: 'desired_perf' })];
}

/** Desired Performance is optional where autonomous selection cannot be switched off. ACPI 6.6 §8.4.6.1.2.3. */
export function isAutonomous({ entries }: CpcPackage): boolean {
  return integerOf(entries.get('autonomous_selection')) === 1n;
}

function levelsNotZero({ known }: CpcSubject): Finding[] {
  return CPC_LEVELS.filter((key) => known(key) === 0n).map((entry) =>
    finding('cpc/level-zero', { key: entry }, { entry }),
  );
}

/** A lower level above the next higher one. */
interface LevelsOutOfOrder {
  readonly lower: CpcKey;
  readonly lowerValue: bigint;
  readonly upper: CpcKey;
  readonly upperValue: bigint;
}

/** ACPI 6.6 §8.4.6.1.1: lowest ≤ lowest nonlinear ≤ nominal ≤ highest, of the levels that are known. */
export function levelsOutOfOrder(known: CpcSubject['known']): LevelsOutOfOrder[] {
  const levels = CPC_LEVELS.flatMap((key) => {
    const value = known(key);
    return value === undefined ? [] : [{ key, value }];
  });
  return levels.slice(1).flatMap((lower, i) => {
    const upper = levels[i];
    if (!upper || lower.value <= upper.value) return [];
    return [{ lower: lower.key, lowerValue: lower.value, upper: upper.key, upperValue: upper.value }];
  });
}

/** A level of 0 has a rule of its own. */
function levelsInOrder({ known, offset }: CpcSubject): Finding[] {
  return levelsOutOfOrder((key) => known(key) || undefined).map((facts) =>
    finding(
      'cpc/level-order',
      { ...facts, offset: facts.upper === 'highest_perf' ? offset : 0n },
      { entry: facts.lower },
    ),
  );
}

/** The value that all of them have, if they have one and it is the same. */
export function commonLevel(levels: readonly (bigint | undefined)[]): bigint | undefined {
  const [first] = levels;
  return levels.every((level) => level === first) ? first : undefined;
}

/** Linux keeps levels and frequencies in 32 bits; a machine whose DSDT is revision 1 has only those. */
function integersFit({ cpc, integerBits, machine }: CpcSubject): Finding[] {
  const { units, most } = PERF_CAPS;
  return CPC_ENTRIES.flatMap(({ key, unit }): Finding[] => {
    const value = integerOf(cpc.entries.get(key));
    if (value === undefined || value <= most) return [];
    if (key === 'wraparound_time' && value === NO_WRAPAROUND_TIME)
      return [finding('cpc/wraparound-unsupported', {}, { entry: key })];
    if (integerBits >= 64 && !units.includes(unit)) return [];
    const facts = { key, value, kept: value & most, bits: integerBits, ...(machine !== undefined && { machine }) };
    return [finding('cpc/integer-past-32-bits', facts, { entry: key })];
  });
}

function switchIsZeroOrOne({ cpc }: CpcSubject): Finding[] {
  return CPC_ENTRIES.filter(({ unit }) => unit === 'switch').flatMap((row) => {
    const value = allowsInteger(row) ? integerOf(cpc.entries.get(row.key)) : undefined;
    if (value === undefined || value <= 1n) return [];
    return [finding('cpc/switch-value', { key: row.key, value }, { entry: row.key })];
  });
}

function integersAreAllowed({ cpc }: CpcSubject): Finding[] {
  return CPC_ENTRIES.flatMap((row) => {
    const value = integerOf(cpc.entries.get(row.key));
    if (value === undefined || allowsInteger(row) || row.key === 'resource_priority') return [];
    const facts = { key: row.key, value, refusedLater: !allowsAsUnsupported(row, value) };
    return [finding('cpc/integer-not-register', facts, { entry: row.key })];
  });
}

/** ACPI 6.6 §8.4.6.1.2.7. */
function countsOrder({ cpc }: CpcSubject): Finding[] {
  return descriptorsOf(cpc).flatMap(({ number, elements }) => {
    const value = integerOf(elements[3]);
    if (value === undefined || value >= LEAST_PRIORITY_COUNT) return [];
    const facts = { number, count: value, least: LEAST_PRIORITY_COUNT };
    return [finding('cpc/priority-count', facts, { entry: 'resource_priority' })];
  });
}
