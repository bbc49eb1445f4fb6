import { integerOf, type NamedPackage } from '../../cpc/package.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { count } from '../../diagnostics/words.js';
import { valueWords } from '../../inspect/element-rows.js';
import { pathRanges } from '../../inspect/path-ranges.js';
import { elementsOf, type PsdDomainText, psdDomainOf } from '../../inspect/psd.js';
import type { TableContents } from '../../inspect/table-contents.js';
import { type Column, columns } from './columns.js';

/** A domain of `_PSD`, with the processors in it. */
interface DomainRow extends PsdDomainText {
  readonly processors: readonly string[];
}

/** The domains of `_PSD`, a row each. */
export function psdDomainLines(psd: readonly NamedPackage[]): string[] {
  const rows = new Map<string, PsdDomainText & { processors: string[] }>();
  for (const found of psd) {
    const domain = psdDomainOf(found);
    const key = [domain.domain, domain.coordType, domain.numProcessors].join(' ');
    const known = rows.get(key);
    if (known) known.processors.push(processorOf(found));
    else rows.set(key, { ...domain, processors: [processorOf(found)] });
  }
  const of: Column<DomainRow>[] = [
    { title: '_PSD domain', align: 'right', cell: ({ domain }) => String(domain ?? 'not an Integer') },
    { title: 'coordination', align: 'left', cell: ({ coordType }) => coordType ?? 'not an Integer' },
    { title: 'processors', align: 'left', cell: processorsCell },
  ];
  return rows.size > 0 ? columns(of, [...rows.values()]) : [];
}

function processorsCell({ processors, numProcessors }: DomainRow): string {
  const here = pathRanges([...new Set(processors)]);
  if (numProcessors === BigInt(new Set(processors).size)) return here;
  return `${here} (NumProcessors: ${numProcessors ?? 'not an Integer'})`;
}

function processorOf({ path }: NamedPackage): string {
  return path.slice(0, path.lastIndexOf('.'));
}

/** `_PCT` and `_PSS`; equal ones share their lines. */
export function stateLines({ pct, pss }: TableContents): string[] {
  return [...linesOnce('_PCT', pct, controlLines), ...linesOnce('_PSS', pss, stateWords)];
}

function linesOnce(name: string, all: readonly NamedPackage[], linesOf: (found: NamedPackage) => string[]): string[] {
  return [...groupBy(all, (found) => linesOf(found).join('\n'))].flatMap(([text, equal]) => {
    const lines = text.split('\n').map((line) => `  ${line}`);
    return [`${name} of ${pathRanges([...new Set(equal.map(processorOf))])}`, ...lines];
  });
}

function controlLines({ value }: NamedPackage): string[] {
  const [control, status] = elementsOf(value);
  if (!control || !status) return ['not two registers'];
  return [`control  ${valueWords(control)}`, `status   ${valueWords(status)}`];
}

function stateWords({ value }: NamedPackage): string[] {
  const states = elementsOf(value).map((state) => integerOf(elementsOf(state)[0]));
  const known = states.filter((frequency) => frequency !== undefined);
  const frequencies = known.length > 8 ? [...known.slice(0, 7), '…', known.at(-1)] : known;
  return [`${count(states.length, 'state')}${known.length > 0 ? ` of ${frequencies.join(', ')} MHz` : ''}`];
}
