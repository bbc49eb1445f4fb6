// Attacks on what is read to compare or to clean up: pipes, devices and large files.

import { closeSync, constants, existsSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Attack, attacks, BUILD, isTable, read, SPEC, sparse } from './attack.js';

/** Too long for one table. */
const SPLIT = `[table]\nmax_table_bytes = 600\n${SPEC}`;

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
    name: 'a folder as a later part',
    plant: 'mkdir out/s-2.aml',
    status: 0,
    check: isTable,
  },
  {
    name: 'a link to a part of this spec elsewhere: that one stays',
    plant: 'mkdir victim; printf "SSDT%24sCPPC%4s" >victim/s-2.aml; ln -s ../victim/s-2.aml out/s-2.aml',
    status: 0,
    check: (folder) => assert.is(statSync(join(folder, 'victim/s-2.aml')).size, 36),
  },
  {
    name: 'a link to itself as a later part',
    plant: 'ln -s s-2.aml out/s-2.aml',
    status: 0,
    check: isTable,
  },
  {
    name: '--check: a pipe is not even opened, which would let its writer go on',
    plant: 'mkfifo out/s.aml; (timeout 20 sh -c "exec 3>out/s.aml; touch opened" >/dev/null 2>&1 &)',
    args: [...BUILD, '--check'],
    status: 1,
    check: async (folder) => {
      const opened = join(folder, 'opened');
      assert.not(existsSync(opened));
      // Lets the writer end; it writes into the folder, which is removed next.
      closeSync(openSync(join(folder, 'out/s.aml'), constants.O_RDONLY | constants.O_NONBLOCK));
      for (let look = 0; look < 100 && !existsSync(opened); look++) await new Promise((done) => setTimeout(done, 50));
    },
  },
  {
    name: '--check: a link to itself',
    plant: 'ln -s s.aml out/s.aml',
    args: [...BUILD, '--check'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/cannot-read'),
  },
  {
    name: '--check: a folder that is a link to itself',
    plant: 'rmdir out; ln -s out out',
    args: [...BUILD, '--check'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/cannot-read'),
  },
  {
    name: 'a folder of outputs that is a link to itself',
    plant: 'rmdir out; ln -s out out',
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/cannot-write'),
  },
  {
    name: 'a part of the same name as the table of another spec',
    prepare: (folder) => {
      writeFileSync(join(folder, 's.toml'), SPLIT);
      writeFileSync(join(folder, 's-1.toml'), SPEC);
      writeFileSync(join(folder, 'out/s-1.aml'), 'the table of s-1');
    },
    status: 1,
    check: (folder, { stderr }) => {
      assert.match(stderr, 'cli/output-of-another-spec');
      assert.is(read(folder, 'out/s-1.aml'), 'the table of s-1');
    },
  },
  {
    name: 'a table of the same name as a part of another spec',
    prepare: (folder) => {
      writeFileSync(join(folder, 's.toml'), SPLIT);
      writeFileSync(join(folder, 's-1.toml'), SPEC);
      for (const part of [1, 2]) writeFileSync(join(folder, `out/s-${part}.aml`), `part ${part} of s`);
    },
    args: BUILD.map((word) => (word === 's.toml' ? 's-1.toml' : word)),
    status: 1,
    check: (folder, { stderr }) => {
      assert.match(stderr, 'cli/output-of-another-spec');
      assert.is(read(folder, 'out/s-1.aml'), 'part 1 of s');
    },
  },
  {
    name: 'a folder of pipes, devices, links to them and to nowhere',
    prepare: (folder) => mkdirSync(join(folder, 'odd')),
    plant: 'cd odd; mkfifo a.aml; ln -s /dev/zero b.aml; ln -s nowhere c.aml; ln -s d.aml d.aml; ln -s . dynamic',
    args: ['inspect', 'odd'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/empty-folder'),
  },
  {
    name: 'a folder as standard input',
    args: ['check', '-'],
    plant: 'exec <out',
    inShell: true,
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cannot read the file: it is a folder'),
  },
  {
    name: 'an empty standard input',
    args: ['inspect', '-'],
    input: '',
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'error[cli/empty-input]: standard input is empty'),
  },
  {
    name: 'a closed standard input',
    args: ['check', '-'],
    plant: 'exec <&-',
    inShell: true,
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/empty-input'),
  },
  {
    name: 'a folder with a table whose name is not UTF-8',
    prepare: (folder) => mkdirSync(join(folder, 'odd')),
    plant: 'printf x >"odd/SSDT$(printf "\\377")"',
    args: ['inspect', 'odd'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, /cannot read SSDT\uFFFD: the name is not UTF-8\n.*\n +help: rename/),
  },
  {
    name: 'a table whose name is not UTF-8',
    plant: 'printf x >"SSDT$(printf "\\377")"; set -- "$@" "SSDT$(printf "\\377")"',
    args: ['inspect'],
    inShell: true,
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cannot read the file: the name is not UTF-8'),
  },
  {
    name: 'a domain without end',
    args: ['libvirt', 's.toml', '--domain', '/dev/zero', '-o', 'out.xml'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/too-large'),
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
