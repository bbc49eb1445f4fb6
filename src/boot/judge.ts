import { CPC_LEVELS } from '../../grammar/cpc.js';
import { ACPI_CPPC_FILES } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import type { CpcTable } from '../cpc/ir.js';
import { spaceName } from '../cpc/register.js';
import { type Diagnostic, diagnostic, type FactsOf } from '../diagnostics/diagnostic.js';
import { isSince } from '../versions/release.js';
import type { CppcFile, Seen, SeenProcessor } from './seen.js';

/** Everything in which the guest is not as the table says, and why it does not rank its cores if it does not. */
export function judge(table: CpcTable, seen: Seen, release: Release): Diagnostic[] {
  return [
    ...acpiProblems(seen),
    ...countProblems(table, seen),
    ...folderProblems(seen),
    ...ACPI_CPPC_FILES.flatMap(({ file }) => valueProblems(file, seen)),
    ...unreadableProblems(table, seen, release),
    ...rankingProblems(seen),
  ];
}

function acpiProblems({ report }: Seen): Diagnostic[] {
  const [first, ...rest] = report.acpiErrors;
  if (first === undefined) return [];
  return [diagnostic('boot/acpi-error', undefined, { first: withoutTime(first), more: rest.length })];
}

function countProblems(table: CpcTable, { processors }: Seen): Diagnostic[] {
  const bare = processors.filter(({ core }) => core === undefined).map(({ vcpu }) => vcpu);
  const has = table.processors.length;
  const left = table.processors.filter(({ vcpu }) => processors.every((one) => one.vcpu !== vcpu)).length;
  return [
    ...(bare.length > 0 ? [diagnostic('boot/more-vcpus', undefined, { has, vcpus: bare })] : []),
    ...(left > 0 ? [diagnostic('boot/fewer-vcpus', undefined, { has, left })] : []),
  ];
}

function folderProblems({ processors, report }: Seen): Diagnostic[] {
  const refused = processors.filter(({ core, seen }) => core !== undefined && !seen).map(({ vcpu }) => vcpu);
  if (refused.length === 0) return [];
  return [diagnostic('boot/no-cpc', undefined, { vcpus: refused, why: cppcMessage(report.log) })];
}

/** The first vCPU on which a file differs stands for all. */
function valueProblems(file: CppcFile, { processors }: Seen): Diagnostic[] {
  const wrong = processors.filter((one) => differs(one, file));
  const [first] = wrong;
  if (!first) return [];
  const facts = { file, vcpu: first.vcpu, expected: first.expected[file] ?? 0n, seen: first.seen?.[file] ?? '' };
  return [diagnostic('boot/value-differs', undefined, { ...facts, more: wrong.length - 1 })];
}

/** Whether the guest reads something else than the table says. */
export function differs({ expected, seen }: SeenProcessor, file: CppcFile): boolean {
  const [says, reads] = [expected[file], seen?.[file]];
  return says !== undefined && typeof reads === 'string' && reads !== String(says);
}

function unreadableProblems(table: CpcTable, { processors }: Seen, release: Release): Diagnostic[] {
  const unread = ACPI_CPPC_FILES.filter(({ file }) => processors.some(({ seen }) => seen?.[file] === null));
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
  const counters = processors.flatMap(({ entries }) => [entries.reference_counter, entries.delivered_counter]);
  const registers = counters.flatMap((one) => (one.kind === 'register' ? [one.register] : []));
  if (registers.length === 0) return 'none';
  return registers.some(({ spaceId }) => spaceName(spaceId) === 'FFixedHW') ? 'msr' : 'other';
}

function rankingProblems({ processors, drivers, ranking, report }: Seen): Diagnostic[] {
  if (ranking.size === 0)
    return [diagnostic('boot/not-ranked', undefined, { drivers, why: pstateMessage(report.log) })];
  const [highest] = CPC_LEVELS;
  const wrong = processors.filter(
    ({ vcpu, expected }) => expected[highest] !== undefined && ranking.get(vcpu) !== String(expected[highest]),
  );
  const [first] = wrong;
  if (!first) return [];
  const facts = { vcpu: first.vcpu, expected: first.expected[highest] ?? 0n, seen: ranking.get(first.vcpu) ?? '' };
  return [diagnostic('boot/ranking-differs', undefined, { ...facts, more: wrong.length - 1 })];
}

const TALKS_OF_RANKING = /amd_pstate|amd-pstate|intel_pstate/;
const TALKS_OF_US = /ACPI.*(?:Error|Warning|Exception)|ACPI.*_OSC|CPPC|_CPC|Kernel panic/;

/** The lines of the log that are about the tables or the ranking, without their times. */
export function linesAboutUs({ report }: Seen): string[] {
  const lines = report.log.split('\n').map(withoutTime);
  return lines
    .filter((line) => !line.startsWith('Kernel command line') && !line.startsWith('Command line'))
    .filter((line) => TALKS_OF_US.test(line) || TALKS_OF_RANKING.test(line));
}

/** The last thing that the driver said. */
function pstateMessage(log: string): string | undefined {
  return messagesOf(log, /^(?:amd_pstate|intel_pstate): (.*)$/).at(-1);
}

/** Everything that Linux said of a `_CPC`; it does so with dynamic debugging only. */
function cppcMessage(log: string): string | undefined {
  return messagesOf(log, /^ACPI CPPC: (.*)$/).join('; ') || undefined;
}

function messagesOf(log: string, pattern: RegExp): string[] {
  return [...new Set(log.split('\n').flatMap((line) => pattern.exec(withoutTime(line))?.[1] ?? []))];
}

function withoutTime(line: string): string {
  return line.replace(/^\[[ \d.]+\] /, '').trim();
}
