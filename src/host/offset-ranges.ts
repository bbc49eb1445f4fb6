import { U32_MAX } from '../../grammar/limits.js';
import { MOST_HOST_THREADS } from '../../grammar/spec-keys.js';
import type { Place } from '../diagnostics/diagnostic.js';
import type { Spec } from '../spec/spec.js';
import type { PlaceAt, Why } from './pins.js';

/** An offset added to highest_perf of the cores on some host threads. */
export interface OffsetRange {
  readonly first: number;
  readonly last: number;
  readonly offset: bigint;
  readonly place: Place;
}

/** Reads ranges like 0-7=+40 or 0..7=+40, separated by commas. */
export function readOffsets(word: string, at: PlaceAt): readonly OffsetRange[] | Why {
  const ranges: OffsetRange[] = [];
  let index = 0;
  for (const part of word.split(',')) {
    const range = readRange(part, at(index));
    if ('why' in range) return range;
    ranges.push(range);
    index += part.length + 1;
  }
  return ranges;
}

function readRange(text: string, place: Place): OffsetRange | Why {
  const [, from, to, amount] = /^\s*(\d{1,9})(?:(?:-|\.\.)(\d{1,9}))?=([-+]?\d{1,10})\s*$/.exec(text) ?? [];
  if (from === undefined || amount === undefined)
    return { why: `"${text}" is not an offset: write host threads and a number to add, like 0-7=+40 or 0..7=-40` };
  const [first, last, offset] = [Number(from), Number(to ?? from), BigInt(amount.replace('+', ''))];
  if (last < first) return { why: `the range in "${text}" runs backwards` };
  if (last >= MOST_HOST_THREADS)
    return { why: `host thread ${last} in "${text}" is above the limit of ${MOST_HOST_THREADS - 1}` };
  if (offset > U32_MAX || offset < -U32_MAX) return { why: `the offset in "${text}" has more than 32 bits` };
  return { first, last, offset, place };
}

/** The first range that contains a host thread: its offset applies. */
export function offsetRangeAt(ranges: readonly OffsetRange[], thread: number): OffsetRange | undefined {
  return ranges.find(({ first, last }) => first <= thread && thread <= last);
}

/**
 * The offsets in the form of a spec: one `[[offset]]` for each amount. A core takes the offset of its first host thread;
 * with a table for each range, one that lists only second threads would apply to no core.
 */
export function specOffsets(ranges: readonly OffsetRange[]): Spec['offsets'] {
  const threads = new Map<bigint, number[]>(ranges.map(({ offset }) => [offset, []]));
  const decided = new Set<number>();
  for (const { first, last, offset } of ranges) {
    for (let thread = first; thread <= last; thread++) {
      if (!decided.has(thread)) threads.get(offset)?.push(thread);
      decided.add(thread);
    }
  }
  return [...threads]
    .filter(([offset, of]) => offset !== 0n && of.length > 0)
    .map(([offset, of]) => ({ host_threads: of.sort((a, b) => a - b), highest_perf: offset }));
}
