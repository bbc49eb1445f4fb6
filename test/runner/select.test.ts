import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { inPool } from './pool.js';
import { allTestFiles, partsOf, SECONDS, selected, staleSeconds } from './select.js';

const ALL = allTestFiles();
const namesOf = (words: readonly string[], unitOnly = false) =>
  selected(ALL, { words, unitOnly }).map(({ name }) => name);

cases(
  'one file, written as',
  [
    'runner/select',
    'test/runner/select.test.ts',
    './test/runner/select.test.ts',
    'build/test/runner/select.test.js',
  ].map((name) => ({ name })),
  ({ name }) => {
    assert.equal(namesOf([name]), ['runner/select']);
  },
);

test('a word begins a part of the path', () => {
  const names = namesOf(['spec']);
  assert.ok(names.includes('spec/read'));
  assert.not(names.some((name) => name.startsWith('inspect/')));
  assert.not(namesOf(['guest/']).some((name) => name.startsWith('qemu-guest/')));
});

test('words add up, and without words every file is selected', () => {
  assert.equal(namesOf(['runner/select', 'runner/floors']), ['runner/floors', 'runner/select']);
  assert.is(namesOf([]).length, ALL.filter(({ name }) => !/^(?:arm-guest|fwts)\//.test(name)).length);
});

test('ignores files that the runner must fail on', () => {
  assert.equal(namesOf(['made-up']), []);
});

test('unit tests need no outside programs', () => {
  const names = namesOf([], true);
  assert.ok(names.includes('cli/qemu-fixtures'));
  assert.equal(
    names.filter((name) => /^(?:docs|iasl|qemu|qemu-guest|virsh)\//.test(name)),
    [],
  );
});

test('guests and libvirt start after all others, and the longest file starts first', () => {
  const [first = [], last = []] = partsOf(ALL).map((files) => files.map(({ name }) => name));
  assert.is(first.length + last.length, ALL.length);
  assert.ok(last.some((name) => name.startsWith('qemu-guest/')) && last.some((name) => name.startsWith('virsh/')));
  assert.not.ok(first.some((name) => /^(?:qemu|qemu-guest|virsh)\//.test(name)));
  const seconds = first.map((name) => SECONDS[name] ?? 0);
  assert.equal(
    seconds,
    seconds.toSorted((a, b) => b - a),
  );
  assert.equal(staleSeconds(ALL), []);
});

test('the pool does everything, and no more than its width at a time', async () => {
  const done: number[] = [];
  let [running, most] = [0, 0];
  await inPool([1, 2, 3, 4, 5], 2, async (item) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    done.push(item);
  });
  assert.equal(done.toSorted(), [1, 2, 3, 4, 5]);
  assert.is(most, 2);
});

test.run();
