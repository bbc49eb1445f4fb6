import { CPC_ENTRIES, CPC_LEVELS, type CpcKey } from '../../grammar/cpc.js';
import { U8_MAX, U32_MAX } from '../../grammar/limits.js';
import { NO_WRAPAROUND_TIME, PERF_CAPS } from '../../grammar/linux.js';
import { MACHINES } from '../../grammar/machines.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import type { Spec } from '../spec/spec.js';
import type { ResolvedCore } from './entries.js';
import { overlapProblems, subspaceProblems } from './overlap-rules.js';
import { pStateProblems } from './p-states.js';
import { portProblems } from './ports.js';
import type { Settings } from './settings.js';

/** Checks of one core's entries that need no guest. */
export function coreProblems(core: ResolvedCore, settings: Settings): Diagnostic[] {
  return CORE_RULES.flatMap((rule) => rule(core, settings));
}

type CoreRule = (core: ResolvedCore, settings: Settings) => readonly Diagnostic[];

const CORE_RULES: readonly CoreRule[] = [
  levelsInOrder,
  levelsNotZero,
  deviceLevelsFit,
  integersFit,
  frequenciesInOrder,
  slopeExists,
  mandatoryEntries,
  subspaceProblems,
  overlapProblems,
  portProblems,
  pStateProblems,
];

/** ACPI 6.6 §8.4.6.1.1: lowest ≤ lowest nonlinear ≤ nominal ≤ highest. */
function levelsInOrder({ levels, offset, placeOf }: ResolvedCore): Diagnostic[] {
  const known = CPC_LEVELS.filter((key) => levels[key] !== undefined);
  return known.slice(1).flatMap((lower, i) => {
    const upper = known[i] as (typeof CPC_LEVELS)[number];
    const [lowerValue, upperValue] = [levels[lower] ?? 0n, levels[upper] ?? 0n];
    if (lowerValue <= upperValue) return [];
    const place = isOfCore(placeOf(upper)) && !isOfCore(placeOf(lower)) ? placeOf(upper) : placeOf(lower);
    return [
      diagnostic('cpc/level-order', place, {
        lower,
        lowerValue,
        upper,
        upperValue,
        offset: upper === 'highest_perf' ? offset : 0n,
      }),
    ];
  });
}

/** A core's own number is more to the point than one under `[defaults]`. */
function isOfCore(place: Place): boolean {
  return 'path' in place && place.path[0] === 'core';
}

function levelsNotZero({ levels, placeOf, byLayout }: ResolvedCore): Diagnostic[] {
  const zeros = CPC_LEVELS.filter((key) => levels[key] === 0n);
  // Intel's firmware has it so: Linux takes an Integer 0 for an entry that is not there (CPC_SUPPORTED).
  const given = levels.reference_perf === 0n && !byLayout('reference_perf');
  const reference = given ? [diagnostic('cpc/reference-zero', placeOf('reference_perf'), {})] : [];
  return [...zeros.map((key) => diagnostic('cpc/level-zero', placeOf(key), { key })), ...reference];
}

/** The device scans 16 bits and packs them into fields of eight without a mask. */
function deviceLevelsFit({ levels, placeOf }: ResolvedCore, { layout }: Settings): Diagnostic[] {
  if (layout !== 'acpi-cppc') return [];
  return CPC_LEVELS.filter((key) => (levels[key] ?? 0n) > U8_MAX).map((key) =>
    diagnostic('cpc/device-level-too-high', placeOf(key), { key, value: levels[key] ?? 0n, most: U8_MAX }),
  );
}

function integersFit({ entries, placeOf }: ResolvedCore, { machine }: Settings): Diagnostic[] {
  const bits = MACHINES.find((row) => row.machine === machine)?.integerBits ?? 64;
  return CPC_ENTRIES.flatMap(({ key, title, unit }) => {
    const entry = entries[key];
    if (entry.kind !== 'integer' || entry.value <= U32_MAX) return [];
    const place = placeOf(key);
    if (key === 'wraparound_time' && entry.value === NO_WRAPAROUND_TIME)
      return [diagnostic('cpc/wraparound-unsupported', place, {})];
    if (bits >= 64 && !PERF_CAPS.units.includes(unit)) return [];
    return [diagnostic('cpc/integer-past-32-bits', place, { title, value: entry.value, machine, bits })];
  });
}

