// Runs the built test files, as many at a time as there are cores.
//
//   node build/test/run.js                         every test
//   node build/test/run.js --unit                  without the folders that need outside programs
//   node build/test/run.js spec/read resolve       the files with one of these words at the start of a part of their path
//   node build/test/run.js spec/read --only WORDS  of these files, the tests that have WORDS in their title
//   node build/test/run.js --row sid virsh         of these files, those of a row of the matrix, with its programs
//
// Each file is a process of its own, and fails when it ends without totals or without a test. Guests and libvirt run
// after all other files. A full run has the gating rows of the matrix, too; it fails when a folder or a row has fewer
// tests than its floor. With COVERAGE=true it reports how many lines of each room were run, and fails when a room is
// below its floor. With CI=true a skipped test is a failure, and a row that was not unpacked counts as one.

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { writeExamples } from '../release/examples.js';
import { COVERAGE_FOLDER, clearCoverage, coverageProblems } from './coverage.js';
import { type Row, rowsOf, versionsOf } from './matrix/rows.js';
import { floorProblems, floorsOf, mayBeAbsent } from './runner/floors.js';
import { inPool } from './runner/pool.js';
import { type Outcome, runFile, sumOf, type Totals } from './runner/run-file.js';
import { allTestFiles, filesOfRow, partsOf, selected, staleSeconds, type TestFile } from './runner/select.js';
import { unbuiltSources } from './runner/unbuilt.js';

const INTERRUPTED = 130;

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    unit: { type: 'boolean', default: false },
    row: { type: 'string', multiple: true, default: [] },
  },
});
const isWhole = words.length === 0 && !values.unit && values.only === undefined;
const isFull = isWhole && values.row.length === 0;
const rows = (isFull ? ['gating'] : values.row).flatMap(rowsOf);
const covers = process.env['COVERAGE'] === 'true';
const isCi = process.env['CI'] === 'true';
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());

const unbuilt = unbuiltSources();
if (unbuilt.length > 0) {
  process.stderr.write(`run \`make build\` first: ${unbuilt.slice(0, 3).join(', ')} changed since the last build\n`);
  process.exit(1);
}

// Fixtures may be newer than the build.
writeExamples();

const all = allTestFiles();
const choice = { words, unitOnly: values.unit };
const files = [
  ...(values.row.length === 0 ? selected(all, choice) : []),
  ...rows.filter(versionsOf).flatMap((row) => selected(filesOfRow(all, row), choice)),
];
if (covers) clearCoverage();
const outcomes = [...rows.flatMap(outcomeOfRow), ...(await runAll(files))];
const totals = sumOf(outcomes);
const problems = interruption.signal.aborted ? ['interrupted'] : await allProblems();
for (const problem of problems) process.stdout.write(`error: ${problem}\n`);
process.stdout.write(`${closingLine(totals, problems.length > 0)}\n`);
process.exitCode = interruption.signal.aborted ? INTERRUPTED : problems.length > 0 ? 1 : 0;

/** A row that is there is named with what is in it; one that is missing counts as a skipped test. */
function outcomeOfRow(row: Row): Outcome[] {
  const versions = versionsOf(row);
  if (versions) process.stdout.write(`${row.name}: ${versions.join(', ')}\n`);
  if (versions) return [];
  const output = `MISSING row ${row.name}: its tests are skipped; \`make matrix ROW=${row.name}\` unpacks it`;
  const outcome = { name: row.name, passed: 0, failed: 0, skipped: 1, seconds: 0, output };
  report(outcome);
  return [outcome];
}

async function runAll(files: readonly TestFile[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const options = {
    only: values.only,
    coverageFolder: covers ? COVERAGE_FOLDER : undefined,
    signal: interruption.signal,
  };
  for (const part of partsOf(files)) {
    await inPool(part, availableParallelism(), async (file) => {
      if (interruption.signal.aborted) return;
      const outcome = await runFile(file, options);
      if (!interruption.signal.aborted) outcomes.push(outcome);
      report(outcome);
    });
  }
  return outcomes;
}

/** A line for each file; the whole output of a file that failed or skipped, and of one that runs alone. */
function report(outcome: Outcome): void {
  const { name, passed, failed, skipped, seconds, output, problem } = outcome;
  if (values.only !== undefined && problem === undefined && passed + failed + skipped === 0) return;
  const isShown = failed > 0 || skipped > 0 || problem !== undefined || files.length === 1;
  const line = `${countsOf(outcome)}, ${seconds.toFixed(1)} s: ${name}${problem === undefined ? '' : `: ${problem}`}\n`;
  process.stdout.write(isShown ? `${output.trimEnd()}\n${line}` : line);
}

async function allProblems(): Promise<string[]> {
  const count = totals.passed + totals.failed + totals.skipped;
  const failed = outcomes.filter(({ failed, problem }) => failed > 0 || problem !== undefined);
  const skipped = outcomes.filter(({ name, skipped }) => skipped > 0 && !mayBeAbsent(name));
  return [
    ...(count === 0 ? [`no test has ${[...words, values.only].filter(Boolean).join(', ')} in its path or title`] : []),
    ...failed.map(({ name, failed, problem }) => `${name}: ${problem ?? `${failed} failed`}`),
    ...(isCi ? skipped.map(({ name, skipped }) => `${name}: ${skipped} skipped, which is an error with CI=true`) : []),
    ...(isWhole ? floorProblems(outcomes, floorsOf(values.row.length === 0, rows.filter(versionsOf))) : []),
    ...(isFull ? staleSeconds(all) : []),
    ...(covers ? await coverageProblems(isFull) : []),
  ];
}

/** CI reads this line alone, so every other problem counts as a failed test there. */
function closingLine({ passed, failed, skipped }: Totals, isProblem: boolean): string {
  return countsOf({ passed, failed: isProblem ? Math.max(failed, 1) : failed, skipped });
}

function countsOf({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
