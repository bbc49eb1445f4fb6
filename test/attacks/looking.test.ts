// Attacks on what is read to compare or to clean up: pipes, devices and large files.

import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Attack, attacks, BUILD, isTable, sparse } from './attack.js';

const OVER_HEADER = 3 * 1024 ** 3;

const LOOKING: readonly Attack[] = [
  { name: '--check: a pipe', plant: 'mkfifo out/s.aml', args: [...BUILD, '--check'], status: 1 },
  { name: '--check: a device', plant: 'ln -s /dev/zero out/s.aml', args: [...BUILD, '--check'], status: 1 },
  {
    name: '--check: a file of 3 GiB',
    prepare: (folder) => sparse(join(folder, 'out/s.aml'), OVER_HEADER),
    args: [...BUILD, '--check'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/output-stale'),
  },
  {
    name: 'a later part of 3 GiB',
    prepare: (folder) => sparse(join(folder, 'out/s-2.aml'), OVER_HEADER),
    status: 0,
    check: (folder) => {
      isTable(folder);
      assert.is(statSync(join(folder, 'out/s-2.aml')).size, OVER_HEADER);
    },
  },
  {
    name: 'a pipe as a later part',
    plant: 'mkfifo out/s-2.aml',
    status: 0,
    check: isTable,
  },
  {
    name: 'a folder of 150 files of 16 MiB',
    prepare: (folder) => {
      mkdirSync(join(folder, 'big'));
      for (let i = 0; i < 150; i++) sparse(join(folder, 'big', String(i)), 16 * 1024 ** 2);
    },
    args: ['inspect', 'big'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/empty-folder'),
  },
];

attacks(LOOKING);

test.run();
