import { CPC_LEVELS } from '../../../grammar/cpc.js';
import type { CpcTable, Processor } from '../../cpc/ir.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { count } from '../../diagnostics/words.js';
import { type Column, columns } from './columns.js';
import { hostThreadsText } from './host-threads.js';

const BAR_CELLS = 24;

/** A shorter bar shows no differences. */
const LEAST_BAR_CELLS = 4;

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
  const ranks = ranksOf([...cores.values()].map(([first]) => first?.known.highest_perf ?? 0n));
  return [...cores.values()].flatMap((threads) => {
    const [first] = threads;
    if (!first) return [];
    const level = first.known.highest_perf;
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

/** A row per core, best first. `width` is that of the terminal. */
export function rankingLines(table: CpcTable, width = Infinity): string[] {
  const ranked = rankedCores(table).toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const ofTitles = (titles: Titles): Column<Ranked>[] => [
    { title: 'rank', align: 'right', cell: ({ rank }) => String(rank ?? '-') },
    { title: 'core', align: 'right', cell: ({ first }) => String(first.core) },
    { title: 'vCPUs', align: 'left', cell: ({ processors }) => processors.map((one) => one.vcpu).join(',') },
    ...pinnedColumn(table, ({ processors }: Ranked) => hostThreadsText(processors) || '-', titles.threads),
    ...levelColumns(({ first }: Ranked) => first, titles),
  ];
  const more = ranked.length - SHOWN_CORES;
  const shown = ranked.slice(0, SHOWN_CORES);
  const of = fitting(ofTitles, shown, width);
  const bar = barColumn(table, width - widthOf(of, shown), ({ first }: Ranked) => first);
  const lines = columns([...of, ...bar], shown);
  return more > 0
    ? [...lines, `… and ${count(more, 'more core', 'more cores')}: \`cppc-acpi preview\` shows all`]
    : lines;
}

/** A row per vCPU, with a bar at the first thread of each core. `width` is that of the terminal. */
export function previewLines(table: CpcTable, width = Infinity): string[] {
  const rows = rankedCores(table).flatMap(({ processors, rank }) =>
    processors.map((processor) => ({ processor, rank })),
  );
  type Row = (typeof rows)[number];
  const ofTitles = (titles: Titles): Column<Row>[] => [
    { title: 'vCPU', align: 'right', cell: ({ processor }) => String(processor.vcpu) },
    { title: 'core', align: 'right', cell: ({ processor }) => String(processor.core) },
    ...pinnedColumn(table, ({ processor }: Row) => hostThreadsText([processor]) || '-', titles.thread),
    ...levelColumns(({ processor }: Row) => processor, titles),
    { title: 'rank', align: 'right', cell: ({ rank }) => String(rank ?? '-') },
  ];
  const inOrder = rows.toSorted((a, b) => a.processor.vcpu - b.processor.vcpu);
  const of = fitting(ofTitles, inOrder, width);
  const first = ({ processor }: Row) => (processor.thread === 0 ? processor : undefined);
  return columns([...of, ...barColumn(table, width - widthOf(of, inOrder), first)], inOrder);
}

function pinnedColumn<Row>({ processors }: CpcTable, cell: (row: Row) => string, title: string): Column<Row>[] {
  return processors.some((one) => one.hostThreads !== undefined) ? [{ title, align: 'right', cell }] : [];
}

interface Titles {
  readonly thread: string;
  readonly threads: string;
  readonly nonlinear: string;
}

const LONG: Titles = { thread: 'host thread', threads: 'host threads', nonlinear: 'lowest_nonlinear' };
const SHORT: Titles = { thread: 'host', threads: 'host', nonlinear: 'nonlin.' };

/** Short titles where long ones do not fit. */
function fitting<Row>(of: (titles: Titles) => Column<Row>[], rows: readonly Row[], width: number): Column<Row>[] {
  return widthOf(of(LONG), rows) <= width ? of(LONG) : of(SHORT);
}

function levelColumns<Row>(processorOf: (row: Row) => Processor, { nonlinear }: Titles): Column<Row>[] {
  return CPC_LEVELS.map((key) => ({
    title: key === 'lowest_nonlinear_perf' ? nonlinear : key.replace(/_perf$/, ''),
    align: 'right',
    cell: (row) => levelText(processorOf(row), key),
  }));
}

function levelText({ known: levels, stated: entries }: Processor, key: (typeof CPC_LEVELS)[number]): string {
  return String(levels[key] ?? (entries[key].kind === 'register' ? 'register' : '-'));
}

function widthOf<Row>(of: readonly Column<Row>[], rows: readonly Row[]): number {
  return columns(of, rows).reduce((most, line) => Math.max(most, line.length), 0);
}

/** Bars that fit into the rest of the line. */
function barColumn<Row>(
  table: CpcTable,
  rest: number,
  processorOf: (row: Row) => Processor | undefined,
): Column<Row>[] {
  const cells = Math.min(BAR_CELLS, rest - 2);
  if (cells < LEAST_BAR_CELLS) return [];
  const bar = barOf(table, cells);
  return [{ title: '', align: 'left', cell: (row) => bar(processorOf(row)) }];
}

/** The length of a bar is proportional to highest_perf. */
function barOf({ processors }: CpcTable, cells: number): (processor: Processor | undefined) => string {
  const best = processors.reduce(
    (most, { known: levels }) => (most > (levels.highest_perf ?? 0n) ? most : (levels.highest_perf ?? 0n)),
    0n,
  );
  const cell = /utf-?8/i.test(process.env['LC_ALL'] || process.env['LC_CTYPE'] || process.env['LANG'] || '')
    ? '█'
    : '#';
  return (processor) => {
    const highest = processor?.known.highest_perf;
    if (best === 0n || highest === undefined) return '';
    return cell.repeat(Math.max(1, Math.round((Number(highest) * cells) / Number(best))));
  };
}
