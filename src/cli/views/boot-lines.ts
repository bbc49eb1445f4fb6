import { ACPI_CPPC_FILES } from '../../../grammar/linux.js';
import type { Booted } from '../../boot/boot.js';
import { differs } from '../../boot/compare.js';
import type { CppcFile, Observation, ObservedProcessor } from '../../boot/observation.js';
import { count, list, some } from '../../diagnostics/words.js';
import { wrapped } from '../../diagnostics/wrapped.js';
import { widthFor } from '../terminal/width.js';
import { type Column, columns } from './columns.js';

/** What is wrong: values or vCPUs, or only that the guest does not rank as `--require ranked` demands. */
export type BootProblems = 'none' | 'values' | 'ranking';

/** The values that the guest reads beside those of the spec: a row per vCPU, then driver, busy loops and the verdict. */
export function bootLines(booted: Booted, machine: string, problems: BootProblems, width?: number): string[] {
  const { kernel, accelerator, cpuModel, observation } = booted;
  const guest = `${machine}, ${accelerator.toUpperCase()}, CPU ${cpuModel}`;
  return [
    `Linux ${kernel.version} (${guest}) with ${count(observation.processors.length, 'vCPU')}:`,
    '',
    ...valueTable(observation, widthFor(width)),
    '',
    ...factLines(booted),
    '',
    verdict(booted, problems),
  ];
}

/** A table of all values; if it is too wide, values that are the same on every vCPU become a line below it. */
export function valueTable(observation: Observation, width: number): string[] {
  const { processors } = observation;
  const files = filesShown(observation);
  const whole = columns(tableColumns(observation, files), processors);
  if (widthOf(whole) <= width) return whole;
  const cells = (file: CppcFile) => new Set(processors.map((one) => cellOf(one, file)));
  const varying = files.filter((file) => file === 'highest_perf' || cells(file).size > 1);
  const common = files.filter((file) => !varying.includes(file));
  const narrow = columns(tableColumns(observation, varying), processors);
  const fitting =
    widthOf(narrow) <= width ? narrow : columns(tableColumns(observation, varying, SHORT_TITLES), processors);
  const values = common.map((file) => `${titleOf(file)} ${[...cells(file)][0]}`);
  return [...fitting, ...(values.length > 0 ? ['', ...wrapped(`On every vCPU: ${values.join(', ')}.`, width)] : [])];
}

function widthOf(lines: readonly string[]): number {
  return lines.reduce((most, line) => Math.max(most, line.length), 0);
}

function titleOf(file: CppcFile): string {
  return file.replace(/_perf$/, '');
}

const SHORT_TITLES: Readonly<Partial<Record<CppcFile, string>>> = {
  lowest_nonlinear_perf: 'nonlinear',
  nominal_freq: 'nom. MHz',
  lowest_freq: 'low. MHz',
  reference_perf: 'ref.',
  guaranteed_perf: 'guar.',
  wraparound_time: 'wrap. s',
};

function filesShown(observation: Observation): readonly CppcFile[] {
  const files = ACPI_CPPC_FILES.map(({ file }) => file);
  return files.filter((file) => observation.processors.some((one) => isWorthShowing(one, file)));
}

function tableColumns(
  observation: Observation,
  files: readonly CppcFile[],
  titles: typeof SHORT_TITLES = {},
): Column<ObservedProcessor>[] {
  const ranked: Column<ObservedProcessor> = {
    title: 'ranking',
    align: 'right',
    cell: ({ vcpu }) => observation.ranking.get(vcpu) ?? '-',
  };
  return [
    { title: 'vCPU', align: 'right', cell: ({ vcpu }) => String(vcpu) },
    { title: 'core', align: 'right', cell: ({ core }) => String(core ?? '-') },
    ...files.map(
      (file): Column<ObservedProcessor> => ({
        title: titles[file] ?? titleOf(file),
        align: 'right',
        cell: (one) => cellOf(one, file),
      }),
    ),
    ...(observation.ranking.size > 0 ? [ranked] : []),
    ...(observation.capacity.size > 0 ? [capacityColumn(observation)] : []),
  ];
}

