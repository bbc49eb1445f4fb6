// Damaged firmware ends in output or a diagnostic: nothing throws, nothing hangs. `ROUNDS=50000 SEED=1` for a long run;
// the slowest round and the memory are printed, never asserted.

import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import { inspectLines } from '../../src/cli/views/inspect-lines.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { firmwareProblems } from '../../src/firmware/rules/rules.js';
import { readSet } from '../../src/firmware/sources.js';
import { annotateParts } from '../../src/inspect/annotate.js';
import { contentsToJson } from '../../src/inspect/contents-json.js';
import { contentsOf, missingCpcNotes } from '../../src/inspect/table-contents.js';
import { compileText } from '../laws/specs.js';
import { Random } from '../support/random.js';
import { SHARED_TABLES, withSharedTables } from './folder.js';

const ROUNDS = Number(process.env['ROUNDS'] ?? 400);
const SEED = Number(process.env['SEED'] ?? 1);

const CONSTANT = `[guest]\nthreads_per_core = 2\n[registers]\nlayout = "constant"\n[defaults]\nnominal_perf = 131
lowest_nonlinear_perf = 40\nlowest_perf = 15\n[[core]]\nhighest_perf = 236\n[[core]]\nhighest_perf = 166\n`;

withSharedTables('damaged tables', () => test(`${ROUNDS} damaged tables, from seed ${SEED}`, damageTables));

test.run();

async function damageTables(): Promise<void> {
  const tables = await sound();
  let slowest = { round: 0, ms: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const random = new Random(SEED * 1_000_003 + round);
    const bytes = damaged(tables[random.below(tables.length)] ?? new Uint8Array(), random);
    const before = performance.now();
    try {
      readAll(bytes);
    } catch (error) {
      throw new Error(`seed ${SEED}, round ${round}: ${(error as Error).stack}`);
    }
    const ms = performance.now() - before;
    if (ms > slowest.ms) slowest = { round, ms };
  }
  if (process.env['ROUNDS']) {
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    process.stdout.write(`slowest: round ${slowest.round}, ${Math.round(slowest.ms)} ms; memory ${memory} MiB\n`);
  }
}

async function sound(): Promise<Uint8Array[]> {
  const own = (await compileText(CONSTANT)).parts.map(({ aml }) => aml);
  return [...own, ...SHARED_TABLES.map((file) => new Uint8Array(readFileSync(file)))];
}

/** Some bytes changed, and sometimes the end cut off or a part repeated. */
function damaged(sound: Uint8Array, random: Random): Uint8Array {
  const bytes = sound.slice();
  for (let i = random.below(9); i >= 0; i--) bytes[random.below(bytes.length)] = random.below(256);
  switch (random.below(4)) {
    case 0:
      return bytes.slice(0, random.below(bytes.length));
    case 1:
      return Uint8Array.of(...bytes.slice(0, random.below(bytes.length)), ...bytes.slice(random.below(bytes.length)));
    default:
      return bytes;
  }
}

function readAll(bytes: Uint8Array): void {
  const { tables } = readSet([{ name: 'damaged.aml', bytes }], 0);
  const contents = contentsOf(tables);
  missingCpcNotes(contents);
  JSON.stringify(contentsToJson(contents));
  for (const one of contents) {
    inspectLines(one, (_, text) => text);
    for (const { table, cpc } of one.tables) annotateParts(table.bytes, table.table, cpc);
  }
  firmwareProblems(
    tables.map(({ name, table }) => ({ file: name, table })),
    machineFacts(tables.map(({ table }) => table)),
  );
}
