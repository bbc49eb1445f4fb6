// docs/troubleshooting.md has a row for every code of `observe`, and no other.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CATALOG } from '../../src/diagnostics/catalog.js';
import { REPOSITORY } from '../support/fixtures.js';

test('what to do for each code of observe', () => {
  const text = readFileSync(join(REPOSITORY, 'docs/troubleshooting.md'), 'utf8');
  const [, section = ''] = text.split('\n## What observe says\n');
  const [table = ''] = section.split('\n## ');
  const first = table.split('\n').map((line) => line.split(' | ')[0] ?? '');
  const named = first.flatMap((cell) => [...cell.matchAll(/`(observe\/[a-z-]+)`/g)].map(([, code = '']) => code));
  assert.equal(
    named.sort(),
    Object.keys(CATALOG)
      .filter((code) => code.startsWith('observe/'))
      .sort(),
  );
});

test.run();
