// The runner itself: what uvu reports as success though a test was lost is a failure here.

import { existsSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { type FileOptions, type Outcome, runFile } from './run-file.js';
import { testFile } from './select.js';

const run = (name: string, options: FileOptions = {}) => runFile(testFile(`runner/made-up/${name}.test.js`), options);
const countsOf = ({ passed, failed, skipped }: Outcome) => [passed, failed, skipped];

cases(
  'a lost test is a problem',
  [
    { name: 'no-run', problem: 'it ended without totals (exit status 0)' },
    { name: 'no-test', problem: 'it ran no test' },
    { name: 'ends-early', problem: 'it ended without totals (exit status 1)' },
    { name: 'late-failure', problem: 'no test failed, but it ended with exit status 1' },
  ],
  async ({ name, problem }) => {
    assert.is((await run(name)).problem, problem);
  },
);

test('passed, failed and skipped tests are counted, and the output has the failure', async () => {
  const outcome = await run('mixed');
  assert.equal(countsOf(outcome), [1, 1, 1]);
  assert.is(outcome.problem, undefined);
  assert.match(outcome.output, 'this one fails');
});

cases(
  'a filter by title',
  [
    { name: 'of one test', only: 'one passes', counts: [1, 0, 0] },
    { name: 'of a skipped test', only: 'skipped', counts: [0, 0, 1] },
    { name: 'of all', only: 'this one', counts: [1, 1, 1] },
    { name: 'of none', only: 'no such test', counts: [0, 0, 0] },
  ],
  async ({ only, counts }) => {
    const outcome = await run('mixed', { only });
    assert.equal(countsOf(outcome), counts);
    assert.is(outcome.problem, undefined);
  },
);

test('an interrupt ends the file and what it started', async () => {
  const interruption = new AbortController();
  setTimeout(() => interruption.abort(), 1000);
  const { output, problem } = await run('hangs', { signal: interruption.signal });
  assert.is(problem, 'it ended without totals (SIGTERM)');
  const pid = /sleep (\d+)/.exec(output)?.[1] ?? '';
  assert.is.not(pid, '');
  assert.not.ok(isSleeping(pid));
});

test.run();

/** Whether the process runs; one that its new parent has not waited for yet has no command line. */
function isSleeping(pid: string): boolean {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) && readFileSync(file, 'latin1').startsWith('sleep');
}
