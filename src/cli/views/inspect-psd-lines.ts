import { spaceName } from '../../aml/register-names.js';
import { fixedHardwareAt } from '../../cpc/fixed-hardware.js';
import { integerOf, type NamedPackage, type PackageValue } from '../../cpc/package.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { count, some } from '../../diagnostics/words.js';
import { hanging } from '../../diagnostics/wrapped.js';
import type { MachineFacts, ObjectFacts } from '../../firmware/facts.js';
import { type Outcome, outcomesOf, type Way } from '../../firmware/outcomes.js';
import { groupsBy } from '../../firmware/processor-groups.js';
import { valueWords } from '../../inspect/element-rows.js';
import { endingsOf, endingWords, notFollowed } from '../../inspect/endings.js';
import { pathRanges } from '../../inspect/path-ranges.js';
import { elementsOf } from '../../inspect/psd.js';
import { type DomainRow, domainOf, mergedDomains } from '../../inspect/psd-domains.js';
import { registerWords } from '../../inspect/register-words.js';
import { whenLines } from '../../inspect/when-lines.js';
import { type Column, columns } from './columns.js';

/** The domains of `_PSD`, a row each, then who writes them and the processors that get none. */
export function psdDomainLines({ processors }: MachineFacts, width: number): string[] {
  const found = groupsBy(processors, 'psd').map(({ processors: group, object, shared }) => {
    const paths = group.map(({ path }) => path);
    return { paths, object, rows: rowsOf(object, shared).map((row) => ({ ...row, paths })) };
  });
  const numbers = new Map(processors.map(({ path }, number) => [path, number]));
  const rows = mergedDomains(
    found.flatMap((one) => one.rows),
    numbers,
  );
  const of: Column<DomainRow>[] = [
    { title: '_PSD domain', align: 'right', cell: ({ domain }) => domain },
    { title: 'coordination', align: 'left', cell: ({ coordType }) => coordType },
    { title: 'processors', align: 'left', cell: () => '|' },
  ];
  const [title = '', ...heads] = rows.length > 0 ? columns(of, rows) : [];
  const lines = heads.flatMap((head, i) => {
    const start = head.slice(0, -1);
    const cell = processorsCell(rows[i] as DomainRow);
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

function rowsOf(object: ObjectFacts<NamedPackage>, shared: (asl: string) => string): Omit<DomainRow, 'paths'>[] {
  const outcomes = outcomesOf(endings(object), (value) =>
    typeof value === 'string' ? value : Object.values(domainOf(value, shared)).join(),
  );
  return outcomes.flatMap((outcome, i) =>
    typeof outcome.value === 'string'
      ? []
      : [{ ...domainOf(outcome.value, shared), when: whenLines(outcome, i, outcomes) }],
  );
}

function processorsCell({ paths, each, when, ...numbers }: DomainRow): string[] {
  const numbered = [...Object.values(numbers), ...when].some((text) => /nn\b|>> n\)/.test(text));
  const notes = [
    ...(each === undefined || numbered ? [] : [each === 1 ? 'one in each' : `${each} in each, in order`]),
    ...(numbered ? ['nn: the number of each'] : []),
  ];
  const here = `${pathRanges(paths)}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
  if (numbers.numProcessors === String(each ?? paths.length)) return [here, ...when];
  const stated = `(NumProcessors: ${numbers.numProcessors})`;
  return when.length > 0 || notes.length > 0 ? [here, stated, ...when] : [`${here} ${stated}`];
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

/** Ways that give no package, and what was not followed. */
function endingLines(
  name: string,
  paths: readonly string[],
  object: ObjectFacts<NamedPackage>,
  width: number,
): string[] {
  const outcomes = outcomesOf(endings(object), (value) => (typeof value === 'string' ? value : ''));
  const words = outcomes.flatMap((outcome, i) =>
    typeof outcome.value === 'string' ? [[outcome.value, ...whenLines(outcome, i, outcomes)].join(' ')] : [],
  );
  const limits = object.limits.map((limit) => `has ${notFollowed(limit)}`);
  return [...words, ...limits].flatMap((one) => hanging(`${name} of ${pathRanges(paths)} ${one}`, width, 2));
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

/**
 * P-states are no counters: 0 and 1 are the AMU's only in a `_CPC`. Address 0 names no register: acpi-cpufreq takes the MSRs of the
 * vendor for every address in FFixedHW.
 */
function stateRegister(value: PackageValue): string {
  if (value.kind !== 'register') return valueWords(value);
  const { spaceId, address } = value.register;
  if (spaceName(spaceId) === 'FFixedHW' && address === 0n) return "FFixedHW, the processor's own P-state registers";
  return registerWords(value.register, fixedHardwareAt(value.register.address) !== 'amu');
}

function stateWords({ value }: NamedPackage): string[] {
  const states = elementsOf(value).map((state) => integerOf(elementsOf(state)[0]));
  const known = states.filter((frequency) => frequency !== undefined);
  const frequencies = known.length > 8 ? [...known.slice(0, 7), '…', known.at(-1)] : known;
  return [`${count(states.length, 'state')}${known.length > 0 ? ` of ${frequencies.join(', ')} MHz` : ''}`];
}
