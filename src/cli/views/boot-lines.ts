import { ACPI_CPPC_FILES } from '../../../grammar/linux.js';
import type { Booted } from '../../boot/boot.js';
import { differs } from '../../boot/compare.js';
import type { CppcFile, ObservedProcessor } from '../../boot/observation.js';
import { count, list } from '../../diagnostics/words.js';
import { type Column, columns } from './columns.js';

/** The values that the guest reads beside those of the spec: a row per vCPU, then driver, busy loops and the verdict. */
export function bootLines(booted: Booted, machine: string, ok: boolean): string[] {
  const { kernel, accelerator, cpuModel, observation } = booted;
  const guest = `${machine}, ${accelerator.toUpperCase()}, CPU ${cpuModel}`;
  return [
    `Linux ${kernel.version} (${guest}) with ${count(observation.processors.length, 'vCPU')}:`,
    '',
    ...columns(tableColumns(booted), observation.processors),
    '',
    ...factLines(booted),
    '',
    verdict(booted, ok),
  ];
}

function tableColumns({ observation }: Booted): Column<ObservedProcessor>[] {
  const shown = ACPI_CPPC_FILES.filter(({ file }) => observation.processors.some((one) => isWorthShowing(one, file)));
  const ranked: Column<ObservedProcessor> = {
    title: 'ranking',
    align: 'right',
    cell: ({ vcpu }) => observation.ranking.get(vcpu) ?? '-',
  };
  return [
    { title: 'vCPU', align: 'right', cell: ({ vcpu }) => String(vcpu) },
    { title: 'core', align: 'right', cell: ({ core }) => String(core ?? '-') },
    ...shown.map(
      ({ file }): Column<ObservedProcessor> => ({
        title: file.replace(/_perf$/, ''),
        align: 'right',
        cell: (one) => cellOf(one, file),
      }),
    ),
    ...(observation.ranking.size > 0 ? [ranked] : []),
  ];
}

/** Hides running counters and the 0 of an entry that the spec does not have; diagnostics name what is unreadable. */
function isWorthShowing({ actual, expected }: ObservedProcessor, file: CppcFile): boolean {
  const text = actual?.[file];
  return file !== 'feedback_ctrs' && typeof text === 'string' && (expected[file] !== undefined || text !== '0');
}

function cellOf(one: ObservedProcessor, file: CppcFile): string {
  const text = one.actual?.[file] ?? '-';
  return differs(one, file) ? `${text} (spec: ${one.expected[file]})` : text;
}

function factLines({ observation }: Booted): string[] {
  const rows: [string, string][] = [
    ['driver', observation.drivers.join(', ') || 'none'],
    [
      'ITMT',
      observation.itmt === undefined
        ? 'not available: the scheduler treats all cores equally'
        : itmtWords(observation.itmt),
    ],
    ...observation.report.busy.map(({ loops, vcpus, settled }): [string, string] => [
      count(loops, 'busy loop'),
      `on ${vcpuWords(vcpus, observation.processors)}${settled ? '' : ', still moving'}`,
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`);
}

function itmtWords(on: boolean): string {
  return on ? 'on: the scheduler prefers better cores' : 'off: the scheduler treats all cores equally';
}

/** `vCPU 3 (rank 1)`: the rank of its core among the cores. */
function vcpuWords(vcpus: readonly number[], processors: readonly ObservedProcessor[]): string {
  const rank = ranksOf(processors);
  const sorted = vcpus.toSorted((a, b) => (rank(a) ?? 0) - (rank(b) ?? 0) || a - b);
  const named = sorted.map((vcpu) => `${vcpu}${rank(vcpu) === undefined ? '' : ` (rank ${rank(vcpu)})`}`);
  return `${vcpus.length === 1 ? 'vCPU' : 'vCPUs'} ${list(named, 'and')}`;
}

function ranksOf(processors: readonly ObservedProcessor[]): (vcpu: number) => number | undefined {
  const byCore = new Map(processors.map(({ core, expected }) => [core, expected.highest_perf]));
  const levels = [...byCore].flatMap(([core, level]) => (core === undefined || level === undefined ? [] : [level]));
  const falling = levels.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  return (vcpu) => {
    const level = processors.find((one) => one.vcpu === vcpu)?.expected.highest_perf;
    return level === undefined ? undefined : falling.indexOf(level) + 1;
  };
}

function verdict({ observation }: Booted, ok: boolean): string {
  if (!ok) return 'NOT OK: the guest does not read the values of the spec.';
  const vcpus = observation.processors.filter(({ core }) => core !== undefined).length;
  const ranking = observation.ranking.size > 0 ? ', and ranks its cores by them' : '; it does not rank its cores';
  return `OK: the guest reads the values of the spec on ${vcpus === 1 ? 'its vCPU' : `all ${vcpus} vCPUs`}${ranking}.`;
}
