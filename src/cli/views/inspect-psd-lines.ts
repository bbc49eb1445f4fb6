import { fixedHardwareAt } from '../../cpc/fixed-hardware.js';
import { integerOf, type NamedPackage, type PackageValue } from '../../cpc/package.js';
import { readPsd } from '../../cpc/psd.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { count, short, some } from '../../diagnostics/words.js';
import { hanging } from '../../diagnostics/wrapped.js';
import type { MachineFacts, ObjectFacts } from '../../firmware/facts.js';
import { type Outcome, outcomesOf, type Way } from '../../firmware/outcomes.js';
import { groupsBy } from '../../firmware/processor-groups.js';
import { valueWords } from '../../inspect/element-rows.js';
import { endingsOf, endingWords } from '../../inspect/endings.js';
import { pathRanges } from '../../inspect/path-ranges.js';
import { coordTypeName, elementsOf } from '../../inspect/psd.js';
import { registerWords } from '../../inspect/register-words.js';
import { whenLines } from '../../inspect/when-lines.js';
import { type Column, columns } from './columns.js';

/** A domain of `_PSD`, with the processors in it. */
interface DomainRow {
  readonly domain: string;
  readonly coordType: string;
  readonly numProcessors: string;
  readonly when: readonly string[];
}

/** The domains of `_PSD`, a row each, then who writes them and the processors that get none. */
export function psdDomainLines({ processors }: MachineFacts, width: number): string[] {
  const found = groupsBy(processors, 'psd').map(({ processors: group, object, shared }) => {
    return { paths: group.map(({ path }) => path), object, rows: rowsOf(object, shared) };
  });
  const all = found.flatMap(({ paths, rows }) => rows.map((row) => ({ paths, row })));
  const rows = [...groupBy(all, ({ row }) => Object.values(row).join('\n'))].flatMap(([, [first, ...rest]]) =>
    first ? [{ ...first, paths: [first, ...rest].flatMap(({ paths }) => paths) }] : [],
  );
  const of: Column<(typeof rows)[number]>[] = [
    { title: '_PSD domain', align: 'right', cell: ({ row }) => row.domain },
    { title: 'coordination', align: 'left', cell: ({ row }) => row.coordType },
    { title: 'processors', align: 'left', cell: () => '|' },
  ];
  const [title = '', ...heads] = rows.length > 0 ? columns(of, rows) : [];
  const lines = heads.flatMap((head, i) => {
    const start = head.slice(0, -1);
    const cell = processorsCell(rows[i] as (typeof rows)[number]);
    const words = cell.flatMap((line) => hanging(line, width - start.length, INDENT));
    return words.map((line, at) => (at === 0 ? start : ' '.repeat(start.length)) + line);
  });
  return [
    ...(rows.length > 0 ? [title, ...lines] : []),
    ...writerLines(found, width),
    ...found.flatMap(({ paths, object }) => endingLines('_PSD', paths, object, width)),
  ];
}

const INDENT = 2;

function rowsOf(object: ObjectFacts<NamedPackage>, shared: (asl: string) => string): DomainRow[] {
  const outcomes = outcomesOf(endings(object), (value) =>
    typeof value === 'string' ? value : Object.values(domainOf(value, shared)).join(),
  );
  return outcomes.flatMap((outcome, i) =>
    typeof outcome.value === 'string'
      ? []
      : [{ ...domainOf(outcome.value, shared), when: whenLines(outcome, i, outcomes) }],
  );
}

function domainOf({ value }: NamedPackage, shared: (asl: string) => string): Omit<DomainRow, 'when'> {
  const { elements = [] } = readPsd(value);
  const [, , domain, coordType, numProcessors] = elements;
  return {
    domain: shared(numberWords(domain)),
    coordType: coordTypeName(coordType) ?? shared(numberWords(coordType)),
    numProcessors: shared(numberWords(numProcessors)),
  };
}

/** The name or expression of what only the machine knows. */
function numberWords(value: PackageValue | undefined): string {
  if (value?.kind === 'integer') return String(value.value);
  return value?.kind === 'unknown' ? short(value.text) : 'not an Integer';
}

interface Row {
  readonly paths: readonly string[];
  readonly row: DomainRow;
}

