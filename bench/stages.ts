import { readFileSync } from 'node:fs';
import { encodeTable } from '../src/aml/table.js';
import { printTable } from '../src/asl/print.js';
import { lower } from '../src/lower/lower.js';
import { resolve } from '../src/resolve/resolve.js';
import { readSpec } from '../src/spec/read.js';
import { median } from './numbers.js';

export const STAGES = ['read', 'resolve', 'lower', 'encode', 'print'] as const;
export type Stages = Readonly<Record<(typeof STAGES)[number], number>>;

/** Vcpus that one measurement covers at the least, so that small specs are not drowned by the clock. */
const LEAST_VCPUS = 4096;

/** Microseconds per vCPU of the stages inside a process that is warm, each the median of `runs`. */
export async function stagesOf(spec: string, vcpus: number, runs: number): Promise<Stages> {
  const text = readFileSync(spec, 'utf8');
  const repeats = Math.max(1, Math.floor(LEAST_VCPUS / vcpus));
  const all: Stages[] = [];
  for (let run = 0; run <= runs; run++) {
    const sum = { read: 0, resolve: 0, lower: 0, encode: 0, print: 0 };
    for (let repeat = 0; repeat < repeats; repeat++) await addStages(text, sum);
    if (run > 0) all.push(sum);
  }
  const perVcpu = (stage: keyof Stages) => (median(all.map((one) => one[stage])) * 1000) / (repeats * vcpus);
  return Object.fromEntries(STAGES.map((stage) => [stage, perVcpu(stage)])) as Record<keyof Stages, number>;
}

async function addStages(text: string, sum: Record<keyof Stages, number>): Promise<void> {
  const times = [performance.now()];
  const spec = (await readSpec(text, 'bench.toml')).value;
  times.push(performance.now());
  const table = spec && resolve(spec).value;
  times.push(performance.now());
  const parts = table ? lower(table) : [];
  times.push(performance.now());
  for (const { tree } of parts) encodeTable(tree);
  times.push(performance.now());
  for (const { tree, notes } of parts) printTable(tree, notes);
  times.push(performance.now());
  for (const [i, stage] of STAGES.entries()) sum[stage] += (times[i + 1] ?? 0) - (times[i] ?? 0);
}
