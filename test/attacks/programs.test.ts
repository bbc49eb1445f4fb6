// Attacks by programs that cppc-acpi runs, and by files that make them misbehave: they hang, print or write without end,
// ignore signals and leave children behind.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Run } from '../support/command-line.js';
import { type Attack, attacks, BUILD, isClean, read, SPEC } from './attack.js';

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

/** Names a value in a table. */
const putTable = (folder: string, body: Uint8Array) => {
  const terms = Uint8Array.of(0x08, ...Buffer.from('ABCD'), ...body);
  writeFileSync(join(folder, 'hostile.aml'), ssdt(terms));
};

/** Tables and specs that a real iasl reads. */
const REAL_IASL: readonly Attack[] = [
  {
    name: 'quotes and comments in the ids of a spec',
    prepare: (folder) => {
      const ids = [String.raw`oem_id = '")*/\'`, `oem_table_id = '*/"{ //'`].join('\n');
      writeFileSync(join(folder, 's.toml'), `[table]\n${ids}\n${SPEC}`);
    },
    args: CHECKED,
    status: 0,
    check: (folder) => assert.match(readFileSync(join(folder, 'out/s.aml'), 'latin1'), '")*/'),
  },
  {
    name: 'quotes, formats and escapes in a string of a table',
    prepare: (folder) => putTable(folder, Buffer.from('\x0d\\")}*/%s%n\x1b[2J\0', 'latin1')),
    args: ['verify', 'hostile.aml'],
    status: 0,
    check: isClean,
  },
  {
    name: '20,000 Packages in each other, at which iasl crashes',
    prepare: (folder) => putTable(folder, nestedPackages(20_000)),
    args: ['verify', 'hostile.aml'],
    status: 1,
    check: isClean,
  },
];

attacks(IASL);
attacks(REAL_IASL.map((row) => ({ ...row, needs: ['iasl'] })));

test.run();

/** An SSDT with a correct checksum. */
function ssdt(terms: Uint8Array): Uint8Array {
  const header = Buffer.alloc(36);
  header.write('SSDT');
  header.writeUInt32LE(36 + terms.length, 4);
  header.write('\x02\0CPPC  CPPCTEST\x01\0\0\0CPPC\x01', 8, 'latin1');
  const table = Buffer.concat([header, terms]);
  table[9] = -table.reduce((sum, byte) => sum + byte, 0) & 0xff;
  return table;
}

/** ACPI 6.5, 20.2.4 and 20.2.5.4: each Package has one element. */
function nestedPackages(depth: number): Uint8Array {
  const heads: Uint8Array[] = [];
  let length = 1;
  for (let i = 0; i < depth; i++) {
    const size = [1, 2, 3, 4].find((bytes) => length + 1 + bytes < (bytes === 1 ? 0x40 : 1 << (8 * bytes - 4))) ?? 4;
    const total = length + 1 + size;
    const low = size === 1 ? total : ((size - 1) << 6) | (total & 0xf);
    const rest = Array.from({ length: size - 1 }, (_, byte) => (total >> (4 + 8 * byte)) & 0xff);
    heads.push(Uint8Array.of(0x12, low, ...rest, 1));
    length = total + 1;
  }
  return Buffer.concat([...heads.reverse(), Uint8Array.of(0)]);
}
