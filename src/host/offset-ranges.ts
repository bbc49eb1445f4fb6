import { U32_MAX } from '../../grammar/limits.js';
import type { Place } from '../diagnostics/diagnostic.js';
import { short } from '../diagnostics/words.js';
import { CPUSET_PATTERN, type CpusetReader, cpusetReader } from '../spec/cpuset.js';
import type { Spec } from '../spec/spec.js';
import type { PlaceAt, Why } from './pins.js';

const CPUSET = new RegExp(CPUSET_PATTERN);

/** An offset added to highest_perf of the cores on some host threads. */
export interface OffsetRange {
  readonly threads: ReadonlySet<number>;
  readonly offset: bigint;
  readonly place: Place;
}

/** Reads offsets like 0-7,16-23=+40 or 0..7=+40, separated by commas: a cpuset ends at its amount. */
export function readOffsets(word: string, at: PlaceAt): readonly OffsetRange[] | Why {
  const ranges: OffsetRange[] = [];
  const cpusets = cpusetReader();
  for (const { 0: text, index } of word.matchAll(/(?<=^|,)[^=]*(?:=[^,]*|$)/g)) {
    const range = readRange(text, at(index), cpusets);
    if ('why' in range) return range;
    ranges.push(range);
  }
  return ranges;
}

function readRange(text: string, place: Place, cpusets: CpusetReader): OffsetRange | Why {
  const [, written = '', amount] = /^([^=]*)=([-+]?\d{1,10})\s*$/.exec(text) ?? [];
  const cpuset = written.trim().replace(/(?<=\d)\.\.(?=\d)/g, '-');
  if (amount === undefined || !CPUSET.test(cpuset))
    return { why: `"${short(text)}" is not an offset: write host threads and a number to add, like 0-7,16-23=+40` };
  const threads = cpusets(cpuset);
  if ('why' in threads) return { why: `the host threads of "${short(text)}" cannot be read: ${threads.why}` };
  const offset = BigInt(amount.replace('+', ''));
  if (offset > U32_MAX || offset < -U32_MAX) return { why: `the offset in "${short(text)}" has more than 32 bits` };
  return { threads: new Set(threads), offset, place };
}

/** The first range that contains a host thread: its offset applies. */
export function offsetRangeAt(ranges: readonly OffsetRange[], thread: number): OffsetRange | undefined {
  return ranges.find(({ threads }) => threads.has(thread));
}

/**
 * The offsets in the form of a spec: one `[[offset]]` for each amount. A core takes the offset of its first host thread;
 * with a table for each range, one that lists only second threads would apply to no core.
 */
export function specOffsets(ranges: readonly OffsetRange[]): Spec['offsets'] {
  const threads = new Map<bigint, number[]>(ranges.map(({ offset }) => [offset, []]));
  const decided = new Set<number>();
  for (const { threads: own, offset } of ranges) {
    for (const thread of own) {
      if (!decided.has(thread)) threads.get(offset)?.push(thread);
      decided.add(thread);
    }
  }
  return [...threads]
    .filter(([offset, of]) => offset !== 0n && of.length > 0)
    .map(([offset, of]) => ({ host_threads: of.sort((a, b) => a - b), highest_perf: offset }));
}
