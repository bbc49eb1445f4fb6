// Attacks by a copy of another host's sysfs, which `init` reads.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Run } from '../support/command-line.js';
import { type Attack, attacks, isClean, sparse } from './attack.js';

const INIT = ['init', '--sysfs', 'tree'];
const CPUS = 'tree/devices/system/cpu';
const HIGHEST = `${CPUS}/cpu0/acpi_cppc/highest_perf`;
const LEVELS = { highest_perf: 200, nominal_perf: 100, lowest_nonlinear_perf: 50, lowest_perf: 10 };

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A good tree of that many CPUs, each a core of its own unless the text says otherwise. */
function tree(folder: string, cpus: number, siblings?: string): void {
  for (let cpu = 0; cpu < cpus; cpu++) {
    const own = join(folder, CPUS, `cpu${cpu}`);
    for (const [file, level] of Object.entries(LEVELS)) put(join(own, 'acpi_cppc', file), `${level}\n`);
    put(join(own, 'topology/thread_siblings_list'), `${siblings ?? cpu}\n`);
  }
}

/** The level of CPU 0 is replaced by what the attacker makes; CPU 1 is good. */
const instead = (make: (path: string, folder: string) => void) => (folder: string) => {
  tree(folder, 2);
  rmSync(join(folder, HIGHEST));
  make(join(folder, HIGHEST), folder);
};

const says = (words: RegExp) => (folder: string, run: Run) => {
  assert.match(run.stderr, words);
  assert.ok(run.stderr.length < 3000, `${run.stderr.length} characters`);
  isClean(folder, run);
};

const TREES: readonly Attack[] = [
  { name: 'a pipe', prepare: instead((path) => execFileSync('mkfifo', [path])), says: /not a regular file/ },
  { name: 'a device', prepare: instead((path) => symlinkSync('/dev/zero', path)), says: /a link leads out of tree/ },
  { name: 'a link to itself', prepare: instead((path) => symlinkSync('highest_perf', path)), says: /cpu-unread/ },
  { name: 'a file of 3 GiB', prepare: instead((path) => sparse(path, 3 * 1024 ** 3)), says: /cpu-unread/ },
  {
    name: 'a link to a file of this host',
    prepare: instead((path, folder) => {
      writeFileSync(join(folder, 'secret'), 'SECRET');
      symlinkSync(join(folder, 'secret'), path);
    }),
    says: /^(?![\s\S]*SECRET)[\s\S]*a link leads out of tree/,
  },
  {
    name: 'a number in a file of this host',
    prepare: instead((path, folder) => {
      writeFileSync(join(folder, 'secret'), '123');
      symlinkSync(join(folder, 'secret'), path);
    }),
    says: /a link leads out of tree/,
  },
  {
    name: 'a link to a folder of this host as a CPU',
    prepare: (folder: string) => {
      tree(folder, 2);
      put(join(folder, 'other/acpi_cppc/highest_perf'), 'SECRET');
      rmSync(join(folder, CPUS, 'cpu0'), { recursive: true });
      symlinkSync(join(folder, 'other'), join(folder, CPUS, 'cpu0'));
    },
    says: /^(?![\s\S]*SECRET)[\s\S]*a link leads out of tree/,
  },
  {
    name: 'escapes as a number and in names',
    prepare: instead((path, folder) => {
      writeFileSync(path, '\u001b[2J\u009b1m\u202E');
      mkdirSync(join(folder, CPUS, 'cpu1\u001b[2J'));
    }),
    says: /cpu-unread/,
  },
  {
    name: '200 CPUs that all name each other, many times',
    prepare: (folder: string) => tree(folder, 200, Array(500).fill('0-65535').join(',')),
    says: /^/,
  },
  {
    name: '9,000 folders of CPUs',
    prepare: (folder: string) => {
      mkdirSync(join(folder, CPUS), { recursive: true });
      for (let cpu = 0; cpu < 9000; cpu++) mkdirSync(join(folder, CPUS, `cpu${cpu}`));
    },
    status: 1,
    says: /none of 8192 CPUs has acpi_cppc/,
  },
].map(({ says: words, ...row }) => ({ status: 0, ...row, args: INIT, check: says(words) }));

attacks(TREES);

test.run();
