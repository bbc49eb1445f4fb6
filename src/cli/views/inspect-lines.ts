import { type CpcPackage, integerOf } from '../../cpc/package.js';
import { groupBy } from '../../diagnostics/group-by.js';
import type { Paint } from '../../diagnostics/render-text.js';
import { count, hex, some } from '../../diagnostics/words.js';
import { hanging } from '../../diagnostics/wrapped.js';
import type { MachineFacts, ProcessorFacts } from '../../firmware/facts.js';
import { droppedWith, secondDefinitions } from '../../firmware/second-definitions.js';
import { type CpcBlock, type CpcGroup, cpcGroups, unusedBlocks } from '../../inspect/cpc-groups.js';
import type { Element } from '../../inspect/element-rows.js';
import { notFollowed } from '../../inspect/endings.js';
import { machineSummary } from '../../inspect/machine-summary.js';
import { pathRanges } from '../../inspect/path-ranges.js';
import type { MachineContents } from '../../inspect/table-contents.js';
import { variationOf } from '../../inspect/variation.js';
import { widthFor } from '../terminal/width.js';
import { type Column, columns } from './columns.js';
import { headLine, machineLine, nameAmong } from './inspect-heads.js';
import { psdDomainLines, stateLines } from './inspect-psd-lines.js';
import { processorsWithoutLines } from './processors-without-lines.js';

/** What the tables of a machine give its processors, for people. */
export function inspectLines(machine: MachineContents, paint: Paint, terminal?: number): string[] {
  const { facts, tables } = machine;
  const view: View = { machine, paint, width: widthFor(terminal) - INDENT };
  const groups = cpcGroups(facts);
  const unused = unusedBlocks(machine.cpc);
  const all = [...groups.flatMap(({ blocks }) => blocks), ...unused];
  const shown = (block: CpcBlock, i: number) => shownBlock(block, all.slice(0, Math.min(i, MOST_BASES)), view);
  const parts = [
    ...joined([
      ...groups.flatMap((group) => [
        ...group.blocks.map((block) => shown(block, all.indexOf(block))),
        endingLines(group, view),
      ]),
      ...unused.map((block) => shown(block, all.indexOf(block))),
    ]),
    rankLines(facts.processors),
    psdDomainLines(facts, view.width),
    stateLines(facts, view.width),
    processorsWithoutLines(
      facts.processors.filter(({ cpc, defined }) => defined && !cpc),
      view.width,
    ),
    missingNameLines(facts, view.width),
  ].filter((part) => part.length > 0);
  const nothing = parts.length === 0 ? ': no _CPC' : '';
  const heads = tables.map((table) => headLine(table, paint, nameAmong(table, tables)));
  const listed = heads.flatMap((head) => hanging(head, view.width - INDENT, INDENT));
  const summary = machineSummary(facts, groups);
  return [
    `${tables.length > 1 ? machineLine(tables, paint) : heads[0]}${nothing}`,
    ...(summary ? ['', ...hanging(summary, view.width + INDENT, INDENT)] : []),
    ...[...parts, ...(tables.length > 1 ? [['tables', ...indented(listed)]] : [])].flatMap((part) => [
      '',
      ...indented(part),
    ]),
  ];
}

interface View {
  readonly machine: MachineContents;
  readonly paint: Paint;
  readonly width: number;
}

const INDENT = 2;

/** A package is compared with this many earlier ones: real tables need two or three, and a hostile one has thousands. */
const MOST_BASES = 16;

/** Joins consecutive blocks of one line. */
function joined(blocks: readonly (readonly string[])[]): string[][] {
  const all: string[][] = [];
  const shown = blocks.filter((block) => block.length > 0);
  for (const [i, block] of shown.entries()) {
    const last = all.at(-1);
    if (last && block.length === 1 && shown[i - 1]?.length === 1) last.push(...block);
    else all.push([...block]);
  }
  return all;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(INDENT) + line));
}