function frequenciesInOrder({ levels, placeOf }: ResolvedCore): Diagnostic[] {
  const { lowest_freq: lowest, nominal_freq: nominal } = levels;
  if (lowest === undefined || nominal === undefined || lowest <= nominal) return [];
  return [diagnostic('cpc/frequency-order', placeOf('lowest_freq'), { lowest, nominal })];
}

/** Linux draws a line through (lowest_perf, lowest_freq) and (nominal_perf, nominal_freq): cppc_perf_to_khz. */
function slopeExists({ levels, placeOf }: ResolvedCore): Diagnostic[] {
  const { lowest_perf, nominal_perf, lowest_freq = 0n, nominal_freq = 0n } = levels;
  const vertical = lowest_perf !== undefined && lowest_perf === nominal_perf && lowest_freq !== nominal_freq;
  if (!vertical || lowest_freq === 0n || nominal_freq === 0n) return [];
  return [diagnostic('cpc/frequency-slope', placeOf('lowest_freq'), { level: lowest_perf, lowest_freq, nominal_freq })];
}

/** ACPI 6.6 §8.4.6.1. */
function mandatoryEntries({ entries, placeOf, byLayout, leftOut }: ResolvedCore, { revision }: Settings): Diagnostic[] {
  return CPC_ENTRIES.filter(
    (row) => row.required && row.since <= revision && leftOut(row.key) && !needless(row.key, entries),
  ).map((row) => {
    // What nothing says is missing once, not once for each core.
    const place = byLayout(row.key) ? { ...placeOf(row.key), path: ['registers', 'layout'] } : placeOf(row.key);
    return diagnostic('cpc/mandatory-entry-missing', place, { title: row.title, key: row.key });
  });
}

/** Desired Performance is optional where autonomous selection cannot be switched off. ACPI 6.6 §8.4.6.1.2.3. */
function needless(key: CpcKey, entries: ResolvedCore['entries']): boolean {
  const selection = entries.autonomous_selection;
  return key === 'desired_perf' && selection.kind === 'integer' && selection.value === 1n;
}

/** Checks of the table as a whole. */
export function tableProblems(table: CpcTable, spec: Spec): Diagnostic[] {
  return TABLE_RULES.flatMap((rule) => rule(table, spec));
}

type TableRule = (table: CpcTable, spec: Spec) => readonly Diagnostic[];

const TABLE_RULES: readonly TableRule[] = [someCoreIsBetter, revisionIsNeeded, machineTakesTables];

function someCoreIsBetter({ processors }: CpcTable, spec: Spec): Diagnostic[] {
  const highest = processors.map((processor) => processor.levels.highest_perf);
  const cores = new Set(processors.map((processor) => processor.core)).size;
  const [first] = highest;
  if (cores < 2 || first === undefined || highest.some((one) => one !== first)) return [];
  const place = { file: spec.file, path: ['core', 0, 'highest_perf'] };
  return [diagnostic('cpc/all-equal', place, { cores, value: first })];
}

function revisionIsNeeded({ revision, processors }: CpcTable, spec: Spec): Diagnostic[] {
  const latest = CPC_ENTRIES.filter((row) => row.since === 4);
  const needed = processors.some(({ entries }) => latest.some((row) => entries[row.key].kind !== 'absent'));
  if (revision !== 4 || needed || processors.length === 0) return [];
  return [diagnostic('cpc/revision-not-needed', { file: spec.file, path: ['table', 'cpc_revision'] }, { revision })];
}

function machineTakesTables({ machine }: CpcTable, spec: Spec): Diagnostic[] {
  if (machine !== 'qemu-virt') return [];
  return [diagnostic('cpc/machine-drops-acpitable', { file: spec.file, path: ['guest', 'machine'] }, { machine })];
}
