import type { Paint } from '../../diagnostics/render-text.js';
import { count, hex, list, quoted } from '../../diagnostics/words.js';
import { type FoundCpc, integerOf, type Patch } from '../../firmware/found.js';
import { fixedValue } from '../../firmware/rules/finding.js';
import { type Distinct, distinctOf, variationOf } from '../../inspect/distinct.js';
import type { Element } from '../../inspect/element-rows.js';
import { type Findings, opaqueIn } from '../../inspect/findings.js';
import { pathRanges } from '../../inspect/path-ranges.js';
import { type Column, columns } from './columns.js';
import { domainLines, stateLines } from './inspect-psd-lines.js';

/** What a table holds, for people. */
export function inspectLines(findings: Findings, paint: Paint): string[] {
  const distinct = distinctOf(findings.cpc);
  const blocks = distinct.map((one, i) => {
    const base = distinct.slice(0, Math.min(i, MOST_BASES)).find((other) => variationOf(one, other));
    return base ? variationLines(one, base, paint) : packageLines(one, findings.cpc, paint);
  });
  const parts = [...joined(blocks), rankLines(findings.cpc), domainLines(findings.psd), stateLines(findings)];
  const shown = parts.filter((part) => part.length > 0);
  const nothing = shown.length === 0 ? ': no _CPC' : '';
  return [headLine(findings, paint) + nothing, ...shown.flatMap((part) => ['', ...indented(part)])];
}

/** A real table has two or three that others are like; a hostile one has thousands. */
const MOST_BASES = 16;

/** Blocks of one line that follow each other, as one. */
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

/** Signature, OEM ids, length and checksum of a table. */
export function headLine({ table }: Findings, paint: Paint): string {
  const { signature, oemId, oemTableId, revision } = table.table.header;
  const size = table.lengthOk
    ? count(table.length, 'byte')
    : `${count(table.bytes.length, 'byte')} where the header says ${table.length}`;
  const opaque = opaqueIn(table.table.terms).reduce((sum, length) => sum + length, 0);
  const unread = opaque > 0 ? `, ${count(opaque, 'byte')} not understood` : '';
  const ids = `${quoted(signature)} ${quoted(oemId)} ${quoted(oemTableId)}`.replace(/^"(\w+)"/, '$1');
  const checksum = table.checksumOk ? 'checksum ok' : paint('error', 'checksum wrong');
  return `${paint('bold', table.name)}: ${ids}, revision ${revision}, ${size}, ${checksum}${unread}`;
}

function packageLines(one: Distinct, all: readonly FoundCpc[], paint: Paint): string[] {
  return [
    ...titleLines(one, paint),
    ...alternativeLines(one, all),
    '',
    ...rowLines(one.rows.slice(2)),
    ...patchLines(one.first),
  ];
}

function titleLines({ first, all, processors }: Distinct, paint: Paint): string[] {
  const [numEntries, revision] = [first.numEntries, first.revision];
  const stated = numEntries.kind === 'integer' && Number(numEntries.value) === first.count;
  const said = numEntries.kind === 'integer' ? `NumEntries says ${numEntries.value}` : 'NumEntries is no Integer';
  const equal = all.length > 1 ? `; ${all.length} packages with equal content` : '';
  const number = revision.kind === 'integer' ? `revision ${revision.value}` : 'no revision';
  const length = count(first.count, 'element');
  return [
    paint('bold', first.path),
    `${number}, ${length}${stated ? '' : ` (${said})`}, at ${hex(first.offset)}${equal}`,
    processorsLine(processors),
  ];
}

function processorsLine(processors: readonly string[]): string {
  if (processors.length === 0)
    return 'of no processor: no _CPC here is it, or returns it in a way that can be followed';
  const few = processors.length === 1 ? '' : ` (${processors.length} processors)`;
  return `of ${pathRanges(processors)}${few}`;
}

/** Other packages that the `_CPC` of the same processors can return. */
function alternativeLines({ first, all }: Distinct, found: readonly FoundCpc[]): string[] {
  const mine = new Set(first.processors);
  const others = found.filter((one) => !all.includes(one) && one.processors.some((processor) => mine.has(processor)));
  if (others.length === 0) return [];
  return [`or, as code decides, ${list([...new Set(others.slice(0, 8).map((one) => one.path))], 'or')}`];
}

/** Elements whose value is `Register` say so in words; index and key stand in front. */
function rowLines(rows: readonly Element[]): string[] {
  const of: Column<Element>[] = [
    { title: '', align: 'right', cell: ({ index }) => String(index) },
    { title: '', align: 'left', cell: ({ key }) => key },
    { title: '', align: 'left', cell: ({ words }) => words },
  ];
  return columns(of, rows).slice(1);
}

function patchLines({ patches }: FoundCpc): string[] {
  const values = new Map<string, Set<string>>();
  for (const patch of patches) {
    const key = `${patch.entry} is set to\n${patch.by}`;
    values.set(key, (values.get(key) ?? new Set()).add(patchWords(patch)));
  }
  const lines = [...values].map(([key, set]) => {
    const [what, by] = key.split('\n');
    return `${what} ${list([...set].slice(0, 8), 'or')} by ${by}`;
  });
  return lines.length > 0 ? ['', 'At run time', ...indented(lines)] : [];
}

function patchWords({ value }: Patch): string {
  return /^(?:Local|Arg)\d$/.test(value) ? 'a computed value' : value;
}

function variationLines(one: Distinct, base: Distinct, paint: Paint): string[] {
  const variation = variationOf(one, base);
  if (!variation) return [];
  const { rows, shift } = variation;
  const like = `as ${base.first.path}`;
  if (shift) {
    const addresses = count(rows.length, 'address', 'addresses');
    return [`${paint('bold', one.first.path)}  ${like}, with ${addresses} ${shift}`, ...othersLine(one)];
  }
  return [...titleLines(one, paint), `${like}, but for`, '', ...rowLines(rows)];
}

/** Processors where the path does not tell them. */
function othersLine({ first, processors }: Distinct): string[] {
  return processors.length === 1 && first.path === `${processors[0]}._CPC` ? [] : [processorsLine(processors)];
}

/** Processors by their highest_perf, where tables state it and it differs: as a scheduler sees them. */
function rankLines(found: readonly FoundCpc[]): string[] {
  const levels = new Map<bigint, string[]>();
  for (const one of found) {
    const highest = integerOf(fixedValue(one, 'highest_perf'));
    if (highest === undefined || one.processors.length === 0) continue;
    const known = levels.get(highest);
    if (known) known.push(...one.processors);
    else levels.set(highest, [...one.processors]);
  }
  if (levels.size < 2) return [];
  const falling = [...levels].toSorted(([a], [b]) => (a < b ? 1 : -1));
  const of: Column<(typeof falling)[number]>[] = [
    { title: 'rank', align: 'right', cell: (row) => String(falling.indexOf(row) + 1) },
    { title: 'highest_perf', align: 'right', cell: ([level]) => String(level) },
    { title: 'processors', align: 'left', cell: ([, processors]) => pathRanges([...new Set(processors)]) },
  ];
  return columns(of, falling);
}
