// Runs the built tests under uvu, and fails where uvu is content: with too few tests, or with none at all.
//
//   node build/test/run.js             every test
//   node build/test/run.js unit        without the folders that need outside programs
//   node build/test/run.js aml golden  the files with one of these words in their path
//
// With COVERAGE=true it also tells how much of each room was run; a full run fails for a room below its floor.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { COVERAGE_FOLDER, clearCoverage, coverageComplaints } from './coverage.js';

/** uvu exits 0 when a file lost its `test.run()` or a folder its files; a full run has at least this many tests. */
const MINIMUM_TESTS = 4800;

const NEED_OUTSIDE_PROGRAMS = ['docs', 'iasl', 'qemu', 'qemu-guest', 'virsh'];

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const UVU = join(REPOSITORY, 'node_modules/uvu/bin.js');

interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const words = process.argv.slice(2);
const floor = words.length === 0 ? MINIMUM_TESTS : 1;
const covers = process.env['COVERAGE'] === 'true';
if (covers) clearCoverage();

const run = await execa(process.execPath, ['--enable-source-maps', UVU, ...uvuArguments()], {
  cwd: REPOSITORY,
  stdin: 'ignore',
  stdout: ['inherit', 'pipe'],
  stderr: 'inherit',
  reject: false,
  ...(covers && { env: { NODE_V8_COVERAGE: COVERAGE_FOLDER } }),
});
const totals = readTotals(stripVTControlCharacters(run.stdout));
const belowFloor = covers ? await coverageComplaints() : [];
const complaints = [...complaintsAbout(totals), ...(words.length === 0 ? belowFloor : [])];
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.stdout.write(`${summary(totals)}\n`);
process.exitCode = complaints.length === 0 ? 0 : 1;

function uvuArguments(): string[] {
  const names = words.filter((word) => word !== 'unit');
  const pattern = names.length === 0 ? String.raw`\.test\.js$` : String.raw`(${names.join('|')}).*\.test\.js$`;
  const left = words.includes('unit') ? NEED_OUTSIDE_PROGRAMS.flatMap((folder) => ['--ignore', `^${folder}/`]) : [];
  return ['build/test', pattern, ...left, process.stdout.isTTY ? '--color' : '--no-color'];
}

/** Undefined when uvu did not come to its end. */
function readTotals(output: string): Totals | undefined {
  const found = [...output.matchAll(/^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)$/gm)].at(-1);
  if (found === undefined) return undefined;
  const [total = 0, passed = 0, skipped = 0] = found.slice(1).map(Number);
  return { passed, failed: total - passed, skipped };
}

function* complaintsAbout(totals: Totals | undefined): Generator<string> {
  if (totals === undefined) return yield `uvu ended without its totals (${run.shortMessage ?? 'exit code 0'})`;
  const count = totals.passed + totals.failed + totals.skipped;
  if (count < floor) yield `${count} tests are too few: at least ${floor} were expected`;
  if (totals.failed > 0) yield `${totals.failed} failed`;
  else if (run.failed) yield `uvu failed though no test did (${run.shortMessage})`;
}

// Who reads only the last line must not take a crash for a success.
function summary({ passed, failed, skipped }: Totals = { passed: 0, failed: 1, skipped: 0 }): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
