// The hookscript, run as Proxmox runs it, against the threads of a real QEMU. The folder of the process ids is another one.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { QM_PID_FOLDER } from '../../grammar/proxmox.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';
import { outside, testWith } from '../support/outside.js';
import { makeFor, specOf } from './vms.js';

const NEEDS = ['qemu-system-x86_64', 'taskset', 'dash', 'busybox'] as const;
const SHELLS = [['dash'], ['busybox', 'sh']] as const;
const LAST = availableParallelism() - 1;

/** Twelve vCPUs; the first ones have a thread each, the others a set, and the last one has none. */
const PINS = Array.from({ length: 12 }, (_, i) => [i < 8 ? `${i % 2 === 0 ? 0 : LAST}` : `0-${LAST}`]);
const SPEC = specOf(PINS).replace(/\nhost_threads = \[[^\]]*\]\n$/, '\n');

async function scriptIn(folder: string, spec = SPEC, config = 'cores: 12'): Promise<string> {
  const { script } = await makeFor(spec, config);
  mkdirSync(join(folder, 'run'));
  const file = join(folder, 'x3d.hookscript.sh');
  writeFileSync(file, (script ?? '').replaceAll(QM_PID_FOLDER, join(folder, 'run')), { mode: 0o755 });
  return file;
}

