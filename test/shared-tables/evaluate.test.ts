// Law 6 over tables of real firmware: every object of a processor is what acpiexec says.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { law6Of } from '../evaluate/tables.js';
import { testWith } from '../support/outside.js';
import { SHARED_TABLES, withSharedTables } from './folder.js';

withSharedTables('law 6 over real tables', () => {
  for (const file of SHARED_TABLES) {
    testWith(['acpiexec'], `law 6: ${basename(file)}, regions filled with 0, 1 and 2`, async () => {
      const table = new Uint8Array(readFileSync(file));
      const results = await Promise.all([0, 1, 2].map((fill) => law6Of([table], fill)));
      for (const { equal, different } of results) {
        assert.equal(different, []);
        assert.ok(equal > 0);
      }
    });
  }
});

test.run();
