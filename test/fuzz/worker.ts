// One target in a thread of its own: round after round, until the time or the rounds are over. The thread that started
// it sees the round in shared memory, and ends it where the round does not end.

import { parentPort, workerData } from 'node:worker_threads';
import { Random } from '../support/random.js';
import { shrink } from './shrink.js';
import { type FuzzInput, seedOf, type Target } from './target.js';

export interface WorkerOrder {
  /** Module whose `TARGET` it is. */
  readonly module: string;
  readonly seed: number;
  readonly firstRound: number;
  readonly rounds: number;
  /** Milliseconds from now; without it only the rounds count. */
  readonly endsIn?: number;
  /** The round that runs, and the milliseconds of the slowest one with its number. */
  readonly shared: Int32Array;
}

export interface Found {
  readonly round: number;
  readonly error: string;
  readonly input: FuzzInput;
  readonly smallest: FuzzInput;
}

export const SHARED = { round: 0, slowestMs: 1, slowestRound: 2 } as const;

/** A round of many steps may take so long, twice in a row: the machine may have other work. */
const SLOW_MS = 20_000;

if (parentPort) await work(workerData as WorkerOrder);

async function work({ module, seed, firstRound, rounds, endsIn, shared }: WorkerOrder): Promise<void> {
  const { TARGET: target } = (await import(module)) as { TARGET: Target };
  const end = endsIn === undefined ? Number.POSITIVE_INFINITY : performance.now() + endsIn;
  const known = new Set<string>();
  for (let round = firstRound; round < firstRound + rounds && performance.now() < end; round++) {
    Atomics.store(shared, SHARED.round, round);
    const input = await target.make(new Random(seedOf(target.name, seed, round)));
    const before = performance.now();
    const error = await failure(target, input);
    const ms = Math.round(performance.now() - before);
    if (ms > Atomics.load(shared, SHARED.slowestMs)) {
      Atomics.store(shared, SHARED.slowestMs, ms);
      Atomics.store(shared, SHARED.slowestRound, round);
    }
    if (error !== undefined) await tell(target, { round, error, input }, known);
    else if (ms > SLOW_MS && (await isSlow(target, input))) {
      parentPort?.postMessage({ round, error: `it took ${ms} ms`, input, smallest: input } satisfies Found);
    }
  }
}

async function failure(target: Target, input: FuzzInput): Promise<string | undefined> {
  try {
    await target.check(input);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

async function isSlow(target: Target, input: FuzzInput): Promise<boolean> {
  const before = performance.now();
  await failure(target, input);
  return performance.now() - before > SLOW_MS;
}

/** One finding of a kind is enough: the first one, made small. */
async function tell(target: Target, found: Omit<Found, 'smallest'>, known: Set<string>): Promise<void> {
  const kind = kindOf(found.error);
  if (known.has(kind)) return;
  known.add(kind);
  const smallest = await shrink(found.input, async (input) => {
    const error = await failure(target, input);
    return error !== undefined && kindOf(error) === kind;
  });
  parentPort?.postMessage({ ...found, smallest } satisfies Found);
}

/** What failed and where, without the numbers and words of one input. */
function kindOf(error: string): string {
  const where = error.split('\n').find((line) => line.startsWith('    at ')) ?? '';
  return (error.split('\n')[0] ?? '').replace(/\d+|"[^"]*"/g, '') + where;
}
