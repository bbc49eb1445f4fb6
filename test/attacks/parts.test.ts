// Attacks on the removal of the tables of an earlier build: this user may not read or remove them.

import { closeSync, existsSync, linkSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AS_OTHERS, type Attack, attacks, isRoot, isTable, SPEC, sparse } from './attack.js';

const SPLIT = `[table]\nmax_table_bytes = 600\n${SPEC}[[core]]\nhighest_perf = 120\n`;

/** An earlier build of the spec made two tables or more; now it makes one. */
const BUILT_BEFORE = `"$0" "$1" build s.toml -o out --emit aml --iasl off >/dev/null 2>&1; sed -i /max_table_bytes/d s.toml`;

/** Ends with status 9 where more is read than all tables of a spec have. */
const LIMITED_READING = `let sum = 0;
  const read = fs.readSync;
  fs.readSync = (...args) => {
    const length = read(...args);
    sum += length;
    if (sum > 20 * 1024 ** 2) process.exit(9);
    return length;
  };`;

const stays = (folder: string) => {
  isTable(folder);
  assert.ok(existsSync(join(folder, 'out/s-2.aml')));
};

const LATER_PARTS: readonly Attack[] = [
  {
    name: 'the control: a later part goes',
    plant: BUILT_BEFORE,
    status: 0,
    check: (folder, { stdout }) => {
      isTable(folder);
      assert.not(existsSync(join(folder, 'out/s-2.aml')));
      assert.match(stdout, /^Removed: out\/s-2\.aml \(of an earlier build\)$/m);
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

/** A table of ours by its header, of this many bytes. */
function planted(path: string, size: number): void {
  sparse(path, size);
  const file = openSync(path, 'r+');
  writeSync(file, 'SSDT', 0);
  writeSync(file, 'CPPC', 28);
  closeSync(file);
}

const FILES: readonly Attack[] = [
  {
    name: 'the table of another spec that lies elsewhere, with another machine',
    plant: `mkdir other; sed 's/"qemu"/"acrn"/' s.toml >other/s-2.toml; "$0" "$1" build other/s-2.toml -o out --emit aml --iasl off`,
    inShell: true,
    status: 0,
    check: (folder, { stdout }) => {
      stays(folder);
      assert.not.match(stdout, /Removed/);
    },
  },
  {
    name: 'large tables as later parts, each under many names',
    prepare: (folder) => {
      for (const [name, mebibytes] of [
        ['large', 64],
        ['full', 16],
      ] as const) {
        planted(join(folder, 'out', name), mebibytes * 1024 ** 2);
        for (let i = 2; i < 600; i++) linkSync(join(folder, 'out', name), join(folder, `out/s-${i}${name.length}.aml`));
      }
    },
    between: LIMITED_READING,
    status: 0,
    check: isTable,
  },
  {
    name: 'a link in place of a later part',
    plant: `${BUILT_BEFORE}; mv out/s-2.aml elsewhere; ln -s ../elsewhere out/s-2.aml`,
    prepare: (folder) => writeFileSync(join(folder, 's.toml'), SPLIT),
    inShell: true,
    status: 0,
    check: stays,
  },
];

attacks(FILES);

attacks(
  LATER_PARTS.map((row) => ({
    ...row,
    prepare: (folder: string) => writeFileSync(join(folder, 's.toml'), SPLIT),
    inShell: true,
    under: AS_OTHERS,
  })),
);

test.run();
