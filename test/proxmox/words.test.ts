import { spawnSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { argsWord, splitArgs } from '../../src/proxmox/words.js';
import { cases } from '../support/cases.js';
import { testWith } from '../support/outside.js';
import { eachSeed, type Random } from '../support/random.js';

const SPLIT: readonly {
  readonly name: string;
  readonly line: string;
  readonly words: readonly string[] | undefined;
}[] = [
  { name: 'spaces', line: '  -a  b\tc ', words: ['-a', 'b', 'c'] },
  { name: 'nothing', line: '', words: [] },
  { name: 'quotes inside of a word', line: `file='a b'.aml,x="c d"`, words: ['file=a b.aml,x=c d'] },
  { name: 'an empty word', line: `-append ''`, words: ['-append', ''] },
  { name: 'a backslash outside of quotes', line: String.raw`a\ b \"`, words: ['a b', '"'] },
  { name: 'a backslash in double quotes, unlike a shell', line: String.raw`"\a\""`, words: ['a"'] },
  { name: 'a backslash in single quotes, unlike a shell', line: String.raw`'a\'b'`, words: [String.raw`a\'b`] },
  { name: 'an unclosed quote', line: `-a 'b`, words: undefined },
  { name: 'a backslash at the end', line: '-a b\\', words: undefined },
];

cases('splitArgs', SPLIT, ({ line, words }) => {
  assert.equal(
    splitArgs(line)?.map(({ text }) => text),
    words,
  );
});

test('splitArgs knows where each word stands', () => {
  const line = ` -device "a b"'c' x`;
  const words = splitArgs(line) ?? [];
  assert.equal(
    words.map(({ start, end }) => line.slice(start, end)),
    ['-device', `"a b"'c'`, 'x'],
  );
});

/** Lines of quotes, backslashes and spaces, as Perl's shellwords splits them: a line for each, with its words in brackets. */
const PERL = String.raw`use Text::ParseWords; while (<STDIN>) { chomp; print join('', map { "[$_]" } shellwords($_)), "\n" }`;

testWith(['perl'], 'splitArgs splits as Perl does, and argsWord writes what it reads', () => {
  const lines: string[] = [];
  eachSeed(500, (random) => lines.push(randomLine(random)));
  const { stdout } = spawnSync('perl', ['-e', PERL], { input: `${lines.join('\n')}\n`, encoding: 'latin1' });
  const ours = lines.map((line) => (splitArgs(line) ?? []).map(({ text }) => `[${text}]`).join(''));
  assert.equal(ours, stdout.split('\n').slice(0, lines.length));
  for (const line of lines) {
    assert.equal(
      splitArgs(argsWord(line))?.map(({ text }) => text),
      [line],
    );
  }
});

function randomLine(random: Random): string {
  const length = random.below(12);
  return Array.from({ length }, () => random.one(['a', 'b', ' ', '\t', '"', "'", '\\', '-', ','])).join('');
}

test.run();
