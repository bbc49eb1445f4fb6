import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { differenceOf, shownIn, updated } from './document.js';

interface Row {
  readonly name: string;
  readonly shown: readonly string[];
  readonly made: readonly string[];
  /** Number of the line that a message names; left out where all is as shown. */
  readonly line?: number;
}

const rows: readonly Row[] = [
  { name: 'equal', shown: ['a', 'b'], made: ['a', 'b'] },
  { name: 'another line', shown: ['a', 'b'], made: ['a', 'c'], line: 2 },
  { name: 'a line more', shown: ['a'], made: ['a', 'b'], line: 2 },
  { name: 'a line less', shown: ['a', 'b'], made: ['a'], line: 2 },
  { name: 'something left out of a line', shown: ['Linux 6.12.… (q35)'], made: ['Linux 6.12.117 (q35)'] },
  { name: 'but not the rest of it', shown: ['Linux 6.12.… (q35)'], made: ['Linux 6.1.90 (q35)'], line: 1 },
  { name: 'dots are dots', shown: ['6.12'], made: ['6x12'], line: 1 },
  { name: 'lines left out', shown: ['a', '  …', 'd'], made: ['a', 'b', 'c', 'd'] },
  { name: 'no line left out', shown: ['…', 'a'], made: ['a'] },
  { name: 'a wrong line behind those left out', shown: ['a', '…', 'c', 'e'], made: ['a', 'b', 'c', 'd'], line: 4 },
];

cases('output', rows, ({ shown, made, line }) => {
  const difference = differenceOf(shown, made);
  assert.is(difference?.split(' of the output')[0], line === undefined ? undefined : `line ${line}`);
});

test('an update keeps what is left out of a line that still holds', () => {
  assert.equal(updated(['a …', 'x'], ['a 1', 'y']), ['a …', 'y']);
});

test('a command may go on in the next line', () => {
  const lines = ['$ one \\', '    two', 'output', '$ three'];
  assert.equal(
    shownIn({ document: 'x.md', language: 'console', at: 0, lines }).map(({ command, output }) => [command, output]),
    [
      ['one \\\n    two', ['output']],
      ['three', []],
    ],
  );
});

test.run();
