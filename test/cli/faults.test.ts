// What goes wrong around us: a full disk, folders that cannot be written to, programs that hang, lie or are killed, and an
// interrupt or a kill at any moment. Nothing half-written, nothing left behind, and the documented exit status.

import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileAsl } from '../../src/iasl/run.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, interruptedCppcAcpi } from '../support/command-line.js';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const TRACE = /^\s+at .*:\d+:\d+|node:internal|this is a bug in cppc-acpi/m;

/** Every command that writes a file, and the files that it writes into `out`. */
const WRITERS = [
  {
    name: 'build',
    words: 'build good.toml --emit all --iasl off -o out',
    files: ['good.aml', 'good.asl', 'good.json'],
  },
  { name: 'decompile', words: 'decompile good.aml -o out/made.toml', files: ['made.toml'] },
  {
    name: 'build --emit proxmox',
    words: 'build vm.toml --emit proxmox --domain two.conf --iasl off -o out',
    files: ['vm.proxmox.args', 'vm.hookscript.sh'],
  },
  {
    name: 'build --emit qemu-fixture',
    words: 'build good.toml --emit qemu-fixture --iasl off -o out',
    files: ['tests/data/acpi/x86/q35/SSDT.good'],
  },
  { name: 'init', words: 'init --sysfs sys -o out/made.toml', files: ['made.toml'] },
  {
    name: 'init, two variants',
    words: 'init --variant a=sys --variant b=sys -o out/made.toml',
    files: ['made.toml'],
  },
  { name: 'host --svg', words: 'host --sysfs sys --svg out/host.svg', files: ['host.svg'] },
  { name: 'libvirt', words: 'libvirt good.toml --domain two-vcpus.xml -o out/made.xml', files: ['made.xml'] },
];

cases('the control: every writer writes', WRITERS, async ({ words, files }) => {
  await inScratch(async (cwd) => {
    mkdirSync(join(cwd, 'out'));
    const { status, stderr } = await cppcAcpi(words.split(' '), { cwd });
    assert.is(status, 0, stderr);
    for (const file of files) assert.ok(existsSync(join(cwd, 'out', file)), file);
  });
});

/** Node itself writes what it covered, and complains where it cannot. */
const NO_COVERAGE = { NODE_V8_COVERAGE: undefined };

// Node ignores SIGXFSZ: a file that would grow past the limit fails with EFBIG in the middle of a write, as ENOSPC does.
cases('a write that fails in the middle', WRITERS, async ({ words }) => {
  await inScratch(async (cwd) => {
    mkdirSync(join(cwd, 'out'));
    const shell = `ulimit -f 0; exec "$0" "$@"`;
    const run = await execa('sh', ['-c', shell, process.execPath, MAIN, ...words.split(' ')], {
      cwd,
      reject: false,
      env: NO_COVERAGE,
    });
    assert.is(run.exitCode, 1, run.stderr);
    assert.match(run.stderr, 'error[cli/cannot-write]');
    assert.not.match(run.stderr, /\bE[A-Z]{4,}\b/, 'the message has a name of errno');
    assert.not.match(run.stderr, TRACE);
    assert.equal(readdirSync(join(cwd, 'out')), []);
  });
});

cases(
  'standard output on a full disk',
  [
    ...['build good.toml --emit asl --iasl off -o -', 'check good.toml --json', 'preview good.toml'],
    ...['host --sysfs sys', 'host --sysfs sys --json', 'host --sysfs sys --svg -', 'host --script', 'init --sysfs sys'],
    ...['audit two-vcpus.xml', 'audit two.conf --json', 'observe --script linux', 'observe good.toml reports/linux'],
  ].map((name) => ({
    name,
  })),
  async ({ name }) => {
    await inScratch(async (cwd) => {
      const args = ['-c', 'exec "$0" "$@" >/dev/full', process.execPath, MAIN, ...name.split(' ')];
      const run = await execa('sh', args, { cwd, reject: false });
      assert.is(run.exitCode, 1, run.stderr);
      assert.match(run.stderr, 'the disk is full');
      assert.not.match(run.stderr, TRACE);
    });
  },
);

/** Root writes everywhere, unless it gives up to override permissions. Nobody else may read where these tests lie. */
const AS_OWNER = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];

