import { CPC_LEVELS } from '../../../grammar/cpc.js';
import type { CpcTable, Processor } from '../../cpc/ir.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { count } from '../../diagnostics/words.js';
import { type Column, columns } from './columns.js';

const BAR_CELLS = 24;

/** The cores that `build` shows; `preview` shows all. */
const SHOWN_CORES = 32;

export interface Ranked {
  readonly processors: readonly Processor[];
  readonly first: Processor;
  /** 1 for the best; equal cores share a rank. Undefined if highest_perf is a register. */
  readonly rank: number | undefined;
}

/** The cores with their threads, in order, ranked by highest_perf as schedulers do. */
export function rankedCores({ processors }: CpcTable): readonly Ranked[] {
  const cores = groupBy(processors, ({ core }) => core);
  const ranks = ranksOf([...cores.values()].map(([first]) => first?.levels.highest_perf ?? 0n));
  return [...cores.values()].flatMap((threads) => {
    const [first] = threads;
    if (!first) return [];
    const level = first.levels.highest_perf;
    return [{ processors: threads, first, rank: level === undefined ? undefined : ranks.get(level) }];
  });
}

function ranksOf(levels: readonly bigint[]): ReadonlyMap<bigint, number> {
  const ranks = new Map<bigint, number>();
  for (const [i, level] of levels.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)).entries()) {
    if (!ranks.has(level)) ranks.set(level, i + 1);
  }
  return ranks;
}

/** A row per core, best first. */
export function rankingLines(table: CpcTable): string[] {
  const ranked = rankedCores(table).toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const bar = barOf(table);
  const of: Column<Ranked>[] = [
    { title: 'rank', align: 'right', cell: ({ rank }) => String(rank ?? '-') },
    { title: 'core', align: 'right', cell: ({ first }) => String(first.core) },
    { title: 'vCPUs', align: 'left', cell: ({ processors }) => processors.map((one) => one.vcpu).join(',') },
    ...pinnedColumn(
      table,
      ({ processors }: Ranked) => processors.flatMap((one) => one.hostThread ?? []).join(',') || '-',
      'host threads',
    ),
    ...levelColumns(({ first }: Ranked) => first),
    { title: '', align: 'left', cell: ({ first }) => bar(first) },
  ];
  const more = ranked.length - SHOWN_CORES;
  const lines = columns(of, ranked.slice(0, SHOWN_CORES));
  return more > 0
    ? [...lines, `… and ${count(more, 'more core', 'more cores')}: \`cppc-acpi preview\` shows all`]
    : lines;
}

/** A row per vCPU, with a bar at the first thread of each core. */
export function previewLines(table: CpcTable): string[] {
  const rows = rankedCores(table).flatMap(({ processors, rank }) =>
    processors.map((processor) => ({ processor, rank })),
  );
  const bar = barOf(table);
  type Row = (typeof rows)[number];
  const of: Column<Row>[] = [
    { title: 'vCPU', align: 'right', cell: ({ processor }) => String(processor.vcpu) },
    { title: 'core', align: 'right', cell: ({ processor }) => String(processor.core) },
    ...pinnedColumn(table, ({ processor }: Row) => String(processor.hostThread ?? '-'), 'host thread'),
    ...levelColumns(({ processor }: Row) => processor),
    { title: 'rank', align: 'right', cell: ({ rank }) => String(rank ?? '-') },
    { title: '', align: 'left', cell: ({ processor }) => (processor.thread === 0 ? bar(processor) : '') },
  ];
  return columns(
    of,
    rows.toSorted((a, b) => a.processor.vcpu - b.processor.vcpu),
  );
}

function pinnedColumn<Row>({ processors }: CpcTable, cell: (row: Row) => string, title: string): Column<Row>[] {
  return processors.some((one) => one.hostThread !== undefined) ? [{ title, align: 'right', cell }] : [];
}

function levelColumns<Row>(processorOf: (row: Row) => Processor): Column<Row>[] {
  return CPC_LEVELS.map((key) => ({
    title: key.replace(/_perf$/, ''),
    align: 'right',
    cell: (row) => levelText(processorOf(row), key),
  }));
}

function levelText({ levels, entries }: Processor, key: (typeof CPC_LEVELS)[number]): string {
  return String(levels[key] ?? (entries[key].kind === 'register' ? 'register' : '-'));
}

/** The length of a bar is proportional to highest_perf. */
function barOf({ processors }: CpcTable): (processor: Processor) => string {
  const best = processors.reduce(
    (most, { levels }) => (most > (levels.highest_perf ?? 0n) ? most : (levels.highest_perf ?? 0n)),
    0n,
  );
  const cell = /utf-?8/i.test(process.env['LC_ALL'] || process.env['LC_CTYPE'] || process.env['LANG'] || '')
    ? '█'
    : '#';
  return ({ levels }) => {
    if (best === 0n || levels.highest_perf === undefined) return '';
    return cell.repeat(Math.max(1, Math.round((Number(levels.highest_perf) * BAR_CELLS) / Number(best))));
  };
}
