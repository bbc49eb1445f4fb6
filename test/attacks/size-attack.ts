// Runs an attack by the size of an input, and measures what the program costs.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { inScratch, MAIN } from '../support/command-line.js';
import { read, SPEC } from './attack.js';

/**
 * What an attack by size may cost: the program is to stay below 2 s of CPU time and 300 MiB; a loaded machine and other
 * versions of Node get twice and half as much again.
 */
const MOST_COST = { cpuSeconds: 4, mebibytes: 450 } as const;

/** An attack by the size of an input. */
export interface SizeAttack {
  readonly name: string;
  readonly prepare: (folder: string) => void;
  readonly args: readonly string[];
  readonly status: number;
  readonly says: string;
}

/** Registers one test per attack by size, which also measures what the program costs. */
export function sizeAttacks(rows: readonly SizeAttack[]): void {
  cases('attack', rows, async ({ prepare, args, status, says }) => {
    await inScratch(async (folder) => {
      writeFileSync(join(folder, 's.toml'), SPEC);
      prepare(folder);
      const run = await measured(folder, args);
      assert.is(run.status, status, run.stderr.slice(0, 2000));
      assert.match(run.stdout + run.stderr, says);
      assert.ok(run.stderr.length < 64 * 1024, `it printed ${run.stderr.length} characters of problems`);
      assert.ok(run.cpuSeconds < MOST_COST.cpuSeconds, `it took ${run.cpuSeconds} s of CPU time`);
      assert.ok(run.mebibytes < MOST_COST.mebibytes, `it took ${run.mebibytes} MiB`);
    });
  });
}

/** The program writes what it used when it ends; the shell's limit ends one that does not end by itself. */
async function measured(cwd: string, args: readonly string[]) {
  writeFileSync(
    join(cwd, 'measure.cjs'),
    `process.on('exit', () => {
      const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
      require('node:fs').writeFileSync('usage.json', JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024]));
    });`,
  );
  const { exitCode, stdout, stderr } = await execa(
    'sh',
    ['-c', 'ulimit -t 20; exec "$0" --require ./measure.cjs "$@"', process.execPath, MAIN, ...args],
    { cwd, reject: false, timeout: 100_000, killSignal: 'SIGKILL', maxBuffer: 100_000_000 },
  );
  assert.ok(existsSync(join(cwd, 'usage.json')), 'it did not end by itself');
  const [cpuSeconds = 0, mebibytes = 0] = JSON.parse(read(cwd, 'usage.json')) as number[];
  return { status: exitCode, stdout, stderr, cpuSeconds, mebibytes };
}
