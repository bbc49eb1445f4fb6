// Runs one target in a thread, watches it, and keeps what it finds.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type FuzzInput, seedOf } from './target.js';
import { type Found, SHARED, type WorkerOrder } from './worker.js';

export interface Campaign {
  readonly name: string;
  readonly module: string;
  /** How a finding's file ends. */
  readonly extension: string;
  readonly seed: number;
  readonly firstRound?: number;
  readonly rounds?: number;
  readonly seconds?: number;
  /** Where findings are kept. */
  readonly folder: string;
  /** A round that does not end in this time hangs. */
  readonly hangsAfterMs?: number;
  /** More than this is too much. */
  readonly memoryMb?: number;
}

export interface Finding {
  readonly round: number;
  readonly error: string;
  /** Files that were written: the input as it was found, and small. */
  readonly files: readonly string[];
}

export interface CampaignResult {
  readonly rounds: number;
  readonly findings: readonly Finding[];
  readonly slowestMs: number;
  readonly slowestRound: number;
}

/** Node's main thread has about this much; a thread would have four times of it. */
const STACK_MB = 1;
const MEMORY_MB = 1500;

const HANGS_AFTER_MS = 30_000;

/** Rounds of a target until its time is over; one that hangs or exhausts the memory is a finding, and the next goes on. */
export async function runCampaign(campaign: Campaign): Promise<CampaignResult> {
  const first = campaign.firstRound ?? 0;
  const end = campaign.seconds === undefined ? undefined : performance.now() + campaign.seconds * 1000;
  const last = first + (campaign.rounds ?? Number.MAX_SAFE_INTEGER);
  const shared = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SHARED).length));
  const findings: Finding[] = [];
  let next = first;
  let ended: string | undefined;
  do {
    const order = orderFrom(campaign, next, last - next, end, shared);
    ended = await runThread(order, campaign, (found) => findings.push(keep(campaign, found)));
    const round = Atomics.load(shared, SHARED.round);
    if (ended !== undefined) findings.push(await keepUnmade(campaign, round, ended));
    next = round + 1;
  } while (ended !== undefined && next < last && (end === undefined || performance.now() < end));
  const [slowestMs, slowestRound] = [SHARED.slowestMs, SHARED.slowestRound].map((at) => Atomics.load(shared, at));
  return { rounds: next - first, findings, slowestMs: slowestMs ?? 0, slowestRound: slowestRound ?? 0 };
}

function orderFrom(
  { module, seed }: Campaign,
  firstRound: number,
  rounds: number,
  end: number | undefined,
  shared: Int32Array,
): WorkerOrder {
  return { module, seed, firstRound, rounds, shared, ...(end !== undefined && { endsIn: end - performance.now() }) };
}

/** Undefined where the thread came to its end; else why it did not. */
function runThread(
  order: WorkerOrder,
  { hangsAfterMs = HANGS_AFTER_MS, memoryMb = MEMORY_MB }: Campaign,
  tell: (found: Found) => void,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: order,
      resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: memoryMb },
    });
    let seen = { round: -1, at: performance.now() };
    const watch = setInterval(() => {
      const round = Atomics.load(order.shared, SHARED.round);
      if (round !== seen.round) seen = { round, at: performance.now() };
      else if (performance.now() - seen.at > hangsAfterMs) end(`it did not end in ${hangsAfterMs} ms`);
    }, 200);
    const end = (why?: string) => {
      clearInterval(watch);
      void worker.terminate();
      resolve(why);
    };
    worker.on('message', (found: Found) => {
      // Shrinking takes its time within a round.
      seen = { round: -1, at: performance.now() };
      tell(found);
    });
    worker.on('error', (error) => end(error.stack ?? error.message));
    worker.on('exit', () => end());
  });
}

function keep({ name, extension, seed, folder }: Campaign, { round, error, input, smallest }: Found): Finding {
  mkdirSync(folder, { recursive: true });
  const stem = join(folder, `${name}-${seed}-${round}`);
  const files = [`${stem}.${extension}`, `${stem}.small.${extension}`];
  for (const [i, one] of [input, smallest].entries()) writeFileSync(files[i] ?? stem, one.content);
  writeFileSync(`${stem}.txt`, `choice ${input.choice}\n${error}\n`);
  return { round, error, files };
}

/** The input of a round that did not end is made once more, here. */
async function keepUnmade(campaign: Campaign, round: number, error: string): Promise<Finding> {
  const { TARGET: target } = await import(campaign.module);
  const { Random } = await import('../support/random.js');
  const input: FuzzInput = await target.make(new Random(seedOf(target.name, campaign.seed, round)));
  return keep(campaign, { round, error, input, smallest: input });
}