cases('a folder that may not be written to', WRITERS, async ({ words }) => {
  await inScratch(async (cwd) => {
    mkdirSync(join(cwd, 'out'));
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'out'), 0o555);
    const isRoot = process.getuid?.() === 0;
    const before = isRoot ? AS_OWNER : [];
    const [program = '', ...args] = [...before, process.execPath, MAIN, ...words.split(' ')];
    const run = await execa(program, args, { cwd, reject: false });
    assert.is(run.exitCode, 1, run.stderr);
    assert.match(run.stderr, 'permission denied');
    assert.equal(readdirSync(join(cwd, 'out')), []);
  });
});

cases('a folder in the place of the output', WRITERS, async ({ words, files }) => {
  await inScratch(async (cwd) => {
    const [file = ''] = files;
    mkdirSync(join(cwd, 'out', file), { recursive: true });
    const { status, stderr } = await cppcAcpi(words.split(' '), { cwd });
    assert.is(status, 1, stderr);
    assert.not.match(stderr, TRACE);
    assert.equal(filesIn(join(cwd, 'out')), []);
  });
});

/** Loaded before the program: kills it in the middle of its write number KILL_AT, or before that renaming. */
const KILLER = `
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
let left = Number(process.env.KILL_AT);
const { appendFileSync, writeFileSync, renameSync, linkSync } = fs;
const { writeFile } = promises;
const dies = () => left-- === 0;
const die = () => process.kill(process.pid, 'SIGKILL');
const half = (path, content) => {
  appendFileSync(path, content.slice(0, content.length / 2));
  die();
};
promises.writeFile = (path, content, ...more) => (dies() ? half(path, content) : writeFile(path, content, ...more));
fs.writeFileSync = (path, content, ...more) => (dies() ? half(path, content) : writeFileSync(path, content, ...more));
fs.renameSync = (...paths) => (dies() ? die() : renameSync(...paths));
fs.linkSync = (...paths) => (dies() ? die() : linkSync(...paths));
syncBuiltinESMExports();
`;

/** More steps than any of them has. */
const MOST_STEPS = 25;

cases('killed in the middle of each write: an output that has its name is whole', WRITERS, async ({ words }) => {
  await inScratch(async (cwd) => {
    const run = async (killAt: number) => {
      const [out, before] = [`out${killAt}`, ['--import', `data:text/javascript,${encodeURIComponent(KILLER)}`]];
      mkdirSync(join(cwd, out));
      const args = words.split(' ').map((word) => word.replace(/^out/, out));
      const env = { KILL_AT: String(killAt) };
      const { signal } = await execa(process.execPath, [...before, MAIN, ...args], { cwd, env, reject: false });
      const files = filesIn(join(cwd, out)).filter((file) => !basename(file).startsWith('.'));
      return { killed: signal === 'SIGKILL', files: new Map(files.map((file) => [file, read(join(cwd, out, file))])) };
    };
    const whole = await run(-1);
    let steps = 0;
    for (let made = await run(0); made.killed && steps < MOST_STEPS; made = await run(steps)) {
      for (const [file, content] of made.files)
        assert.ok(content === whole.files.get(file), `${file} at step ${steps}`);
      steps++;
    }
    assert.ok(steps >= 2 && steps < MOST_STEPS, `${steps} steps`);
  });
});

/** The files below a folder, by their paths there. */
function filesIn(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((file) => statSync(join(folder, file)).isFile());
}

function read(file: string): string {
  return readFileSync(file, 'latin1');
}

/** A scratch folder with that iasl in PATH, and a folder of its own for temporary files. */
async function withIasl(
  script: string,
  work: (cwd: string, env: Record<string, string>) => Promise<void>,
): Promise<void> {
  await inScratch(async (cwd) => {
    for (const folder of ['bin', 'tmp']) mkdirSync(join(cwd, folder));
    writeFileSync(join(cwd, 'bin/iasl'), script, { mode: 0o755 });
    await work(cwd, { PATH: join(cwd, 'bin'), TMPDIR: join(cwd, 'tmp'), SCRATCH: cwd });
  });
}

