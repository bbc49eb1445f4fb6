import { CPC_LEVELS } from '../../grammar/cpc.js';
import { ACPI_CPPC_FILES } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { equalCapacities } from '../boot/capacity.js';
import { differingRank, differingValue, refusedVcpus } from '../boot/compare.js';
import { differ, seenCores } from '../boot/loops.js';
import { type CppcFile, type Observation, observe } from '../boot/observation.js';
import { type ItmtSwitch, itmtSwitchOf, unrankedFacts } from '../boot/ranked.js';
import { differingSiblings } from '../boot/siblings.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Code, type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { LinuxReport } from './linux-report.js';
import { onHost } from './on-host.js';

export interface LinuxVerdict {
  readonly observation: Observation;
  /** Undefined on Arm and RISC-V, which have no such switch. */
  readonly itmt?: ItmtSwitch;
  /** Whether the guest's scheduler prefers better cores; undefined if it cannot be told. */
  readonly ranked: boolean | undefined;
  readonly because: readonly Code[];
  readonly diagnostics: readonly Diagnostic[];
}

const [HIGHEST] = CPC_LEVELS;

/** Puts the report of a running Linux guest beside the table. */
export function judgeLinux(table: CpcTable, linux: LinuxReport, file: string): LinuxVerdict {
  const place = { file };
  const observation = observe(table, linux.report);
  const problems = [
    ...countProblems(table, observation, linux, place),
    ...refused(observation, place),
    ...ACPI_CPPC_FILES.flatMap((row) => valueProblems(row.file, observation, place)),
    ...rankingProblems(observation, linux, place),
    ...unreadable(observation, place),
    ...siblingProblems(observation, place),
    ...acpiErrors(observation, place),
  ];
  const itmt = table.architecture === 'x86' ? switchOf(linux) : undefined;
  const why = whyNot(table, observation, linux, itmt, place);
  const isShort = observation.processors.length < table.processors.length;
  // observe/processor-count says it where processors are missing.
  const cut = linux.isWhole || isShort ? [] : [diagnostic('observe/cut', place, {})];
  const ofReport = [...onHost(linux, place), ...cut];
  const isWrong = problems.some(({ severity }) => severity === 'error');
  const ranked = why ? why.ranked : isWrong ? undefined : true;
  const decided = why?.diagnostic ? [why.diagnostic] : problems;
  return {
    observation,
    ...(itmt && { itmt }),
    ranked,
    because: ranked === true ? [] : [...new Set(decided.map(({ code }) => code))],
    diagnostics: [...problems, ...(why?.diagnostic ? [why.diagnostic] : []), ...ofReport],
  };
}

type PlaceOfReport = { readonly file: string };

interface Why {
  readonly ranked: false | undefined;
  /** None where the problems of the report say it. */
  readonly diagnostic?: Diagnostic;
}

/** A switch in debugfs that this user may not read is not absent. */
function switchOf({ report, release, debugfsIsHidden }: LinuxReport): ItmtSwitch {
  const seen = release ? itmtSwitchOf(report, release) : 'unknown';
  return seen === 'absent' && debugfsIsHidden ? 'unknown' : seen;
}

/** Why the scheduler does not prefer better cores, or why that cannot be told. */
function whyNot(
  table: CpcTable,
  observed: Observation,
  { release = [0, 0], schedExt, debugfsIsHidden }: LinuxReport,
  itmt: ItmtSwitch | undefined,
  place: PlaceOfReport,
): Why | undefined {
  const cores = seenCores(observed.processors);
  if (schedExt !== undefined)
    return unknown(diagnostic('observe/sched-ext', place, { scheduler: schedExt || undefined }));
  if (itmt === undefined) {
    const equal = differ(cores) ? equalCapacities(observed, cores, release) : undefined;
    if (equal) return { ranked: false, diagnostic: diagnostic('observe/not-ranked-by-capacity', place, equal) };
  } else if (itmt === 'off' || itmt === 'absent') {
    return { ranked: false, diagnostic: notRanked(table, observed, release, itmt, place) };
  }
  if (!differ(cores)) return equalLevels(table) ? unknown(allEqual(table, place)) : { ranked: undefined };
  return itmt === 'unknown'
    ? unknown(diagnostic('observe/switch-unreadable', place, { hidden: debugfsIsHidden }))
    : undefined;
}

function unknown(one: Diagnostic): Why {
  return { ranked: undefined, diagnostic: one };
}

function equalLevels({ processors }: CpcTable): boolean {
  return processors.every(({ known }) => known.highest_perf === processors[0]?.known.highest_perf);
}

function allEqual({ processors }: CpcTable, place: PlaceOfReport): Diagnostic {
  return diagnostic('observe/all-equal', place, { same: `highest_perf, ${processors[0]?.known.highest_perf}` });
}

function notRanked(
  table: CpcTable,
  observed: Observation,
  release: Release,
  itmt: ItmtSwitch,
  place: PlaceOfReport,
): Diagnostic {
  const missing = Math.max(table.processors.length - observed.processors.length, 0);
  const facts = unrankedFacts(observed, { itmt, release, missing, wrong: undefined });
  return diagnostic('observe/not-ranked', place, facts);
}

function countProblems(
  { processors }: CpcTable,
  observed: Observation,
  { isWhole }: LinuxReport,
  place: PlaceOfReport,
): Diagnostic[] {
  const [has, seen] = [processors.length, observed.processors.length];
  if (has === seen) return [];
  return [diagnostic('observe/processor-count', place, { has, seen, isCut: !isWhole && seen < has })];
}

function refused(observed: Observation, place: PlaceOfReport): Diagnostic[] {
  const facts = refusedVcpus(observed);
  return facts ? [diagnostic('observe/refused', place, facts)] : [];
}

function valueProblems(file: CppcFile, { processors }: Observation, place: PlaceOfReport): Diagnostic[] {
  const facts = differingValue(file, processors);
  return facts ? [diagnostic('observe/value-differs', place, facts)] : [];
}

/** Another ranking than the same highest_perf gives. In a report that was cut, a rank may be missing. */
function rankingProblems(
  { processors, ranking }: Observation,
  { isWhole }: LinuxReport,
  place: PlaceOfReport,
): Diagnostic[] {
  const same = processors.filter(
    ({ vcpu, expected, actual }) => actual?.[HIGHEST] === String(expected[HIGHEST]) && (isWhole || ranking.has(vcpu)),
  );
  const facts = differingRank(same, ranking);
  return facts ? [diagnostic('observe/ranking-differs', place, facts)] : [];
}

/** Files that need no counters. */
function unreadable({ processors }: Observation, place: PlaceOfReport): Diagnostic[] {
  const files = ACPI_CPPC_FILES.filter(
    (row) => !('countersUntil' in row) && processors.some(({ actual }) => actual?.[row.file] === null),
  ).map(({ file }) => file);
  return files.length > 0 ? [diagnostic('observe/value-unreadable', place, { files })] : [];
}

function siblingProblems({ processors }: Observation, place: PlaceOfReport): Diagnostic[] {
  const facts = differingSiblings(processors);
  return facts ? [diagnostic('observe/siblings-differ', place, facts)] : [];
}

/** Errors that name a processor or an object of the tables: a running guest has other devices, too. */
function acpiErrors({ report: { logLines } }: Observation, place: PlaceOfReport): Diagnostic[] {
  const errors = logLines.acpiErrors.filter((line) => /_CPC|_PSD|_OSC|CPPC/.test(line));
  const [first] = errors;
  return first ? [diagnostic('observe/acpi-error', place, { first, more: errors.length - 1 })] : [];
}
