// README's table of outputs has every format that --emit accepts, and no other.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FORMATS } from '../../src/emit/formats.js';
import { REPOSITORY } from '../support/fixtures.js';

test("README's table of outputs has the formats of --emit", () => {
  const [, section = ''] = readFileSync(join(REPOSITORY, 'README.md'), 'utf8').split('\n## Outputs\n');
  const [table = ''] = section.split('\n## ');
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const names = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  assert.equal(names.sort(), FORMATS.map(({ name }) => name).sort());
});

test.run();
