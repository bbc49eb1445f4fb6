import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rowsOf } from '../matrix/rows.js';
import { cases } from '../support/cases.js';
import { floorProblems, floorsOf } from './floors.js';
import type { Outcome } from './run-file.js';

const outcome = (name: string, passed: number, failed = 0, skipped = 0): Outcome => {
  return { name, passed, failed, skipped, seconds: 0, output: '' };
};

const FLOORS = { cli: 5, 'cli/explain': 100, spec: 3 };
const ENOUGH = [
  outcome('cli/build', 2, 1),
  outcome('cli/explain', 100),
  outcome('cli/init', 2),
  outcome('spec/read', 3),
];

const less = (name: string, passed: number) => ENOUGH.map((one) => (one.name === name ? outcome(name, passed) : one));

cases(
  'floors',
  [
    { name: 'enough tests, failed ones included', outcomes: ENOUGH, problems: [] },
    {
      name: 'a row of its own does not count for the folder',
      outcomes: less('cli/init', 1),
      problems: ['cli has 4 tests, but its floor is 5'],
    },
    {
      name: 'a folder does not count for the row of a file',
      outcomes: less('cli/explain', 99),
      problems: ['cli/explain has 99 tests, but its floor is 100'],
    },
    {
      name: 'a lost folder',
      outcomes: ENOUGH.slice(0, 3),
      problems: ['spec has a floor in test/runner/floors.ts, but no test file'],
    },
    {
      name: 'a new folder',
      outcomes: [...ENOUGH, outcome('xml/escape', 7)],
      problems: ['xml has 7 tests, but no floor in test/runner/floors.ts'],
    },
    { name: 'tables beside the repository', outcomes: [...ENOUGH, outcome('shared-tables/a', 0, 0, 1)], problems: [] },
  ],
  ({ outcomes, problems }) => {
    assert.equal(floorProblems(outcomes, FLOORS), problems);
  },
);

cases(
  'the floors of a run with',
  [
    { name: 'the machine', hasMachine: true, rows: [], floors: ['spec'] },
    { name: 'the machine and a row', hasMachine: true, rows: rowsOf('debian-13'), floors: ['spec', 'debian-13'] },
    { name: 'a row alone', hasMachine: false, rows: rowsOf('sid'), floors: ['sid'] },
  ],
  ({ hasMachine, rows, floors }) => {
    assert.equal(Object.keys(floorsOf(hasMachine, rows, { spec: 3, 'debian-13': 2, sid: 1 })), floors);
  },
);

test('a row that was not unpacked has no floor', () => {
  assert.equal(floorProblems([...ENOUGH, outcome('sid', 0, 0, 1)], FLOORS), []);
});

test.run();
