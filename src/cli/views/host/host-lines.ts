import { CPC_LEVELS } from '../../../../grammar/cpc.js';
import { groupBy } from '../../../diagnostics/group-by.js';
import { count, short, sizeText } from '../../../diagnostics/words.js';
import type { ReportedCore } from '../../../host/report/core.js';
import type { HostReport } from '../../../host/report/host-report.js';
import { writeCpuset } from '../../../spec/cpuset.js';
import { widthFor } from '../../terminal/width.js';
import { type Column, columns } from '../columns.js';
import { RANKED_BY } from './ranked-by.js';

/** More cores than this share a row where they are equal. */
const MOST_ROWS = 32;

/** Rows that a person still reads; `--json` has all cores. */
const MOST_GROUPS = 128;

/** Something known of a core; undefined where the host does not show it. */
interface Fact {
  readonly title: string;
  readonly of: (core: ReportedCore) => string | undefined;
  /** Named where no core shows it, because every host has it. */
  readonly expected?: true;
}

function number(value: bigint | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

const RANK: Fact = { title: 'rank', of: ({ rank }) => number(rank) };

const FACTS: readonly Fact[] = [
  { title: 'L3', of: ({ l3 }) => l3 && `${l3.id}: ${sizeText(l3.bytes)}`, expected: true },
  { title: 'die', of: ({ die }) => number(die) },
  { title: 'kind', of: ({ kind }) => kind },
  ...CPC_LEVELS.map(
    (key): Fact => ({
      title: key.replace(/_perf$/, ''),
      of: ({ numbers }) => number(numbers?.get(key)),
      expected: true,
    }),
  ),
  { title: 'nominal MHz', of: ({ numbers }) => number(numbers?.get('nominal_freq')), expected: true },
  { title: 'lowest MHz', of: ({ numbers }) => number(numbers?.get('lowest_freq')) },
  { title: 'max MHz', of: ({ maxMegahertz }) => number(maxMegahertz), expected: true },
  { title: 'driver', of: ({ driver }) => driver },
  { title: 'ranking', of: ({ ranking }) => number(ranking) },
  { title: 'capacity', of: ({ capacity }) => number(capacity) },
];

/** What the host is, what all cores share, and a row per core; cores that are equal share one where there are many. */
export function hostLines(report: HostReport, terminal: number | undefined): string[] {
  const { cores } = report;
  if (cores.length === 0) return [];
  const width = widthFor(terminal);
  const differing = FACTS.filter((fact) => valuesOf(fact, cores).size > 1);
  const rows = rowsOf(cores, [...differing, RANK]);
  return [...headLines(report), '', ...tableLines(rows, [...differing, RANK], width)];
}

function valuesOf({ of }: Fact, cores: readonly ReportedCore[]): ReadonlySet<string | undefined> {
  return new Set(cores.map(of));
}

function headLines(report: HostReport): string[] {
  const { model, vendor, kernel, drivers, scheduler, source, cores } = report;
  const threads = cores.reduce((sum, one) => sum + one.threads.length, 0);
  const rows: [string, string][] = [
    ['processor', model ?? vendor ?? 'unknown'],
    ['kernel', kernel === undefined ? 'unknown' : `Linux ${kernel}`],
    ['cores', `${count(cores.length, 'core')}, ${count(threads, 'thread')}`],
    ['driver', drivers.join(', ') || 'none shown'],
    ['rank by', rankedBy(source, cores)],
    ['scheduler', `${SCHEDULER_WORDS[`${scheduler.ranks}`]} (${scheduler.because})`],
    ...sharedRows(cores),
  ];
  return rows.map(([name, text]) => `${name.padEnd('all cores'.length)}  ${text}`);
}

function rankedBy(source: HostReport['source'], cores: readonly ReportedCore[]): string {
  if (source === undefined) return 'nothing: no file ranks the cores';
  const equal = cores.length > 1 && cores.every(({ rank }) => rank === 1);
  return equal ? `nothing: all cores have the same ${RANKED_BY[source]}` : RANKED_BY[source];
}

const SCHEDULER_WORDS = {
  true: 'prefers better cores',
  false: 'treats all cores equally',
  undefined: 'unknown',
} as const;

function sharedRows(cores: readonly ReportedCore[]): [string, string][] {
  const shared = FACTS.flatMap((fact) => {
    const [value, other] = [...valuesOf(fact, cores), ''];
    return value === undefined || other !== '' || fact.title === 'driver' ? [] : [sharedText(fact.title, value)];
  });
  const missing = FACTS.filter((fact) => fact.expected && cores.every((core) => fact.of(core) === undefined));
  return [
    ...(shared.length > 0 ? [['all cores', shared.join(', ')] as [string, string]] : []),
    ...(missing.length > 0 ? [['not shown', missing.map(({ title }) => title).join(', ')] as [string, string]] : []),
  ];
}

/** `nominal MHz` becomes `nominal 4300 MHz`. */
function sharedText(title: string, value: string): string {
  const [name, unit] = title.split(' ');
  return unit === undefined ? `${title} ${value}` : `${name} ${value} ${unit}`;
}

interface Row {
  readonly cores: string;
  readonly threads: string;
  readonly first: ReportedCore;
}

function rowsOf(cores: readonly ReportedCore[], facts: readonly Fact[]): readonly Row[] {
  if (cores.length <= MOST_ROWS) {
    return cores.map((first) => ({
      cores: String(first.core),
      threads: short(first.threads.join(','), MOST_CHARACTERS),
      first,
    }));
  }
  const groups = groupBy(cores, (core) => facts.map(({ of }) => of(core) ?? '-').join());
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    const threads = members.flatMap((one) => one.threads).sort((a, b) => a - b);
    return first ? [{ cores: cut(members.map(({ core }) => core)), threads: cut(threads), first }] : [];
  });
}

/** A longer set of a row is cut: `--json` has it whole. */
const MOST_CHARACTERS = 20;

/** The numbers of the cores or threads of a row. */
function cut(numbers: readonly number[]): string {
  return short(writeCpuset(numbers), MOST_CHARACTERS);
}

function tableLines(rows: readonly Row[], facts: readonly Fact[], width: number): string[] {
  const names: readonly Column<Row>[] = [
    { title: 'core', align: 'right', cell: (row) => row.cores },
    { title: 'threads', align: 'left', cell: (row) => row.threads },
  ];
  const ofFacts = facts.map(
    ({ title, of }): Column<Row> => ({
      title,
      align: title === 'kind' || title === 'driver' ? 'left' : 'right',
      cell: ({ first }) => of(first) ?? '-',
    }),
  );
  const shown = rows.slice(0, MOST_GROUPS);
  const blocks = blocksOf(names, ofFacts, shown, width);
  const lines = blocks.flatMap((block, i) => [...(i > 0 ? [''] : []), ...columns(block, shown)]);
  const more = rows.length - shown.length;
  return more > 0 ? [...lines, `… and ${count(more, 'more row', 'more rows')}: \`--json\` has all cores`] : lines;
}

/** Tables below each other, where one would be wider than the terminal. */
function blocksOf(
  names: readonly Column<Row>[],
  facts: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): readonly (readonly Column<Row>[])[] {
  const blocks: Column<Row>[][] = [[...names]];
  const widest = (of: readonly Column<Row>[]) => Math.max(...columns(of, rows).map((line) => line.length));
  for (const fact of facts) {
    const last = blocks.at(-1) ?? [];
    if (last.length > names.length && widest([...last, fact]) > width) blocks.push([...names, fact]);
    else last.push(fact);
  }
  return blocks;
}
