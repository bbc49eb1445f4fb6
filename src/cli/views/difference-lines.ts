import { groupBy } from '../../diagnostics/group-by.js';
import { count } from '../../diagnostics/words.js';
import { hanging, labelled } from '../../diagnostics/wrapped.js';
import { alternativeLines } from '../../firmware/condition-words.js';
import { CONDITION, type Difference } from '../../inspect/diff.js';
import { shownValue } from '../../inspect/entry-texts.js';
import { pathRanges } from '../../inspect/path-ranges.js';

/** The differences of two machines. Processors with equal ones share a block. */
export function differenceLines(differences: readonly Difference[], width: number): string[] {
  const ofProcessor = groupBy(differences, ({ processor }) => processor);
  const blocks = [...groupBy(ofProcessor, ([, own]) => blockLines(own, width).join('\n'))].map(([, same]) => [
    pathRanges(same.map(([path]) => path)),
    ...blockLines(same[0]?.[1] ?? [], width),
    '',
  ]);
  return [...blocks.flat(), `${count(ofProcessor.size, 'processor differs', 'processors differ')}`];
}

/** First what differs on every way, then what differs on some; ways with equal differences share them. */
function blockLines(differences: readonly Difference[], width: number): string[] {
  const ofWay = groupBy(differences, ({ entry, when }) => (entry === CONDITION ? '' : whenText(when)));
  const parts = groupBy(ofWay, ([, own]) => rowLines(own).join('\n'));
  const named = [...parts].map(([, ways]) => ({
    lines: rowLines(ways[0]?.[1] ?? []),
    titles: ways.map(([text]) => text).filter(Boolean),
  }));
  return named
    .toSorted((a, b) => Math.sign(a.titles.length) - Math.sign(b.titles.length))
    .flatMap(({ lines, titles }) => [
      ...titleLines(titles, width),
      ...lines.flatMap((line) => labelled(titles.length > 0 ? `  ${line}` : line, width)),
    ]);
}

/** `when …`, `or when …:`, a line each. */
function titleLines(titles: readonly string[], width: number): string[] {
  const lines = titles.map((title, i) => `  ${i > 0 ? 'or ' : ''}${title}${i === titles.length - 1 ? ':' : ''}`);
  return lines.flatMap((line) => hanging(line, width, 6));
}

function whenText({ a, b }: Difference['when']): string {
  const [ofA, ofB] = [a, b].map((conditions) => (conditions.length > 0 ? alternativeLines([conditions]).join() : ''));
  if (ofA === ofB) return ofA ?? '';
  return [...(ofA ? [`${ofA} in a`] : []), ...(ofB ? [`${ofB} in b`] : [])].join(', ');
}

function rowLines(differences: readonly Difference[]): string[] {
  const width = Math.max(...differences.map((one) => titleOf(one).length));
  return differences.map((one) => `  ${titleOf(one).padEnd(width)}  ${shownValue(one.a)} -> ${shownValue(one.b)}`);
}

/** Entries of `_CPC` go without its name. */
function titleOf({ object, entry }: Difference): string {
  if (entry === null) return object;
  return object === '_CPC' ? entry : `${object}.${entry}`;
}
