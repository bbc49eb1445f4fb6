import { CPUSET_LIMITS } from '../../grammar/limits.js';
import { MOST_HOST_THREADS } from '../../grammar/spec-keys.js';
import { short } from '../diagnostics/words.js';

/** A run of at least this many numbers is shorter as a range. */
const SHORTEST_RUN = 3;

const PART_PATTERN = ' *\\^?[0-9]+(?:-[0-9]+)? *';

/** What every cpuset matches, as a regular expression of JSON Schema. */
export const CPUSET_PATTERN = `^${PART_PATTERN}(?:,${PART_PATTERN})*$`;

/** The numbers of a cpuset, or why it is not one. */
type CpusetRead = readonly number[] | { readonly why: string };

/** Reads cpusets of one input. */
export type CpusetReader = (text: string) => CpusetRead;

/** Reads many cpusets: equal ones once, and all of them together only up to a limit. */
export function cpusetReader(): CpusetReader {
  const known = new Map<string, CpusetRead>();
  const most = CPUSET_LIMITS.threadsOfAll;
  let left: number = most;
  return (text) => {
    const read = known.get(text) ?? (left < 0 ? [] : readCpuset(text));
    if (!known.has(text)) left -= 'why' in read ? 1 : read.length;
    if (left < 0) return { why: `the cpusets name more than ${most} host threads together, the limit` };
    known.set(text, read);
    return read;
  };
}

/** The numbers of a cpuset as libvirt writes it (`1-4,^2,6`), in the order of the text; or why it is not a cpuset. */
export function readCpuset(text: string, most: number = CPUSET_LIMITS.threads): CpusetRead {
  const threads = new Set<number>();
  let named = 0;
  if (text.length > CPUSET_LIMITS.characters)
    return { why: `it has ${text.length} characters; the limit is ${CPUSET_LIMITS.characters}` };
  for (const part of text.split(',').map((word) => word.trim())) {
    const [, not, first, last] = /^(\^?)(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (first === undefined)
      return { why: `\`${short(part)}\` is neither a number, a range like 0-7, nor an exclusion like ^3` };
    const from = Number(first);
    const to = Number(last ?? first);
    if (to >= MOST_HOST_THREADS)
      return { why: `host threads are numbered below ${MOST_HOST_THREADS}; ${to} is too high` };
    if (to < from) return { why: `the range ${part} runs backwards` };
    named += to - from + 1;
    if (named > most) return { why: `it names more than ${most} host threads` };
    for (let thread = from; thread <= to; thread++) {
      if (not) threads.delete(thread);
      else threads.add(thread);
    }
  }
  return threads.size > 0 ? [...threads] : { why: 'it names no host thread' };
}

const ASCENDING = new WeakMap<readonly number[], readonly number[]>();
const TEXTS = new WeakMap<readonly number[], string>();

/** The numbers in ascending order. Thousands of vCPUs can share one large set, so each array is sorted once. */
export function ascending(threads: readonly number[]): readonly number[] {
  const sorted = ASCENDING.get(threads) ?? [...threads].sort((a, b) => a - b);
  ASCENDING.set(threads, sorted);
  ASCENDING.set(sorted, sorted);
  return sorted;
}

/** A set of host threads as libvirt writes it: ascending, with a range for each run, also of two. */
export function cpusetText(threads: readonly number[]): string {
  const set = ascending(threads);
  const text =
    TEXTS.get(set) ??
    runsOf(set)
      .map(([first, last]) => (first === last ? String(first) : `${first}-${last}`))
      .join(',');
  TEXTS.set(set, text);
  return text;
}

/** The text that `readCpuset` reads as these numbers, in their order. */
export function writeCpuset(threads: readonly number[]): string {
  return runsOf(threads)
    .flatMap(([first, last]) => runText(first, last))
    .join(',');
}

/** The first and the last of each run of successive numbers, of numbers in order. */
export function runsOf(threads: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  for (const thread of threads) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === thread) run[1] = thread;
    else runs.push([thread, thread]);
  }
  return runs;
}

/** Whether `writeCpuset` would write a range. */
export function hasRun(threads: readonly number[]): boolean {
  return threads.some((one, i) => one + SHORTEST_RUN - 1 === threads[i + SHORTEST_RUN - 1]);
}

function runText(first: number, last: number): readonly string[] {
  if (last - first + 1 >= SHORTEST_RUN) return [`${first}-${last}`];
  return first === last ? [String(first)] : [String(first), String(last)];
}
