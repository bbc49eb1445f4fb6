// Attacks on what is written: links, pipes and foreign files in the folder of the outputs.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Attack, attacks, isTable, read } from './attack.js';

const WRITING: readonly Attack[] = [
  {
    name: 'a link under a name that the process id gives away',
    plant: 'echo SECRET >victim; ln -s ../victim out/.s.aml.$$.tmp',
    inShell: true,
    status: 0,
    check: (folder) => assert.is(read(folder, 'victim'), 'SECRET\n'),
  },
  {
    name: 'a writable file of another user under that name',
    plant: 'touch out/.s.aml.$$.tmp; chmod 666 out/.s.aml.$$.tmp',
    inShell: true,
    status: 0,
    check: (folder) => assert.is(statSync(join(folder, 'out/s.aml')).mode & 0o022, 0),
  },
  { name: 'a pipe under that name', plant: 'mkfifo out/.s.aml.$$.tmp', inShell: true, status: 0, check: isTable },
  {
    name: 'a link in place of an output',
    plant: 'echo SECRET >victim; ln -s ../victim out/s.aml',
    status: 0,
    check: (folder) => {
      assert.is(read(folder, 'victim'), 'SECRET\n');
      isTable(folder);
    },
  },
  { name: 'a pipe in place of an output', plant: 'mkfifo out/s.aml', status: 0, check: isTable },
  {
    name: 'a link to /dev/full in place of an output',
    plant: 'ln -s /dev/full out/s.aml',
    status: 0,
    check: isTable,
  },
  {
    name: 'nothing is left behind',
    status: 0,
    check: (folder) => assert.equal(readdirSync(join(folder, 'out')), ['s.aml']),
  },
];

attacks(WRITING);

test.run();