function shownBlock(block: CpcBlock, earlier: readonly CpcBlock[], view: View): string[] {
  const base = earlier.find((other) => variationOf(block, other));
  return base ? variationLines(block, base, view) : blockLines(block, view);
}

function blockLines(block: CpcBlock, view: View): string[] {
  return [...titleLines(block, view), '', ...rowLines(block.rows.slice(2), view.width), ...writerLines(block, view)];
}

function titleLines({ first, places, processors, when, rows }: CpcBlock, { machine, paint, width }: View): string[] {
  const [numEntries, revision] = [first.numEntries, first.revision];
  const stated = numEntries.kind === 'integer' && Number(numEntries.value) === first.count;
  const differing = numEntries.kind === 'integer' ? `NumEntries ${numEntries.value}` : 'NumEntries is not an Integer';
  const equal = places > 1 ? `; ${places} packages with equal content` : '';
  const number = revision.kind === 'integer' ? `revision ${revision.value}` : 'no revision';
  const length = `${count(first.count, 'element')}${stated ? '' : ` (${differing})`}`;
  const texts = [...when, ...rows.map(({ words }) => words)];
  const of = machine.tables.length > 1 ? ` of ${nameOf(first, machine)}` : '';
  return [
    paint('bold', first.path),
    ...hanging(`${number}, ${length}, at ${hex(first.offset)}${of}${equal}`, width, INDENT),
    ...(processors.length > 0
      ? processorsLines(processors, width, texts)
      : hanging(unusedWords(first, machine), width, INDENT)),
    ...when.flatMap((line) => hanging(line, width, INDENT)),
  ];
}

function nameOf({ table }: CpcPackage, { tables }: MachineContents): string {
  const found = tables[table];
  return found ? nameAmong(found, tables) : '';
}

function unusedWords(cpc: CpcPackage, machine: MachineContents): string {
  const { facts, tables } = machine;
  const dropped = droppedWith(cpc, secondDefinitions(facts));
  const processor = facts.processors.find((one) => `${one.path}._CPC` === dropped?.path);
  if (!dropped || !processor?.cpc) return 'of no processor: no _CPC in these tables returns it';
  const [kept] = processor.cpc.ways;
  const from = kept && tables.length > 1 ? `, in ${nameOf(kept.value, machine)}` : '';
  return `second ${dropped.path}: Linux drops it (AE_ALREADY_EXISTS) and takes the first${from}`;
}

/** `n` stands in conditions for the number of the processor. */
function processorsLines(processors: readonly string[], width: number, texts: readonly string[]): string[] {
  const numbered = texts.some((text) => /nn\b|>> n\)/.test(text));
  const few =
    processors.length === 1
      ? ''
      : ` (${processors.length} processors${numbered ? '; nn or n: the number of each' : ''})`;
  return hanging(`of ${pathRanges(processors)}${few}`, width, INDENT);
}

/** A line per element: index, key, value; longer values go on below. */
function rowLines(rows: readonly Element[], width: number): string[] {
  const of: Column<Element>[] = [
    { title: '', align: 'right', cell: ({ index }) => String(index) },
    { title: '', align: 'left', cell: ({ key }) => key },
    { title: '', align: 'left', cell: () => '|' },
  ];
  return columns(of, rows)
    .slice(1)
    .flatMap((line, i) => {
      const head = line.slice(0, -1);
      const values = (rows[i]?.words ?? '').split('\n');
      return valueLines(head, values, width);
    });
}

/** A column that is narrower breaks every value; long values then stand below their keys. */
const NARROWEST_COLUMN = 36;
const BELOW = '      ';

function valueLines(head: string, values: readonly string[], width: number): string[] {
  const column = width - head.length;
  const fits = values.every((words) => words.length <= column);
  if (!fits && column < NARROWEST_COLUMN)
    return [
      head.trimEnd(),
      ...values.flatMap((words) => brokenValue(words, width - BELOW.length)).map((line) => BELOW + line),
    ];
  const lines = values.flatMap((words) => brokenValue(words, column));
  return lines.map((line, i) => (i === 0 ? head : ' '.repeat(head.length)) + line);
}

