import { groupBy } from '../../diagnostics/group-by.js';
import { quoted, short } from '../../diagnostics/words.js';
import type { ProcessorFacts } from '../../firmware/facts.js';
import { areConsecutive, pathRanges } from '../../inspect/path-ranges.js';
import { type Column, columnsWithin } from './columns.js';

/** Processors for which the tables have no `_CPC`, with what identifies them to Linux. */
export function processorsWithoutLines(processors: readonly ProcessorFacts[], width: number): string[] {
  if (processors.length === 0) return [];
  const of: Column<readonly [string, readonly ProcessorFacts[]]>[] = [
    { title: 'processors without _CPC', align: 'left', cell: ([, same]) => pathRanges(same.map(({ path }) => path)) },
    { title: '_HID', align: 'left', cell: ([hid]) => hid },
    { title: '_UID', align: 'left', cell: ([, same]) => uidRanges(same.map(({ uid }) => uid)) },
  ];
  return columnsWithin(of, [...groupBy(processors, ({ hid }) => (hid === null ? '- (Processor)' : short(hid)))], width);
}

/** Consecutive Integers and Strings as ranges: `0-3, 8`, `"CP00"-"CP3F"`; a question mark for one that code computes. */
function uidRanges(uids: readonly ProcessorFacts['uid'][]): string {
  return joinedRuns(uids.map((uid) => (typeof uid === 'string' ? quoted(uid) : (uid ?? '?'))));
}

function joinedRuns(values: readonly (bigint | string)[]): string {
  const runs: (bigint | string)[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run && followsUid(run.at(-1) ?? '', value)) run.push(value);
    else runs.push([value]);
  }
  return runs.map((run) => (run.length === 1 ? String(run[0]) : `${run[0]}-${run.at(-1)}`)).join(', ');
}

function followsUid(last: bigint | string, next: bigint | string): boolean {
  if (typeof last === 'bigint' && typeof next === 'bigint') return next === last + 1n;
  return String(last).startsWith('"') && areConsecutive([last, next].map((one) => String(one).slice(1, -1)));
}