function processorsCell({ paths, row }: Row): string[] {
  const numbered = [...Object.values(row)].flat().some((text) => /nn\b|>> n\)/.test(text));
  const here = numbered ? `${pathRanges(paths)} (nn: the number of each)` : pathRanges(paths);
  if (row.numProcessors === String(paths.length)) return [here, ...row.when];
  const stated = `(NumProcessors: ${row.numProcessors})`;
  return row.when.length > 0 || numbered ? [here, stated, ...row.when] : [`${here} ${stated}`];
}

interface Found {
  readonly paths: readonly string[];
  readonly object: ObjectFacts<NamedPackage>;
}

/** Methods that write the same entries share a line. */
function writerLines(found: readonly Found[], width: number): string[] {
  const writes = found.flatMap(({ object }) => object.ways.flatMap(({ value }) => value.writes ?? []));
  const entries = [...groupBy(writes, ({ by }) => by)].map(([by, all]) => {
    return { by, words: some([...new Set(all.map(({ entry }) => entry))]) };
  });
  return [...groupBy(entries, ({ words }) => words)].flatMap(([words, all]) =>
    hanging(
      `${pathRanges(all.map(({ by }) => by))} ${all.length > 1 ? 'write' : 'writes'} ${words} at run time`,
      width,
      2,
    ),
  );
}

function endings(object: ObjectFacts<NamedPackage>): Way<NamedPackage | string>[] {
  return [...object.ways, ...endingsOf(object).map(({ when, ...ending }) => ({ when, value: endingWords(ending) }))];
}

/** Ways that give no package. */
function endingLines(
  name: string,
  paths: readonly string[],
  object: ObjectFacts<NamedPackage>,
  width: number,
): string[] {
  const outcomes = outcomesOf(endings(object), (value) => (typeof value === 'string' ? value : ''));
  return outcomes.flatMap((outcome, i) => {
    if (typeof outcome.value !== 'string') return [];
    const words = [outcome.value, ...whenLines(outcome, i, outcomes)].join(' ');
    return hanging(`${name} of ${pathRanges(paths)} ${words}`, width, 2);
  });
}

/** `_PCT` and `_PSS`; equal ones share their lines. */
export function stateLines({ processors }: MachineFacts, width: number): string[] {
  const of = (name: 'pct' | 'pss', linesOf: (found: NamedPackage) => string[]) =>
    groupsBy(processors, name).flatMap(({ processors: group, object }) =>
      objectLines({ paths: group.map(({ path }) => path), object }, linesOf, width),
    );
  return [...of('pct', controlLines), ...of('pss', stateWords)];
}

function objectLines({ paths, object }: Found, linesOf: (found: NamedPackage) => string[], width: number): string[] {
  const name = object.path.slice(-4);
  const outcomes = outcomesOf(endings(object), (value) =>
    typeof value === 'string' ? value : linesOf(value).join('\n'),
  );
  const shown = outcomes.flatMap((outcome: Outcome<NamedPackage | string>, i) => {
    if (typeof outcome.value === 'string') return [];
    const title = [`${name} of ${pathRanges(paths)}`, ...whenLines(outcome, i, outcomes)].join(' ');
    return [...hanging(title, width, 2), ...linesOf(outcome.value).flatMap((line) => hanging(`  ${line}`, width, 11))];
  });
  return [...shown, ...writerLines([{ paths, object }], width), ...endingLines(name, paths, object, width)];
}

function controlLines({ value }: NamedPackage): string[] {
  const [control, status] = elementsOf(value);
  if (!control || !status) return ['not two registers'];
  return [`control  ${stateRegister(control)}`, `status   ${stateRegister(status)}`];
}

/** P-states are no counters: 0 and 1 are the AMU's only in a `_CPC`. */
function stateRegister(value: PackageValue): string {
  if (value.kind !== 'register') return valueWords(value);
  return registerWords(value.register, fixedHardwareAt(value.register.address) !== 'amu');
}

function stateWords({ value }: NamedPackage): string[] {
  const states = elementsOf(value).map((state) => integerOf(elementsOf(state)[0]));
  const known = states.filter((frequency) => frequency !== undefined);
  const frequencies = known.length > 8 ? [...known.slice(0, 7), '…', known.at(-1)] : known;
  return [`${count(states.length, 'state')}${known.length > 0 ? ` of ${frequencies.join(', ')} MHz` : ''}`];
}