const BROKEN_IASLS = [
  { name: 'is killed', script: '#!/bin/sh\nkill -9 $$\n', status: 3 },
  { name: 'is no program', script: '\0\x01garbage', status: 3 },
  { name: 'says nothing and makes nothing', script: '#!/bin/sh\n', status: 3 },
  { name: 'makes a folder', script: '#!/bin/sh\n/bin/mkdir table.aml table.dsl\n', status: 3 },
  { name: 'prints without end', script: '#!/bin/sh\nexec /usr/bin/yes "$(printf "\\033[2J garbage")"\n', status: 3 },
  { name: 'makes garbage', script: '#!/bin/sh\n/usr/bin/head -c 100 /dev/urandom >table.aml\n', status: 1 },
];

cases('an iasl that', BROKEN_IASLS, async ({ script, status }) => {
  await withIasl(script, async (cwd, env) => {
    const run = await cppcAcpi(['build', 'good.toml', '-o', 'out'], { cwd, env });
    assert.is(run.status, status, run.stderr);
    assert.match(run.stderr, /error\[iasl\/(?:failed|differs)\]/);
    assert.not.match(run.stderr, TRACE);
    assert.not.match(run.stderr, /[^\P{Cc}\n]/u);
    assert.not.ok(existsSync(join(cwd, 'out')));
    assert.equal(readdirSync(join(cwd, 'tmp')), []);
  });
});

test('ends an iasl that hangs, and reports the failure', async () => {
  await withIasl('#!/bin/sh\ntrap "" TERM INT\nexec /bin/sleep 60\n', async (cwd) => {
    const path = process.env['PATH'];
    process.env['PATH'] = join(cwd, 'bin');
    try {
      const { state } = await compileAsl(new Uint8Array(), 300);
      assert.is(state, 'failed');
    } finally {
      process.env['PATH'] = path;
    }
  });
});

const INTERRUPTS = (['SIGINT', 'SIGTERM'] as const).flatMap((signal) =>
  ['build good.toml -o out', 'verify good.aml'].map((command) => ({ name: `${signal}, ${command}`, signal, command })),
);

cases('interrupted while iasl hangs: nothing is left', INTERRUPTS, async ({ signal, command }) => {
  const script = '#!/bin/sh\ntrap "" TERM INT\necho $$ >"$SCRATCH/pid"\nexec /bin/sleep 60\n';
  await withIasl(script, async (cwd, env) => {
    const pid = () => (existsSync(join(cwd, 'pid')) ? readFileSync(join(cwd, 'pid'), 'utf8') : '');
    const { status } = await interruptedCppcAcpi(command.split(' '), { cwd, env }, signal, () => pid().endsWith('\n'));
    assert.is(status, 130);
    assert.equal(readdirSync(join(cwd, 'tmp')), []);
    assert.not.ok(existsSync(join(cwd, 'out')));
    assert.ok(await ends(Number(pid())), 'iasl runs on');
  });
});

const BROKEN_QEMUS = [
  { name: 'is killed', script: '#!/bin/sh\nkill -9 $$\n', code: 'boot/qemu-failed' },
  { name: 'is no program', script: '\0\x01garbage', code: 'boot/' },
  { name: 'says nothing', script: '#!/bin/sh\n', code: 'boot/no-report' },
  { name: 'prints without end', script: '#!/bin/sh\nexec /usr/bin/yes garbage\n', code: 'boot/' },
];

cases('a QEMU that', BROKEN_QEMUS, async ({ script, code }) => {
  await withIasl('#!/bin/sh\n', async (cwd, env) => {
    writeFileSync(join(cwd, 'bin/qemu-system-x86_64'), script, { mode: 0o755 });
    writeFileSync(join(cwd, 'bin/busybox'), '#!/bin/sh\n', { mode: 0o755 });
    const run = await cppcAcpi(['boot', 'good.toml', '--accel', 'tcg', '--kernel', 'kernel.aml'], { cwd, env });
    assert.is(run.status, 3, run.stderr);
    assert.ok(run.stderr.includes(`error[${code}`), run.stderr);
    assert.not.match(run.stderr, TRACE);
    assert.equal(readdirSync(join(cwd, 'tmp')), []);
  });
});

/** Whether a process is gone within a while. */
async function ends(pid: number): Promise<boolean> {
  for (let look = 0; look < 50; look++) {
    if (!existsSync(`/proc/${pid}`) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

test.run();