function capacityColumn({ capacity }: Observation): Column<ObservedProcessor> {
  return { title: 'capacity', align: 'right', cell: ({ vcpu }) => capacity.get(vcpu) ?? '-' };
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

export function factLines({ observation, itmt }: Pick<Booted, 'observation' | 'itmt'>, words = ITMT_WORDS): string[] {
  const rank = ranksOf(observation.processors);
  const rows: [string, string][] = [
    ['driver', some(observation.drivers) || 'none'],
    itmt === undefined ? ['boost', boostWords(observation)] : ['ITMT', words[itmt]],
    ...observation.report.busy.map(({ loops, vcpus, settled }): [string, string] => [
      count(loops, 'busy loop'),
      `on ${vcpuWords(vcpus, rank)}${settled ? '' : ', still moving'}`,
    ]),
  ];
  const width = rows.reduce((most, [name]) => Math.max(most, name.length), 0);
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`);
}

function boostWords({ boost, drivers }: Observation): string {
  if (boost === undefined) return drivers.length === 0 ? 'not available: no driver' : 'not available';
  return boost ? 'on: a core counts as its highest_perf' : 'off: the driver limits a core to its nominal_perf';
}

export const ITMT_WORDS: Readonly<Record<NonNullable<Booted['itmt']>, string>> = {
  on: 'on: the scheduler prefers better cores',
  off: 'off: the scheduler treats all cores equally',
  absent: 'not available: the scheduler treats all cores equally',
  unknown: 'not shown: this guest has no debugfs; the busy loops tell',
};

/** The vCPUs of busy loops that a line names; `--json` has all. */
const MOST_NAMED = 32;

/** `vCPU 3 (rank 1)`: the rank of its core among the cores. */
function vcpuWords(vcpus: readonly number[], rank: RankOf): string {
  const sorted = vcpus.toSorted((a, b) => (rank(a) ?? 0) - (rank(b) ?? 0) || a - b);
  const named = sorted.map((vcpu) => `${vcpu}${rank(vcpu) === undefined ? '' : ` (rank ${rank(vcpu)})`}`);
  const shown =
    named.length > MOST_NAMED ? [...named.slice(0, MOST_NAMED), `${named.length - MOST_NAMED} more`] : named;
  return `${vcpus.length === 1 ? 'vCPU' : 'vCPUs'} ${list(shown, 'and')}`;
}

type RankOf = (vcpu: number) => number | undefined;

function ranksOf(processors: readonly ObservedProcessor[]): RankOf {
  const byCore = new Map(processors.map(({ core, expected }) => [core, expected.highest_perf]));
  const levels = [...byCore].flatMap(([core, level]) => (core === undefined || level === undefined ? [] : [level]));
  const falling = levels.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const ranks = new Map(falling.map((level, i) => [level, i + 1] as const).toReversed());
  const levelOf = new Map(processors.map(({ vcpu, expected }) => [vcpu, expected.highest_perf]));
  return (vcpu) => {
    const level = levelOf.get(vcpu);
    return level === undefined ? undefined : ranks.get(level);
  };
}

function verdict({ observation, ranked }: Booted, problems: BootProblems): string {
  if (problems === 'values') return 'NOT OK: the guest does not read the values of the spec.';
  const vcpus = observation.processors.filter(({ core }) => core !== undefined).length;
  const ranking = RANKING_WORDS[String(ranked) as keyof typeof RANKING_WORDS];
  return `${problems === 'ranking' ? 'NOT OK' : 'OK'}: the guest reads the values of the spec on ${vcpus === 1 ? 'its vCPU' : `all ${vcpus} vCPUs`}${ranking}.`;
}

const RANKING_WORDS = {
  true: ', and ranks its cores by them',
  false: '; it does not rank its cores',
  undefined: '; it cannot be told whether it ranks its cores',
} as const;