interface Hooked {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function hook(shell: readonly string[], script: string, ...args: readonly string[]): Hooked {
  const [program = '', ...first] = shell;
  return spawnSync(outside(program as 'dash'), [...first, script, ...args], { encoding: 'utf8' });
}

/** Starts QEMU with stopped CPUs, as a daemon with a file of its process id, and ends it. */
async function withQemu(folder: string, work: (pid: number) => Promise<void> | void, vcpus = 12): Promise<void> {
  const file = join(folder, 'run/100.pid');
  const machine = ['-machine', 'q35', '-accel', 'tcg,thread=multi', '-m', '16', '-smp', String(vcpus)];
  const stopped = [
    '-S',
    '-display',
    'none',
    '-nodefaults',
    '-name',
    'x,debug-threads=on',
    '-pidfile',
    file,
    '-daemonize',
  ];
  await execa(outside('qemu-system-x86_64'), [...machine, ...stopped], { stdio: 'ignore' });
  const pid = Number(readFileSync(file, 'utf8'));
  try {
    await work(pid);
  } finally {
    process.kill(pid, 'SIGKILL');
  }
}

/** The CPUs of each thread, by its name. */
function affinities(pid: number): Record<string, string> {
  const tasks = readdirSync(`/proc/${pid}/task`).map((task) => {
    const name = readFileSync(`/proc/${pid}/task/${task}/comm`, 'utf8').trim();
    const { stdout } = spawnSync(outside('taskset'), ['-pc', task], { encoding: 'utf8' });
    return [`${name} ${name.startsWith('CPU') ? '' : task}`.trim(), stdout.replace(/^.*: |\n$/g, '')] as const;
  });
  return Object.fromEntries(tasks);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

for (const shell of SHELLS)
  testWith(NEEDS, `the hookscript pins the vCPUs of QEMU and changes nothing else: ${shell[0]}`, async () => {
    await inTemporaryFolder(async (folder) => {
      const script = await scriptIn(folder);
      await withQemu(folder, (pid) => {
        const [before, files] = [affinities(pid), filesBelow(folder)];
        assert.equal(hook(shell, script, '100', 'pre-start').status, 0);
        assert.equal(affinities(pid), before, 'other phases do nothing');
        const { status, stdout, stderr } = hook(shell, script, '100', 'post-start');
        assert.equal([status, stdout, stderr], [0, '', '']);
        const wanted = Object.fromEntries(
          PINS.slice(0, 11).map(([cpus = ''], i) => [
            `CPU ${i}/TCG`,
            cpus === '0-0' ? '0' : cpus.replace('0-1', '0,1'),
          ]),
        );
        assert.is(Object.keys(before).length > 12, true);
        const after = affinities(pid);
        for (const [name, cpus] of Object.entries({ ...before, ...wanted }))
          assert.is(after[name]?.replace('0-1', '0,1'), cpus.replace('0-1', '0,1'), name);
        assert.equal(filesBelow(folder), files);
      });
    });
  });

interface Failing {
  readonly name: string;
  readonly args: readonly string[];
  readonly before?: (folder: string) => void;
  readonly says: RegExp;
}

const FAILING: readonly Failing[] = [
  { name: 'no VM', args: ['', 'post-start'], says: /VM : not the number of a VM/ },
  { name: 'a path as a VM', args: ['../100', 'post-start'], says: /not the number of a VM/ },
  {
    name: 'a VM that does not run',
    args: ['999', 'post-start'],
    says: /cannot read the process of QEMU from .*999\.pid/,
  },
  {
    name: 'an empty file',
    args: ['100', 'post-start'],
    before: (folder) => writeFileSync(join(folder, 'run/100.pid'), ''),
    says: /cannot read the process/,
  },
  {
    name: 'QEMU that has ended',
    args: ['100', 'post-start'],
    before: (folder) => writeFileSync(join(folder, 'run/100.pid'), `${spawnSync('true').pid}\n`),
    says: /is not the QEMU of this VM, or has ended/,
  },
  {
    name: 'a process of something else',
    args: ['100', 'post-start'],
    before: (folder) => writeFileSync(join(folder, 'run/100.pid'), `${process.pid}\n`),
    says: /is not the QEMU of this VM/,
  },
];

cases('the hookscript fails with one line', FAILING, async ({ args, before, says }) => {
  await inTemporaryFolder(async (folder) => {
    const script = await scriptIn(folder);
    before?.(folder);
    const { exitCode, stdout, stderr } = await execa('/bin/sh', [script, ...args], { reject: false });
    assert.equal([exitCode, stdout, stderr.split('\n').length], [1, '', 1], stderr);
    assert.match(stderr, says);
  });
});

testWith(NEEDS, 'the hookscript reports host CPUs that do not exist, and pins the other vCPUs', async () => {
  await inTemporaryFolder(async (folder) => {
    const script = await scriptIn(folder, specOf([['4000'], ['0']]), 'cores: 2');
    await withQemu(
      folder,
      (pid) => {
        const { status, stderr } = hook(['dash'], script, '100', 'post-start');
        assert.is(status, 1);
        assert.match(stderr, /^x3d\.hookscript\.sh: VM 100: cannot pin vCPU 0 to host CPUs 4000: .*\n$/);
        assert.is(affinities(pid)['CPU 1/TCG'], '0');
      },
      2,
    );
  });
});

interface Counted {
  readonly name: string;
  readonly config: string;
  /** vCPUs of the spec, and those that run. */
  readonly spec: number;
  readonly runs: number;
  readonly says: RegExp;
}

// biome-ignore format: a row a line
const COUNTS: readonly Counted[] = [
  { name: 'as many as the spec', config: 'cores: 3', spec: 3, runs: 3, says: /^$/ },
  { name: 'those of vcpus', config: 'cores: 3\nvcpus: 2', spec: 3, runs: 2, says: /^$/ },
  { name: 'one that was plugged in', config: 'cores: 3\nvcpus: 2', spec: 3, runs: 3, says: /^$/ },
  { name: 'fewer than vcpus', config: 'cores: 3\nvcpus: 2', spec: 3, runs: 1, says: /^x3d\.hookscript\.sh: VM 100: the VM runs only 1 of the 2 vCPUs that it had when this script was made\n$/ },
  { name: 'more than the spec', config: 'cores: 2', spec: 2, runs: 4, says: /^x3d\.hookscript\.sh: VM 100: the VM runs vCPU 3, but the spec has only 2 vCPUs, from 0 on: the others are not pinned\n$/ },
];

for (const { name, config, spec, runs, says } of COUNTS)
  testWith(NEEDS, `the hookscript pins the vCPUs that run: ${name}`, async () => {
    await inTemporaryFolder(async (folder) => {
      const script = await scriptIn(folder, specOf(Array.from({ length: spec }, () => ['0'])), config);
      await withQemu(
        folder,
        (pid) => {
          const { status, stdout, stderr } = hook(['dash'], script, '100', 'post-start');
          assert.equal([status, stdout], [0, ''], stderr);
          assert.match(stderr, says);
          const pinned = Object.entries(affinities(pid)).filter(
            ([task, cpus]) => task.startsWith('CPU') && cpus === '0',
          );
          assert.is(pinned.length, Math.min(spec, runs));
        },
        runs,
      );
    });
  });

test.run();
