import { type CpcPackage, integerOf, type Patch, staticValue } from '../../cpc/package.js';
import { groupBy } from '../../diagnostics/group-by.js';
import type { Paint } from '../../diagnostics/render-text.js';
import { count, hex, list, quoted } from '../../diagnostics/words.js';
import type { Element } from '../../inspect/element-rows.js';
import { type EqualPackages, groupEqualPackages, variationOf } from '../../inspect/equal-packages.js';
import { pathRanges } from '../../inspect/path-ranges.js';
import { opaqueIn, type TableContents } from '../../inspect/table-contents.js';
import { type Column, columns } from './columns.js';
import { psdDomainLines, stateLines } from './inspect-psd-lines.js';
import { processorsWithoutLines } from './processors-without-lines.js';

/** The packages of a table, for people. */
export function inspectLines(contents: TableContents, paint: Paint): string[] {
  const groups = groupEqualPackages(contents.cpc);
  const blocks = groups.map((one, i) => {
    const base = groups.slice(0, Math.min(i, MOST_BASES)).find((other) => variationOf(one, other));
    return base ? variationLines(one, base, paint) : packageLines(one, contents.cpc, paint);
  });
  const parts = [...joined(blocks), rankLines(contents.cpc), psdDomainLines(contents.psd), stateLines(contents)];
  const nothing = parts.every((part) => part.length === 0) ? ': no _CPC' : '';
  const shown = [...parts, processorsWithoutLines(contents.without)].filter((part) => part.length > 0);
  return [headLine(contents, paint) + nothing, ...shown.flatMap((part) => ['', ...indented(part)])];
}

/** A package is compared with this many earlier ones: real tables need two or three, and a hostile one has thousands. */
const MOST_BASES = 16;

/** Joins consecutive blocks of one line. */
function joined(blocks: readonly (readonly string[])[]): string[][] {
  const all: string[][] = [];
  for (const [i, block] of blocks.entries()) {
    const last = all.at(-1);
    if (last && block.length === 1 && blocks[i - 1]?.length === 1) last.push(...block);
    else all.push([...block]);
  }
  return all;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

/** The signature, OEM ids, length and checksum of a table. */
export function headLine({ table }: TableContents, paint: Paint): string {
  const { signature, oemId, oemTableId, revision } = table.table.header;
  const size = table.lengthOk
    ? count(table.length, 'byte')
    : `${count(table.bytes.length, 'byte')} (${table.length} by the header)`;
  const opaque = opaqueIn(table.table.terms).reduce((sum, length) => sum + length, 0);
  const unread = opaque > 0 ? `, ${count(opaque, 'byte')} not decoded` : '';
  const ids = `${quoted(signature)} ${quoted(oemId)} ${quoted(oemTableId)}`.replace(/^"(\w+)"/, '$1');
  const checksum = table.checksumOk ? 'checksum ok' : paint('error', 'checksum wrong');
  return `${paint('bold', table.name)}: ${ids}, revision ${revision}, ${size}, ${checksum}${unread}`;
}

function packageLines(one: EqualPackages, all: readonly CpcPackage[], paint: Paint): string[] {
  return [
    ...titleLines(one, paint),
    ...alternativeLines(one, all),
    '',
    ...rowLines(one.rows.slice(2)),
    ...patchLines(one.first),
  ];
}

function titleLines({ first, all, processors }: EqualPackages, paint: Paint): string[] {
  const [numEntries, revision] = [first.numEntries, first.revision];
  const stated = numEntries.kind === 'integer' && Number(numEntries.value) === first.count;
  const differing = numEntries.kind === 'integer' ? `NumEntries ${numEntries.value}` : 'NumEntries is not an Integer';
  const equal = all.length > 1 ? `; ${all.length} packages with equal content` : '';
  const number = revision.kind === 'integer' ? `revision ${revision.value}` : 'no revision';
  const length = count(first.count, 'element');
  return [
    paint('bold', first.path),
    `${number}, ${length}${stated ? '' : ` (${differing})`}, at ${hex(first.offset)}${equal}`,
    processorsLine(processors),
  ];
}

function processorsLine(processors: readonly string[]): string {
  if (processors.length === 0)
    return 'of no processor: no _CPC of these tables is this package, or returns it by code that can be followed';
  const few = processors.length === 1 ? '' : ` (${processors.length} processors)`;
  return `of ${pathRanges(processors)}${few}`;
}

/** The other packages that the `_CPC` of the same processors can return. */
function alternativeLines({ first, all }: EqualPackages, found: readonly CpcPackage[]): string[] {
  const mine = new Set(first.processors);
  const others = found.filter((one) => !all.includes(one) && one.processors.some((processor) => mine.has(processor)));
  if (others.length === 0) return [];
  return [`or ${someOf(others.map((one) => one.path))}, depending on firmware code`];
}

/** A line per element: index, key, value. */
function rowLines(rows: readonly Element[]): string[] {
  const of: Column<Element>[] = [
    { title: '', align: 'right', cell: ({ index }) => String(index) },
    { title: '', align: 'left', cell: ({ key }) => key },
    { title: '', align: 'left', cell: ({ words }) => words },
  ];
  return columns(of, rows).slice(1);
}

function patchLines({ patches }: CpcPackage): string[] {
  const groups = groupBy(patches, ({ entry, by }) => `${entry}\n${by}`);
  const lines = [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ entry, by }) => `${entry} is set to ${someOf(group.map(patchWords))} by ${by}`),
  );
  return lines.length > 0 ? ['', 'At run time', ...indented(lines)] : [];
}

