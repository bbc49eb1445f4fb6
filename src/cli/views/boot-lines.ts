import { ACPI_CPPC_FILES } from '../../../grammar/linux.js';
import type { Booted } from '../../boot/boot.js';
import { differs } from '../../boot/judge.js';
import type { CppcFile, SeenProcessor } from '../../boot/seen.js';
import { count, list } from '../../diagnostics/words.js';
import { type Column, columns } from './columns.js';

/** What the guest saw beside what the spec says: a row per vCPU, then its driver, its busy loops and the verdict. */
export function bootLines(booted: Booted, machine: string, ok: boolean): string[] {
  const { kernel, accelerator, cpuModel, seen } = booted;
  const guest = `${machine}, ${accelerator.toUpperCase()}, CPU ${cpuModel}`;
  return [
    `Linux ${kernel.version} (${guest}) with ${count(seen.processors.length, 'vCPU')} saw:`,
    '',
    ...columns(tableColumns(booted), seen.processors),
    '',
    ...factLines(booted),
    '',
    verdict(booted, ok),
  ];
}

function tableColumns({ seen }: Booted): Column<SeenProcessor>[] {
  const shown = ACPI_CPPC_FILES.filter(({ file }) => seen.processors.some((one) => isWorthShowing(one, file)));
  const ranked: Column<SeenProcessor> = {
    title: 'ranking',
    align: 'right',
    cell: ({ vcpu }) => seen.ranking.get(vcpu) ?? '-',
  };
  return [
    { title: 'vCPU', align: 'right', cell: ({ vcpu }) => String(vcpu) },
    { title: 'core', align: 'right', cell: ({ core }) => String(core ?? '-') },
    ...shown.map(
      ({ file }): Column<SeenProcessor> => ({
        title: file.replace(/_perf$/, ''),
        align: 'right',
        cell: (one) => cellOf(one, file),
      }),
    ),
    ...(seen.ranking.size > 0 ? [ranked] : []),
  ];
}

/** The running counters tell a person nothing, nor does the 0 of an entry that is not there; what is unreadable stands below. */
function isWorthShowing({ seen, expected }: SeenProcessor, file: CppcFile): boolean {
  const reads = seen?.[file];
  return file !== 'feedback_ctrs' && typeof reads === 'string' && (expected[file] !== undefined || reads !== '0');
}

function cellOf(one: SeenProcessor, file: CppcFile): string {
  const reads = one.seen?.[file] ?? '-';
  return differs(one, file) ? `${reads} (spec: ${one.expected[file]})` : reads;
}

function factLines({ seen }: Booted): string[] {
  const rows: [string, string][] = [
    ['driver', seen.drivers.join(', ') || 'none'],
    ['ITMT', seen.itmt === undefined ? 'no switch: the scheduler treats all cores alike' : itmtWords(seen.itmt)],
    ...seen.report.busy.map(({ loops, vcpus, settled }): [string, string] => [
      count(loops, 'busy loop'),
      `on ${vcpuWords(vcpus, seen.processors)}${settled ? '' : ', still moving'}`,
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`);
}

function itmtWords(on: boolean): string {
  return on ? 'on: the scheduler prefers better cores' : 'off: the scheduler treats all cores alike';
}

/** `vCPU 3 (rank 1)`: which rank its core has among the cores. */
function vcpuWords(vcpus: readonly number[], processors: readonly SeenProcessor[]): string {
  const rank = ranksOf(processors);
  const sorted = vcpus.toSorted((a, b) => (rank(a) ?? 0) - (rank(b) ?? 0) || a - b);
  const named = sorted.map((vcpu) => `${vcpu}${rank(vcpu) === undefined ? '' : ` (rank ${rank(vcpu)})`}`);
  return `${vcpus.length === 1 ? 'vCPU' : 'vCPUs'} ${list(named, 'and')}`;
}

function ranksOf(processors: readonly SeenProcessor[]): (vcpu: number) => number | undefined {
  const byCore = new Map(processors.map(({ core, expected }) => [core, expected.highest_perf]));
  const levels = [...byCore].flatMap(([core, level]) => (core === undefined || level === undefined ? [] : [level]));
  const falling = levels.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  return (vcpu) => {
    const level = processors.find((one) => one.vcpu === vcpu)?.expected.highest_perf;
    return level === undefined ? undefined : falling.indexOf(level) + 1;
  };
}

function verdict({ seen }: Booted, ok: boolean): string {
  if (!ok) return 'NOT OK: the guest does not see what the spec says.';
  const vcpus = seen.processors.filter(({ core }) => core !== undefined).length;
  const ranking = seen.ranking.size > 0 ? ', and ranks its cores by it' : '; it does not rank its cores';
  return `OK: the guest reads what the spec says on ${vcpus === 1 ? 'its vCPU' : `all ${vcpus} vCPUs`}${ranking}.`;
}
