// What `make fuzz` found once, and what mended it: fixtures/found/<target>/<what it is>.<choice>.<extension>.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import { cases } from '../support/cases.js';
import { bytesOf } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import type { Target } from './target.js';
import { TARGETS } from './targets.js';

const FOUND = join(FIXTURES, 'found');

/** The choices of the finding, and some others beside it. */
const OTHER_CHOICES = [0, 1, 2, 3, 4, 5, 6, 7];

const rows = readdirSync(FOUND).flatMap((folder) =>
  readdirSync(join(FOUND, folder)).map((file) => ({
    name: `${folder}, ${file}`,
    folder,
    file: join(FOUND, folder, file),
  })),
);

cases('found by fuzzing', rows, async ({ folder, file }) => {
  const target = TARGETS.find(({ name }) => name === folder);
  if (!target) throw new Error(`there is no target ${folder}`);
  const { TARGET } = (await import(target.module)) as { TARGET: Target };
  const [, choice] = /\.(\d+)\.\w+$/.exec(file) ?? [];
  if (choice === undefined) throw new Error('the name of the file ends in its choice and its extension');
  const content = file.endsWith('.hex') ? bytesOf(file) : readFileSync(file, 'utf8');
  for (const one of [Number(choice), ...OTHER_CHOICES]) await TARGET.check({ content, choice: one });
});

test.run();
