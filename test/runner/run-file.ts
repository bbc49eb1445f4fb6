// Runs one test file as a process of its own, and reads from its output how many of its tests passed.

import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { folderOf } from '../matrix/rows.js';
import type { TestFile } from './select.js';

const TIME_LIMIT_SECONDS = 900;

/** Loaded before a test file when only some of its tests are to run. */
const FILTER = new URL('./filter.js', import.meta.url).href;

/** Starts a program among those of a row. */
const IN_ROW = fileURLToPath(new URL('../../../test/matrix/in-row.sh', import.meta.url));

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Outcome extends Totals {
  readonly name: string;
  readonly seconds: number;
  /** Standard output and standard error in the order in which they were written. */
  readonly output: string;
  /** Why the file counts as failed although none of its tests did. */
  readonly problem?: string;
}

export interface FileOptions {
  /** Only tests that have this in their title run. */
  readonly only?: string | undefined;
  /** Where Node writes what was covered. */
  readonly coverageFolder?: string | undefined;
  readonly signal?: AbortSignal;
}

export async function runFile({ name, path, row }: TestFile, options: FileOptions): Promise<Outcome> {
  const { only, coverageFolder, signal } = options;
  const [program, ...before] = row === undefined ? [process.execPath] : [IN_ROW, folderOf(row), 'node'];
  const start = performance.now();
  const filter = only === undefined ? [] : ['--import', FILTER];
  // A process group of its own: every process that the file started ends with it.
  const child = execa(program, [...before, '--enable-source-maps', ...filter, path], {
    all: true,
    stdin: 'ignore',
    reject: false,
    detached: true,
    env: {
      ...(only !== undefined && { ONLY: only }),
      // What another release of Node writes cannot be added up with this one's.
      ...(coverageFolder !== undefined && row === undefined && { NODE_V8_COVERAGE: coverageFolder }),
    },
  });
  const end = () => endGroup(child.pid);
  signal?.addEventListener('abort', end);
  const timer = setTimeout(end, TIME_LIMIT_SECONDS * 1000);
  const { exitCode, signal: killedBy, all } = await child;
  clearTimeout(timer);
  signal?.removeEventListener('abort', end);
  const seconds = (performance.now() - start) / 1000;
  return { name, seconds, output: all, ...outcome(all, exitCode, killedBy, only !== undefined) };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** uvu ends with status 0 when a file has no test or forgot `test.run()`, so the totals decide. */
function outcome(
  output: string,
  exitCode: number | undefined,
  killedBy: string | undefined,
  mayBeEmpty: boolean,
): Totals & { readonly problem?: string } {
  const ending = killedBy ?? `exit status ${exitCode}`;
  const totals = readTotals(stripVTControlCharacters(output));
  if (totals === undefined) return { ...NOTHING, problem: `it ended without totals (${ending})` };
  const { passed, failed, skipped } = totals;
  if (passed + failed + skipped === 0 && !mayBeEmpty) return { ...NOTHING, problem: 'it ran no test' };
  if (failed === 0 && exitCode !== 0) return { ...totals, problem: `no test failed, but it ended with ${ending}` };
  return totals;
}

const NOTHING: Totals = { passed: 0, failed: 0, skipped: 0 };

function readTotals(output: string): Totals | undefined {
  const found = [...output.matchAll(/^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)$/gm)].at(-1);
  if (found === undefined) return undefined;
  const [total = 0, passed = 0, skipped = 0] = found.slice(1).map(Number);
  return { passed, failed: total - passed, skipped };
}

export function sumOf(totals: readonly Totals[]): Totals {
  return totals.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    NOTHING,
  );
}
