// Attacks by programs that cppc-acpi runs, and by files that make them misbehave: they hang, print or write without end,
// ignore signals and leave children behind.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Run } from '../support/command-line.js';
import { type Attack, attacks, BUILD, isClean, read } from './attack.js';

const CHECKED = [...BUILD.slice(0, -1), 'require'];
const failed = (_: string, { stderr }: Run) => assert.match(stderr, 'error[iasl/failed]');

/** An iasl that leaves a child, which keeps standard output open. */
const LEAVES_A_CHILD = `sleep 60 & echo $! >>"$SCRATCH/pids"`;

const IASL: readonly Attack[] = [
  { name: 'prints without end', args: CHECKED, programs: { iasl: 'exec yes' }, status: 3, check: failed },
  { name: 'prints errors without end', args: CHECKED, programs: { iasl: 'exec yes >&2' }, status: 3, check: failed },
  {
    name: 'writes without end',
    args: CHECKED,
    programs: { iasl: 'echo $$ >>"$SCRATCH/pids"; exec cat /dev/zero >table.aml' },
    status: 3,
    check: (_, { stderr }) => assert.match(stderr, 'killed by SIGXFSZ'),
  },
  { name: 'makes a pipe', args: CHECKED, programs: { iasl: 'mkfifo table.aml' }, status: 3, check: failed },
  { name: 'makes a link to a device', args: CHECKED, programs: { iasl: 'ln -s /dev/zero table.aml' }, status: 3 },
  { name: 'leaves a child, build', args: CHECKED, programs: { iasl: LEAVES_A_CHILD }, status: 3, check: failed },
  { name: 'leaves a child, verify', args: ['verify', 'good.aml'], programs: { iasl: LEAVES_A_CHILD }, status: 3 },
  {
    name: 'is killed with its child running',
    args: CHECKED,
    programs: { iasl: `${LEAVES_A_CHILD}; kill -9 $$` },
    status: 3,
    check: (_, { stderr }) => assert.match(stderr, 'killed by SIGKILL'),
  },
  {
    name: 'leaves files that nobody may read',
    args: CHECKED,
    programs: { iasl: 'mkdir -p a/b; touch a/b/c; chmod 0 a/b a table.asl' },
    status: 3,
  },
  {
    name: 'prints escapes as messages',
    args: CHECKED,
    programs: { iasl: `printf 'table.asl(1) : error 6126 - \\033[2J\\302\\2331m\\342\\200\\256x\\n'; exit 1` },
    status: 1,
    check: isClean,
  },
  {
    name: 'has limits',
    args: CHECKED,
    programs: { iasl: 'for of in c f d; do ulimit -$of; done >"$SCRATCH/limits"' },
    status: 3,
    check: (folder) => assert.is(read(folder, 'limits'), `0\n${128 * 2048}\n${4096 * 1024}\n`),
  },
  {
    name: 'lies in the folder, and PATH has relative folders',
    args: CHECKED,
    prepare: (folder) => {
      mkdirSync(join(folder, 'near'));
      for (const path of ['iasl', 'near/iasl'])
        writeFileSync(join(folder, path), '#!/bin/sh\ntouch "$SCRATCH/PWNED"\n', { mode: 0o755 });
    },
    env: { PATH: ':.:near' },
    status: 3,
    check: (_, { stderr }) => assert.match(stderr, 'error[iasl/missing]'),
  },
];

attacks(IASL);

test.run();
