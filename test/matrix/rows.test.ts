import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allTestFiles, filesOfRow, partsOf, selected } from '../runner/select.js';
import { cases } from '../support/cases.js';
import { NOT_IN_ROWS, ROWS, type Row, recipeOf, rowsOf, testsOf } from './rows.js';

const ALL = allTestFiles();
const rowOf = (name: string) => rowsOf(name)[0] as Row;

cases(
  'rows of the word',
  [
    { name: 'gating', rows: ['debian-13', 'backports'] },
    { name: 'all', rows: ['debian-13', 'backports', 'sid'] },
    { name: 'sid', rows: ['sid'] },
  ],
  ({ name, rows }) => {
    assert.equal(
      rowsOf(name).map((row) => row.name),
      rows,
    );
  },
);

test('an unknown row', () => {
  assert.throws(() => rowsOf('trixie'), /no row is named trixie: write debian-13, backports, sid, gating or all/);
});

// As apt-cache lists them: also packages that have no image, an image with all modules, or one for debugging.
const PACKAGES = [
  'linux-image-6.12.107+deb13-cloud-amd64',
  'linux-image-6.12.117+deb13-cloud-amd64',
  'linux-image-6.12.117+deb13-cloud-amd64-dbg',
  'linux-image-6.12.117+deb13-amd64',
  'linux-binary-7.3.4+deb13-cloud-amd64',
  'linux-image-7.3.4+deb13-cloud-amd64',
  'linux-binary-7.2.12+deb13-cloud-amd64',
  'linux-binary-7.2.13+deb14-cloud-amd64',
];

cases(
  'kernels of the row',
  [
    { name: 'debian-13', packages: PACKAGES.slice(0, 2) },
    { name: 'backports', packages: ['linux-binary-7.3.4+deb13-cloud-amd64'] },
    { name: 'sid', packages: PACKAGES.filter((one) => one.startsWith('linux-binary-')) },
  ],
  ({ name, packages }) => {
    const pattern = new RegExp(`^${rowOf(name).kernel}$`);
    assert.equal(
      PACKAGES.filter((one) => pattern.test(one)),
      packages,
    );
  },
);

test('each row has tests for each of its words, and leaves out what it cannot run', () => {
  for (const row of ROWS) {
    const names = filesOfRow(ALL, row).map(({ name }) => name);
    assert.ok(names.every((name) => name.startsWith(`${row.name}/`)));
    for (const word of testsOf(row))
      assert.ok(
        names.some((name) => name.startsWith(`${row.name}/${word}`)),
        word,
      );
  }
  const names = ALL.map(({ name }) => name);
  assert.equal(
    NOT_IN_ROWS.filter((name) => !names.includes(name)),
    [],
  );
});

test('what only a row can run is selected by its word alone', () => {
  const names = (words: readonly string[]) => selected(ALL, { words, unitOnly: false }).map(({ name }) => name);
  assert.not(names([]).some((name) => name.startsWith('fwts/')));
  assert.equal(names(['fwts']), ['fwts/accept']);
  const inRows = ROWS.filter((row) => filesOfRow(ALL, row).some(({ name }) => name.includes('/fwts/')));
  assert.equal(
    inRows.map(({ name }) => name),
    ['sid'],
  );
});

test('guests of a row start after all other files, too', () => {
  const [first = [], last = []] = partsOf(filesOfRow(ALL, rowOf('sid')));
  assert.ok(last.some(({ name }) => name === 'sid/qemu-guest/predictions'));
  assert.not(first.some(({ name }) => name.includes('qemu-guest')));
});

test('a row is unpacked again when its packages change', () => {
  const [row, changed] = [rowOf('sid'), { ...rowOf('sid'), packages: [] }];
  assert.not.equal(recipeOf(row), recipeOf(changed));
  assert.match(recipeOf(row)[0] ?? '', /\/matrix\/sid$/);
});

test.run();
