import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { writeCpuset } from '../spec/cpuset.js';
import type { NumberedCore } from './numbers.js';
import { type OffsetRange, rangeOf } from './offset-ranges.js';
import type { Host } from './sysfs.js';
import { highestPossible } from './taken.js';
import type { Wish } from './wish.js';

/** The numbers that the guest would have, offsets added, must be such as the layout can hold. */
export function sumProblems(host: Host, cores: readonly NumberedCore[], wish: Wish): Diagnostic[] {
  const most = highestPossible(wish.layout);
  const sums = cores.map((core) => sumOf(core, wish)).filter(({ result }) => result < 1n || result > most);
  const ranges = new Set(sums.flatMap(({ range }) => range ?? []));
  const own = sums.filter(({ range }) => !range);
  return [
    ...tooHigh(host, own, most, wish),
    ...[...ranges].map((range) => {
      const { thread, given, result } = worstOf(sums.filter((one) => one.range === range));
      const facts = { thread, given, offset: range.offset, result, most, layout: wish.layout };
      return diagnostic('host/offset-result', range.place, facts);
    }),
  ];
}

interface Sum {
  /** The core's first host thread, by which it takes an offset. */
  readonly thread: number;
  readonly given: bigint;
  readonly range?: OffsetRange;
  readonly result: bigint;
}

function sumOf({ seats, numbers, lender }: NumberedCore, { offsets }: Wish): Sum {
  const [first] = seats;
  const given = numbers.get('highest_perf') ?? 0n;
  const range = first?.thread === undefined ? undefined : rangeOf(offsets, first.thread);
  const thread = first?.thread ?? lender ?? 0;
  return { thread, given, ...(range && { range }), result: given + (range?.offset ?? 0n) };
}

/** The one that is furthest out: whoever helps it helps all. */
function worstOf(sums: readonly Sum[]): Sum {
  const distance = ({ result }: Sum) => (result < 1n ? 1n - result : result);
  return sums.reduce((worst, one) => (distance(one) > distance(worst) ? one : worst));
}

function tooHigh(host: Host, sums: readonly Sum[], most: bigint, { layout }: Wish): Diagnostic[] {
  if (sums.length === 0) return [];
  const { thread, result } = worstOf(sums);
  const cpus = writeCpuset([...new Set(sums.map((one) => one.thread))].sort((a, b) => a - b));
  const facts = { cpus, value: result, most, layout };
  return [diagnostic('host/level-too-high', host.placeOf(thread, 'acpi_cppc/highest_perf'), facts)];
}
