import type { CpcTable, Processor } from '../cpc/ir.js';
import { type Code, type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { onHost } from './on-host.js';
import type { ProcessorEvent } from './windows-events.js';
import type { WindowsReport } from './windows-report.js';

/** One vCPU: what the spec has, and what Windows logged of it. */
export interface LoggedProcessor {
  readonly vcpu: number;
  readonly core: number | undefined;
  /** highest_perf in percent of nominal_perf; undefined for a vCPU that the spec does not have. */
  readonly expected: number | undefined;
  readonly seen: ProcessorEvent | undefined;
}

export interface WindowsVerdict {
  readonly processors: readonly LoggedProcessor[];
  /** Whether Windows took levels that differ; undefined if it cannot be told. */
  readonly ranked: boolean | undefined;
  readonly because: readonly Code[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Puts what Windows logged at its newest boot beside the table. Processor N over all groups is vCPU N. */
export function judgeWindows(table: CpcTable, report: WindowsReport, file: string): WindowsVerdict {
  const processors = pair(table.processors, report.events.newest);
  const place = { file };
  const why =
    unreadable(report, place) ??
    refused(processors, report, place) ??
    wrongCount(processors, report, place) ??
    wrongNumbers(table.processors, processors, place);
  const cut = why?.isCut ? [] : whole(report, place);
  const notes = [...onHost(report, place), ...cut, ...olderBoot(report, place)];
  if (why) return verdictOf(processors, why, notes);
  const unknown = stateUnknown(processors, place) ?? allEqual(processors, place);
  if (unknown) return verdictOf(processors, { ranked: undefined, diagnostic: unknown }, notes);
  return { processors, ranked: true, because: [], diagnostics: notes };
}

/** Why `ranked` is not true. */
interface Why {
  readonly ranked: boolean | undefined;
  readonly diagnostic: Diagnostic;
  /** It says that the report has no end. */
  readonly isCut?: boolean;
}

function verdictOf(
  processors: readonly LoggedProcessor[],
  { ranked, diagnostic: one }: Why,
  notes: readonly Diagnostic[],
): WindowsVerdict {
  return { processors, ranked, because: [one.code], diagnostics: [one, ...notes] };
}

type PlaceOfReport = { readonly file: string };

function pair(ofSpec: readonly Processor[], events: readonly ProcessorEvent[]): LoggedProcessor[] {
  const byVcpu = new Map(ofSpec.map((processor) => [processor.vcpu, processor]));
  const last = Math.max(events.length - 1, ...byVcpu.keys());
  return Array.from({ length: last + 1 }, (_, vcpu) => {
    const processor = byVcpu.get(vcpu);
    return { vcpu, core: processor?.core, expected: processor && percentOf(processor), seen: events[vcpu] };
  });
}

function percentOf({ known: { highest_perf: highest, nominal_perf: nominal } }: Processor): number | undefined {
  return highest === undefined || !nominal ? undefined : (Number(highest) * 100) / Number(nominal);
}

function unreadable({ events: { newest, others, isCut } }: WindowsReport, place: PlaceOfReport): Why | undefined {
  if (newest.length === 0)
    return { ranked: undefined, diagnostic: diagnostic('observe/no-events', place, { others, isCut }) };
  const computers = [...new Set(newest.map(({ computer }) => computer))];
  return computers.length < 2
    ? undefined
    : { ranked: undefined, diagnostic: diagnostic('observe/several-computers', place, { computers }) };
}

function refused(
  processors: readonly LoggedProcessor[],
  { allowGuestPerfStates }: WindowsReport,
  place: PlaceOfReport,
): Why | undefined {
  const other = processors.filter(({ seen }) => seen?.stateType === 'none' || seen?.stateType === 'p-states');
  if (other.length === 0) return undefined;
  const stateTypes = [...new Set(other.map(({ seen }) => seen?.stateWords ?? 'None'))];
  const facts = {
    vcpus: other.map(({ vcpu }) => vcpu),
    isAll: other.length === processors.length,
    stateTypes,
    allowGuestPerfStates,
  };
  return { ranked: false, diagnostic: diagnostic('observe/no-cpc', place, facts) };
}

function wrongCount(
  processors: readonly LoggedProcessor[],
  report: WindowsReport,
  place: PlaceOfReport,
): Why | undefined {
  const has = processors.filter(({ core }) => core !== undefined).length;
  const seen = processors.filter((one) => one.seen !== undefined).length;
  if (has === seen) return undefined;
  const facts = { has, seen, isCut: isCut(report) && seen < has };
  return { ranked: undefined, diagnostic: diagnostic('observe/processor-count', place, facts), isCut: facts.isCut };
}

/** How Windows rounds is not known. */
const MOST_DIFFERENCE = 1;

function wrongNumbers(
  ofSpec: readonly Processor[],
  processors: readonly LoggedProcessor[],
  place: PlaceOfReport,
): Why | undefined {
  const differing = processors.filter(
    ({ expected, seen }) =>
      expected !== undefined && Math.abs((seen?.maximumPercent ?? 0) - expected) > MOST_DIFFERENCE,
  );
  const [first] = differing;
  if (first?.expected !== undefined && first.seen) {
    const facts = {
      vcpu: first.vcpu,
      expected: first.expected,
      seen: first.seen.maximumPercent,
      more: differing.length - 1,
      allEqual: areEqual(processors),
    };
    return { ranked: false, diagnostic: diagnostic('observe/percentage-differs', place, facts) };
  }
  const pair = misordered(ofSpec, processors);
  return pair && { ranked: false, diagnostic: diagnostic('observe/order-differs', place, pair) };
}

/** Two vCPUs of one nominal_perf, of which the better has the lower percentage: rounding does not turn the order. */
function misordered(ofSpec: readonly Processor[], processors: readonly LoggedProcessor[]) {
  const best = new Map<bigint, { vcpu: number; level: bigint; percent: number }>();
  const rising = [...ofSpec].sort((a, b) => Number((a.known.highest_perf ?? 0n) - (b.known.highest_perf ?? 0n)));
  for (const { vcpu, known } of rising) {
    const [nominal, level] = [known.nominal_perf, known.highest_perf];
    const percent = processors[vcpu]?.seen?.maximumPercent;
    if (nominal === undefined || level === undefined || percent === undefined) continue;
    const lower = best.get(nominal);
    if (lower && lower.level < level && lower.percent > percent)
      return { better: vcpu, worse: lower.vcpu, percent, ofWorse: lower.percent };
    if (!lower || percent > lower.percent) best.set(nominal, { vcpu, level, percent });
  }
  return undefined;
}

function stateUnknown(processors: readonly LoggedProcessor[], place: PlaceOfReport): Diagnostic | undefined {
  const unknown = processors.filter(({ seen }) => seen?.stateType === undefined);
  if (unknown.length === 0) return undefined;
  const words = unknown.find(({ seen }) => seen?.stateWords !== undefined)?.seen?.stateWords;
  return diagnostic('observe/state-type-unknown', place, { vcpus: unknown.map(({ vcpu }) => vcpu), words });
}

function allEqual(processors: readonly LoggedProcessor[], place: PlaceOfReport): Diagnostic | undefined {
  if (!areEqual(processors)) return undefined;
  return diagnostic('observe/all-equal', place, { same: `maximum, ${processors[0]?.seen?.maximumPercent ?? 0} %` });
}

function areEqual(processors: readonly LoggedProcessor[]): boolean {
  return processors.every(({ seen }) => seen?.maximumPercent === processors[0]?.seen?.maximumPercent);
}

function isCut({ events, isWhole }: WindowsReport): boolean {
  return events.isCut || !isWhole;
}

function whole(report: WindowsReport, place: PlaceOfReport): Diagnostic[] {
  return isCut(report) && report.events.newest.length > 0 ? [diagnostic('observe/cut', place, {})] : [];
}

function olderBoot({ events: { before, newest } }: WindowsReport, place: PlaceOfReport): Diagnostic[] {
  const [last] = before;
  const [first] = newest;
  if (!last || !first) return [];
  const stateTypes = [...new Set(before.map(({ stateWords, stateType }) => stateWords ?? stateType ?? 'unknown'))];
  return [diagnostic('observe/older-boot', place, { at: last.time, newest: first.time, stateTypes })];
}
