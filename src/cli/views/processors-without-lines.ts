import { groupBy } from '../../diagnostics/group-by.js';
import { quoted, short } from '../../diagnostics/words.js';
import type { ProcessorFacts } from '../../firmware/facts.js';
import { pathRanges } from '../../inspect/path-ranges.js';
import { type Column, columns } from './columns.js';

/** Processors for which the tables have no `_CPC`, with what identifies them to Linux. */
export function processorsWithoutLines(processors: readonly ProcessorFacts[]): string[] {
  if (processors.length === 0) return [];
  const of: Column<readonly [string, readonly ProcessorFacts[]]>[] = [
    { title: 'processors without _CPC', align: 'left', cell: ([, same]) => pathRanges(same.map(({ path }) => path)) },
    { title: '_HID', align: 'left', cell: ([hid]) => hid },
    { title: '_UID', align: 'left', cell: ([, same]) => uidRanges(same.map(({ uid }) => uid)) },
  ];
  return columns(of, [...groupBy(processors, ({ hid }) => (hid === null ? '- (Processor)' : short(hid)))]);
}

/** Consecutive Integers as ranges: `0-3, 8`; a question mark for one that code computes. */
function uidRanges(uids: readonly ProcessorFacts['uid'][]): string {
  const runs: { first: bigint | string; last: bigint | string }[] = [];
  for (const uid of uids) {
    const run = runs.at(-1);
    const value = typeof uid === 'string' ? quoted(uid) : (uid ?? '?');
    if (run && typeof value === 'bigint' && typeof run.last === 'bigint' && value === run.last + 1n) run.last = value;
    else runs.push({ first: value, last: value });
  }
  return runs.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(', ');
}