/** The first of many alternatives. */
function someOf(words: readonly string[]): string {
  const different = [...new Set(words)];
  const more = different.length - MOST_ALTERNATIVES;
  return list([...different.slice(0, MOST_ALTERNATIVES), ...(more > 0 ? [`${more} more`] : [])], 'or');
}

const MOST_ALTERNATIVES = 8;

function patchWords({ value }: Patch): string {
  return /^(?:Local|Arg)\d$/.test(value) ? 'a computed value' : value;
}

function variationLines(one: EqualPackages, base: EqualPackages, paint: Paint): string[] {
  const variation = variationOf(one, base);
  if (!variation) return [];
  const { rows, shift } = variation;
  const like = `like ${base.first.path}`;
  if (shift) {
    const addresses = count(rows.length, 'address', 'addresses');
    return [`${paint('bold', one.first.path)}  ${like}, with ${addresses} ${shift}`, ...othersLine(one)];
  }
  return [...titleLines(one, paint), `${like}, except for:`, '', ...rowLines(rows)];
}

/** The processors, unless the path names the only one. */
function othersLine({ first, processors }: EqualPackages): string[] {
  return processors.length === 1 && first.path === `${processors[0]}._CPC` ? [] : [processorsLine(processors)];
}

/** The processors by highest_perf, best first, if the tables have different numbers. */
function rankLines(found: readonly CpcPackage[]): string[] {
  const ranked = found.flatMap((one) => {
    const highest = integerOf(staticValue(one, 'highest_perf'));
    return highest === undefined ? [] : one.processors.map((processor) => ({ highest, processor }));
  });
  const levels = groupBy(ranked, ({ highest }) => highest);
  if (levels.size < 2) return [];
  const falling = [...levels].toSorted(([a], [b]) => (a < b ? 1 : -1));
  const of: Column<(typeof falling)[number]>[] = [
    { title: 'rank', align: 'right', cell: (row) => String(falling.indexOf(row) + 1) },
    { title: 'highest_perf', align: 'right', cell: ([level]) => String(level) },
    {
      title: 'processors',
      align: 'left',
      cell: ([, processors]) => pathRanges([...new Set(processors.map(({ processor }) => processor))]),
    },
  ];
  return columns(of, falling);
}
