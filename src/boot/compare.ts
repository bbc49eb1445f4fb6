import { CPC_LEVELS } from '../../grammar/cpc.js';
import { ACPI_CPPC_FILES } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { spaceName } from '../aml/register-names.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, type FactsOf } from '../diagnostics/diagnostic.js';
import { isSince } from '../versions/release.js';
import type { CppcFile, Observation, ObservedProcessor } from './observation.js';

/** Every difference between the guest and the table, and why the guest does not rank its cores, if so. */
export function compareBoot(table: CpcTable, observed: Observation, release: Release): Diagnostic[] {
  return [
    ...acpiProblems(observed),
    ...countProblems(table, observed),
    ...folderProblems(observed),
    ...ACPI_CPPC_FILES.flatMap(({ file }) => valueProblems(file, observed)),
    ...unreadableProblems(table, observed, release),
    ...rankingProblems(observed),
  ];
}

function acpiProblems({ report }: Observation): Diagnostic[] {
  const [first, ...rest] = report.acpiErrors;
  if (first === undefined) return [];
  return [diagnostic('boot/acpi-error', undefined, { first: withoutTime(first), more: rest.length })];
}

function countProblems(table: CpcTable, { processors }: Observation): Diagnostic[] {
  const withoutCpc = processors.filter(({ core }) => core === undefined).map(({ vcpu }) => vcpu);
  const has = table.processors.length;
  const left = table.processors.filter(({ vcpu }) => processors.every((one) => one.vcpu !== vcpu)).length;
  return [
    ...(withoutCpc.length > 0 ? [diagnostic('boot/more-vcpus', undefined, { has, vcpus: withoutCpc })] : []),
    ...(left > 0 ? [diagnostic('boot/fewer-vcpus', undefined, { has, left })] : []),
  ];
}

function folderProblems({ processors, report }: Observation): Diagnostic[] {
  const refused = processors.filter(({ core, actual }) => core !== undefined && !actual).map(({ vcpu }) => vcpu);
  if (refused.length === 0) return [];
  return [diagnostic('boot/no-cpc', undefined, { vcpus: refused, why: cppcMessage(report.log) })];
}

/** One diagnostic per file: it names the first vCPU and counts the others. */
function valueProblems(file: CppcFile, { processors }: Observation): Diagnostic[] {
  const wrong = processors.filter((one) => differs(one, file));
  const [first] = wrong;
  if (!first) return [];
  const facts = { file, vcpu: first.vcpu, expected: first.expected[file] ?? 0n, actual: first.actual?.[file] ?? '' };
  return [diagnostic('boot/value-differs', undefined, { ...facts, more: wrong.length - 1 })];
}

/** Whether the guest reads another value than the table has. */
export function differs({ expected, actual }: ObservedProcessor, file: CppcFile): boolean {
  const [value, text] = [expected[file], actual?.[file]];
  return value !== undefined && typeof text === 'string' && text !== String(value);
}

function unreadableProblems(table: CpcTable, { processors }: Observation, release: Release): Diagnostic[] {
  const unread = ACPI_CPPC_FILES.filter(({ file }) => processors.some(({ actual }) => actual?.[file] === null));
  const byCounters = unread.filter((row) => 'countersUntil' in row && isSince(row.countersUntil, release));
  const levels = unread.filter((row) => !byCounters.includes(row)).map(({ file }) => file);
  return [
    ...(levels.length > 0 ? [diagnostic('boot/value-unreadable', undefined, { files: levels })] : []),
    ...(byCounters.length > 0
      ? [
          diagnostic('boot/counters-unreadable', undefined, {
            files: byCounters.map(({ file }) => file),
            counters: countersOf(table),
          }),
        ]
      : []),
  ];
}

function countersOf({ processors }: CpcTable): FactsOf<'boot/counters-unreadable'>['counters'] {
  const counters = processors.flatMap(({ stated: entries }) => [entries.reference_counter, entries.delivered_counter]);
  const registers = counters.flatMap((one) => (one.kind === 'register' ? [one.register] : []));
  if (registers.length === 0) return 'none';
  return registers.some(({ spaceId }) => spaceName(spaceId) === 'FFixedHW') ? 'msr' : 'other';
}

function rankingProblems({ processors, drivers, ranking, report }: Observation): Diagnostic[] {
  if (ranking.size === 0)
    return [diagnostic('boot/not-ranked', undefined, { drivers, why: pstateMessage(report.log) })];
  const [highest] = CPC_LEVELS;
  const wrong = processors.filter(
    ({ vcpu, expected }) => expected[highest] !== undefined && ranking.get(vcpu) !== String(expected[highest]),
  );
  const [first] = wrong;
  if (!first) return [];
  const facts = { vcpu: first.vcpu, expected: first.expected[highest] ?? 0n, actual: ranking.get(first.vcpu) ?? '' };
  return [diagnostic('boot/ranking-differs', undefined, { ...facts, more: wrong.length - 1 })];
}

const RANKING_LINE = /amd_pstate|amd-pstate|intel_pstate/;
const CPPC_LINE = /ACPI.*(?:Error|Warning|Exception)|ACPI.*_OSC|CPPC|_CPC|Kernel panic/;

/** The lines of the log about the tables or the ranking, without their times. */
export function relevantLines({ report }: Observation): string[] {
  const lines = report.log.split('\n').map(withoutTime);
  return lines
    .filter((line) => !line.startsWith('Kernel command line') && !line.startsWith('Command line'))
    .filter((line) => CPPC_LINE.test(line) || RANKING_LINE.test(line));
}

/** The last message of the driver. */
function pstateMessage(log: string): string | undefined {
  return messagesOf(log, /^(?:amd_pstate|intel_pstate): (.*)$/).at(-1);
}

/** The messages of Linux about `_CPC`, which it prints with dynamic debugging only. */
function cppcMessage(log: string): string | undefined {
  return messagesOf(log, /^ACPI CPPC: (.*)$/).join('; ') || undefined;
}

function messagesOf(log: string, pattern: RegExp): string[] {
  return [...new Set(log.split('\n').flatMap((line) => pattern.exec(withoutTime(line))?.[1] ?? []))];
}

function withoutTime(line: string): string {
  return line.replace(/^\[[ \d.]+\] /, '').trim();
}
