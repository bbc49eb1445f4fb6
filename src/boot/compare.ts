import { CPC_LEVELS } from '../../grammar/cpc.js';
import { ACPI_CPPC_FILES, CLOUD_KERNEL } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { spaceName } from '../aml/register-names.js';
import type { CpcTable } from '../cpc/ir.js';
import { threadsPerCore } from '../cpc/topology.js';
import { type Diagnostic, diagnostic, type FactsOf } from '../diagnostics/diagnostic.js';
import { isSince } from '../versions/release.js';
import { withoutTime } from './log-lines.js';
import type { CppcFile, Observation, ObservedProcessor } from './observation.js';
import type { Accelerator } from './qemu.js';
import { siblingProblems } from './siblings.js';

/** What is known of the guest besides its report. */
interface StartedGuest {
  readonly release: Release;
  /** As `uname -r` has it. */
  readonly version: string;
  readonly accelerator: Accelerator;
  /** The model of `-cpu`. */
  readonly cpuModel: string;
  /** The vCPUs that QEMU gave it. */
  readonly vcpus: number;
}

/** Every difference between the guest and the table. */
export function compareBoot(table: CpcTable, observed: Observation, started: StartedGuest): Diagnostic[] {
  return [
    ...acpiProblems(table, observed, started.vcpus),
    ...countProblems(table, observed, started.vcpus),
    ...folderProblems(observed, started.version),
    ...ACPI_CPPC_FILES.flatMap(({ file }) => valueProblems(file, observed)),
    ...unreadableProblems(table, observed, started.release),
    ...rankingProblems(observed),
    ...siblingProblems(table, observed, started),
  ];
}

function acpiProblems(table: CpcTable, { report }: Observation, vcpus: number): Diagnostic[] {
  const { acpiErrors, acpiErrorCount } = report.logLines;
  const others = acpiErrors.filter(notLeftOut(table, vcpus));
  const count = acpiErrorCount - (acpiErrors.length - others.length);
  // Of a long log only the first lines are kept; those that are not known are not passed over.
  const first = others[0] ?? (count > 0 ? acpiErrors.at(-1) : undefined);
  if (first === undefined) return [];
  return [diagnostic('boot/acpi-error', undefined, { first: withoutTime(first), more: count - 1 })];
}

/** For each processor that `--smp` leaves out, Linux logs that its path is not found, and once more that the lookup failed. */
function notLeftOut({ processors }: CpcTable, vcpus: number): (line: string) => boolean {
  const paths = new Set(processors.filter(({ vcpu }) => vcpu >= vcpus).map(({ path }) => path));
  let lookups = 0;
  return (line) => {
    const path = NOT_FOUND.exec(line)?.[1];
    if (path !== undefined && paths.has(path)) {
      lookups++;
      return false;
    }
    return !(LOOKUP_FAILED.test(line) && lookups-- > 0);
  };
}

const NOT_FOUND = /Could not resolve symbol \[([^\]]{1,255})\], AE_NOT_FOUND/;
const LOOKUP_FAILED = /AE_NOT_FOUND, During name lookup\/catalog/;

function countProblems(table: CpcTable, { processors }: Observation, vcpus: number): Diagnostic[] {
  const withoutCpc = processors.filter(({ core }) => core === undefined).map(({ vcpu }) => vcpu);
  const has = table.processors.length;
  const online = new Set(processors.map(({ vcpu }) => vcpu));
  const missing = Array.from({ length: vcpus }, (_, vcpu) => vcpu).filter((vcpu) => !online.has(vcpu));
  return [
    ...(withoutCpc.length > 0
      ? [diagnostic('boot/more-vcpus', undefined, { has, isPc: table.architecture === 'x86', vcpus: withoutCpc })]
      : []),
    ...(vcpus < has
      ? [
          diagnostic('boot/fewer-vcpus', undefined, {
            has,
            left: has - vcpus,
            whole: threadsPerCore(table) !== undefined,
          }),
        ]
      : []),
    ...(missing.length > 0 ? [diagnostic('boot/missing-vcpus', undefined, { vcpus, missing })] : []),
  ];
}

function folderProblems(observed: Observation, version: string): Diagnostic[] {
  const refused = refusedVcpus(observed);
  return refused ? [diagnostic('boot/no-cpc', undefined, { ...refused, isCloud: CLOUD_KERNEL.test(version) })] : [];
}

/** The vCPUs of the table whose _CPC Linux does not show, and what it says of that. */
export function refusedVcpus({ processors, report }: Observation) {
  const vcpus = processors.filter(({ core, actual }) => core !== undefined && !actual).map(({ vcpu }) => vcpu);
  const messages = [...report.logLines.cppcMessages].join('; ');
  return vcpus.length === 0 ? undefined : { vcpus, why: messages || undefined };
}

/** One diagnostic per file: it names the first vCPU and counts the others. */
function valueProblems(file: CppcFile, { processors }: Observation): Diagnostic[] {
  const facts = differingValue(file, processors);
  return facts ? [diagnostic('boot/value-differs', undefined, facts)] : [];
}

/** The first vCPU whose file has another value than the table, and how many more there are. */
export function differingValue(file: CppcFile, processors: readonly ObservedProcessor[]) {
  const wrong = processors.filter((one) => differs(one, file));
  const [first] = wrong;
  if (!first) return undefined;
  const { vcpu, expected, actual } = first;
  return { file, vcpu, expected: expected[file] ?? 0n, actual: actual?.[file] ?? '', more: wrong.length - 1 };
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
            isPc: table.architecture === 'x86',
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

function rankingProblems({ processors, ranking }: Observation): Diagnostic[] {
  const facts = differingRank(processors, ranking);
  return facts ? [diagnostic('boot/ranking-differs', undefined, facts)] : [];
}

/** The first vCPU that amd-pstate ranks by another number than its highest_perf, and how many more there are. */
export function differingRank(processors: readonly ObservedProcessor[], ranking: Observation['ranking']) {
  if (ranking.size === 0) return undefined;
  const [highest] = CPC_LEVELS;
  const wrong = processors.filter(
    ({ vcpu, expected }) => expected[highest] !== undefined && ranking.get(vcpu) !== String(expected[highest]),
  );
  const [first] = wrong;
  if (!first) return undefined;
  const { vcpu, expected } = first;
  return { vcpu, expected: expected[highest] ?? 0n, actual: ranking.get(vcpu) ?? '', more: wrong.length - 1 };
}
