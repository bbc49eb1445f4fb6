// Attacks on the removal of the tables of an earlier build: this user may not read or remove them.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AS_OTHERS, type Attack, attacks, isRoot, isTable, SPEC } from './attack.js';

const SPLIT = `[table]\nmax_table_bytes = 600\n${SPEC}[[core]]\nhighest_perf = 120\n`;

/** An earlier build of the spec made two tables or more; now it makes one. */
const BUILT_BEFORE = `"$0" "$1" build s.toml -o out --emit aml --iasl off >/dev/null 2>&1; sed -i /max_table_bytes/d s.toml`;

const stays = (folder: string) => {
  isTable(folder);
  assert.ok(existsSync(join(folder, 'out/s-2.aml')));
};

const LATER_PARTS: readonly Attack[] = [
  {
    name: 'the control: a later part goes',
    plant: BUILT_BEFORE,
    status: 0,
    check: (folder) => {
      isTable(folder);
      assert.not(existsSync(join(folder, 'out/s-2.aml')));
    },
  },
  { name: 'a later part that may not be read', plant: `${BUILT_BEFORE}; chmod 0 out/s-2.aml`, status: 0, check: stays },
  ...(isRoot
    ? [
        {
          name: 'a later part that may not be removed',
          plant: `${BUILT_BEFORE}; chmod 1777 out; chown 65534 out out/s-2.aml`,
          status: 1,
          check: stays,
        },
      ]
    : []),
];

attacks(
  LATER_PARTS.map((row) => ({
    ...row,
    prepare: (folder: string) => writeFileSync(join(folder, 's.toml'), SPLIT),
    inShell: true,
    under: AS_OTHERS,
  })),
);

test.run();