/** A long value is broken before its last parenthesis or its condition, then between words. */
function brokenValue(words: string, width: number): string[] {
  if (words.length <= width) return [words];
  const at = Math.max(words.indexOf(', when '), 0) || words.lastIndexOf(' (');
  const [value, rest] =
    at > 0 ? [words.slice(0, words[at] === ',' ? at + 1 : at), words.slice(at).replace(/^,? /, '')] : [words, ''];
  return [value, rest].filter((part) => part !== '').flatMap((part, i) => hanging(part, width, i === 0 ? 0 : 2));
}

function writerLines({ writers }: CpcBlock, { width }: View): string[] {
  const lines = writers.flatMap(({ by, entries }) => hanging(`${by} writes ${some(entries)}`, width - INDENT, INDENT));
  return lines.length > 0 ? ['', 'At run time', ...indented(lines)] : [];
}

function variationLines(block: CpcBlock, base: CpcBlock, view: View): string[] {
  const variation = variationOf(block, base);
  if (!variation) return [];
  const { rows, shift } = variation;
  const like = `like ${base.first.path}`;
  if (!shift) {
    const differing = rows.length > 0 ? [`${like}, except for:`, '', ...rowLines(rows, view.width)] : [like];
    return [...titleLines(block, view), ...differing];
  }
  const addresses = count(rows.length, 'address', 'addresses');
  return [
    `${view.paint('bold', block.first.path)}  ${like}, with ${addresses} ${shift}`,
    ...othersLines(block, view.width),
    ...block.when,
  ];
}

/** The processors, unless the path names the only one. */
function othersLines({ first, processors, when }: CpcBlock, width: number): string[] {
  return processors.length === 1 && first.path === `${processors[0]}._CPC`
    ? []
    : processorsLines(processors, width, when);
}

/** Ways of `_CPC` that give no package, and what was not followed. */
function endingLines({ processors, object, endings }: CpcGroup, { paint, width }: View): string[] {
  const cut = object.limits.map((limit) => [notFollowed(limit)]);
  const lines = [...endings, ...cut].map(([words = '', ...when]) => [words, ...when].join(' '));
  if (lines.length === 0) return [];
  return [
    paint('bold', object.path),
    ...processorsLines(processors, width, lines),
    ...lines.flatMap((line) => hanging(line, width, INDENT)),
  ];
}

/** Names that other tables of the machine define. */
function missingNameLines({ processors }: MachineFacts, width: number): string[] {
  const objects = processors.flatMap(({ cpc, psd, pct, pss }) => [cpc, psd, pct, pss]);
  const names = [...new Set(objects.flatMap((object) => object?.unresolved ?? []))];
  const all = names.filter((name) => name.startsWith('\\') || !names.some((other) => other.endsWith(`.${name}`)));
  if (all.length === 0) return [];
  return hanging(`not in these tables: ${some(all)}; give all tables of the machine`, width, INDENT);
}

/** The processors by highest_perf, best first, if they have different numbers. */
function rankLines(processors: readonly ProcessorFacts[]): string[] {
  const ranked = processors.flatMap(({ path, cpc }) => {
    const values = new Set((cpc?.ways ?? []).map(({ value }) => integerOf(value.entries.get('highest_perf'))));
    const [highest] = values;
    return values.size === 1 && highest !== undefined ? [{ highest, path }] : [];
  });
  const levels = groupBy(ranked, ({ highest }) => highest);
  if (levels.size < 2) return [];
  const falling = [...levels].toSorted(([a], [b]) => (a < b ? 1 : -1));
  const of: Column<(typeof falling)[number]>[] = [
    { title: 'rank', align: 'right', cell: (row) => String(falling.indexOf(row) + 1) },
    { title: 'highest_perf', align: 'right', cell: ([level]) => String(level) },
    { title: 'processors', align: 'left', cell: ([, all]) => pathRanges(all.map(({ path }) => path)) },
  ];
  return columns(of, falling);
}
