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

async function scriptIn(folder: string, spec = SPEC, cores = 12): Promise<string> {
  const { script } = await makeFor(spec, `cores: ${cores}`);
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

testWith(
  NEEDS,
  'the hookscript reports a VM with another number of vCPUs, and host CPUs that do not exist',
  async () => {
    await inTemporaryFolder(async (folder) => {
      const script = await scriptIn(folder, specOf([['0'], ['4000']]), 2);
      await withQemu(
        folder,
        () => {
          const { status, stderr } = hook(['dash'], script, '100', 'post-start');
          assert.is(status, 1);
          assert.match(stderr, /^x3d\.hookscript\.sh: VM 100: cannot pin vCPU 1 to host CPUs 4000: .*\n$/);
          writeFileSync(script, readFileSync(script, 'utf8').replace('cpus=4000', 'cpus=0'));
          assert.match(
            hook(['dash'], script, '100', 'post-start').stderr,
            /the VM runs 3 vCPUs, and the spec has 2\n$/,
          );
        },
        3,
      );
    });
  },
);

test.run();
