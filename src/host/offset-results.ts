import { U8_MAX } from '../../grammar/limits.js';
import type { Architecture } from '../../grammar/machines.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { writeCpuset } from '../spec/cpuset.js';
import { highestOf } from './cppc-files.js';
import { firstHostThread, hostThreadsOf } from './guest-cores.js';
import type { InitRequest } from './init-request.js';
import { highestLevelOf } from './layout-levels.js';
import type { NumberedCore } from './numbers.js';
import { type OffsetRange, offsetRangeAt } from './offset-ranges.js';
import type { Host } from './sysfs.js';

/** Each highest_perf plus its offset must fit the layout, and on x86 the 8 bits that processors and Linux have for it. */
export function offsetResultProblems(
  host: Host,
  cores: readonly NumberedCore[],
  request: InitRequest,
  architecture: Architecture,
): Diagnostic[] {
  const most = highestLevelOf(request.layout);
  const all = cores.map((core) => resultOf(core, request));
  const results = all.filter(({ result }) => result < 1n || result > most);
  if (results.length === 0) return architecture === 'x86' ? pastByte(all) : [];
  const ranges = new Set(results.flatMap(({ range }) => range ?? []));
  const own = results.filter(({ range }) => !range);
  return [
    ...levelTooHigh(host, own, most, request),
    ...[...ranges].map((range) => {
      const { thread, given, result } = worstOf(results.filter((one) => one.range === range));
      const facts = { thread, given, offset: range.offset, result, most, layout: request.layout };
      return diagnostic('host/offset-result', range.place, facts);
    }),
  ];
}

/** The largest result of each offset that does not fit in 8 bits. */
function pastByte(all: readonly OffsetResult[]): Diagnostic[] {
  const past = all.filter(({ result }) => result > U8_MAX);
  return [...new Set(past.flatMap(({ range }) => range ?? []))].map((range) => {
    const { thread, given, result } = worstOf(past.filter((one) => one.range === range));
    const facts = { thread, given, offset: range.offset, result, most: U8_MAX };
    return diagnostic('host/offset-past-byte', range.place, facts);
  });
}

interface OffsetResult {
  /** The first host thread of the core, or the CPU whose numbers it has. */
  readonly thread: number;
  readonly given: bigint;
  readonly range?: OffsetRange;
  readonly result: bigint;
}

function resultOf(core: NumberedCore, { offsets }: InitRequest): OffsetResult {
  const given = highestOf(core.numbers);
  const first = firstHostThread(core);
  const range = first === undefined ? undefined : offsetRangeAt(offsets, first);
  const thread = core.vcpus.map(hostThreadsOf).find((threads) => threads.length > 0)?.[0] ?? core.lender;
  if (thread === undefined) throw new Error('the numbers of a core are those of a host thread');
  return { thread, given, ...(range && { range }), result: given + (range?.offset ?? 0n) };
}

/** The result farthest outside the range: an offset that corrects it corrects all. */
function worstOf(results: readonly OffsetResult[]): OffsetResult {
  const distance = ({ result }: OffsetResult) => (result < 1n ? 1n - result : result);
  return results.reduce((worst, one) => (distance(one) > distance(worst) ? one : worst));
}

function levelTooHigh(
  host: Host,
  results: readonly OffsetResult[],
  most: bigint,
  { layout }: InitRequest,
): Diagnostic[] {
  if (results.length === 0) return [];
  const { thread, result } = worstOf(results);
  const cpus = writeCpuset([...new Set(results.map((one) => one.thread))].sort((a, b) => a - b));
  const facts = { cpus, value: result, most, layout };
  return [diagnostic('host/level-too-high', host.placeOfFile(thread, 'acpi_cppc/highest_perf'), facts)];
}
