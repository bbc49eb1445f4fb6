// SIGINT and SIGTERM end a command within a second, wherever it is, and even SIGKILL leaves no program behind.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { inScratch, interruptedCppcAcpi } from '../support/command-line.js';
import { attacker, BUILD, SPEC } from './attack.js';
import { installed, noProcessIsLeft, pidsIn } from './made-up-programs.js';

const CHECKED = [...BUILD.slice(0, -1), 'require'];
const BOOT = ['boot', 's.toml', '--kernel', 'kernel.aml', '--accel', 'tcg'];

/** A program that ignores signals, with a child that does, too. */
const STAYS = `trap '' INT TERM HUP; sleep 60 & echo $! >>"$SCRATCH/pids"; echo $$ >>"$SCRATCH/pids"; echo ready >>"$SCRATCH/pids"; sleep 60`;
/** A QEMU whose guest has sent its report. */
const REPORTS = `printf '==== log\\n==== end\\n' >report`;

/** Reading the report becomes a computation of ten seconds. */
const READS = `const { startsWith } = String.prototype;
String.prototype.startsWith = function (word, ...more) {
  if (word === '==== ') {
    fs.appendFileSync('pids', 'ready\\n');
    for (const end = Date.now() + 10_000; Date.now() < end; );
  }
  return startsWith.call(this, word, ...more);
};`;

const PROGRAMS = { iasl: STAYS, virsh: STAYS, 'qemu-system-x86_64': STAYS, busybox: '' };

/** Reading the text of the spec becomes a computation of ten seconds. */
const COMPUTES = `const { decode } = TextDecoder.prototype;
TextDecoder.prototype.decode = function (bytes, ...more) {
  const text = decode.call(this, bytes, ...more);
  if (!text.startsWith('[guest]')) return text;
  fs.appendFileSync('pids', 'ready\\n');
  for (const end = Date.now() + 10_000; Date.now() < end; );
  return text;
};`;

/** A guest agent that never answers, in the process itself: it is there before the command asks. */
const AGENT = `const server = require('node:net').createServer(() => fs.appendFileSync('pids', 'ready\\n'));
server.listen('agent').unref();`;

/** The process opens this pipe and waits; nobody writes. */
const WAITS = `const { openSync } = fs;
fs.openSync = (path, ...more) => {
  if (path === 'pipe') fs.appendFileSync('pids', 'ready\\n');
  return openSync(path, ...more);
};`;

interface Row {
  readonly name: string;
  readonly args: readonly string[];
  readonly between?: string;
  /** The script in the place of QEMU. */
  readonly qemu?: string;
  /** The status after SIGINT and SIGTERM; undefined if the signal itself ends the process. */
  readonly status: number | undefined;
}

const ROWS: readonly Row[] = [
  { name: 'build waits for iasl', args: CHECKED, status: 130 },
  { name: 'verify waits for iasl', args: ['verify', 'good.aml'], status: 130 },
  { name: 'boot waits for QEMU', args: BOOT, status: 130 },
  { name: 'boot reads a report', args: BOOT, between: READS, qemu: REPORTS, status: undefined },
  { name: 'check computes', args: ['check', 's.toml'], between: COMPUTES, status: undefined },
  { name: 'check computes what it has read from a pipe', args: ['check', '-'], between: COMPUTES, status: undefined },
  { name: 'build computes', args: CHECKED, between: COMPUTES, status: undefined },
  { name: 'observe waits for virsh', args: ['observe', 's.toml', '--domain', 'x'], status: 130 },
  { name: 'observe waits for an agent', args: ['observe', 's.toml', '--agent', 'agent'], between: AGENT, status: 130 },
  { name: 'observe waits for a report', args: ['observe', 's.toml', 'pipe'], between: WAITS, status: 130 },
  { name: 'audit waits for a configuration', args: ['audit', 'pipe'], between: WAITS, status: 130 },
  {
    name: 'audit waits for capabilities',
    args: ['audit', '--cpu-flags', 'host', '--capabilities', 'pipe'],
    between: WAITS,
    status: 130,
  },
  {
    name: 'init waits for a domain',
    args: ['init', '--sysfs', '.', '--domain', 'pipe', '-o', 'out/x'],
    between: WAITS,
    status: 130,
  },
  { name: 'inspect waits for a pipe', args: ['inspect', 'pipe'], between: WAITS, status: 130 },
];

/** One second is promised; the rest is for a busy machine. */
const MOST_MS = 2000;

cases(
  'ended',
  ROWS.flatMap((row) =>
    (['SIGINT', 'SIGTERM'] as const).map((signal) => ({ ...row, name: `${row.name}: ${signal}`, signal })),
  ),
  async ({ args, between, qemu, status, signal }) => {
    await inScratch(async (cwd) => {
      const env = await prepared(cwd, between, qemu);
      let sent = 0;
      const run = await interruptedCppcAcpi(args, { cwd, env, input: SPEC }, signal, () => {
        if (isReady(cwd)) sent = Date.now();
        return sent > 0;
      });
      assert.is(run.status, status, run.stderr);
      assert.ok(Date.now() - sent < MOST_MS, `${Date.now() - sent} ms`);
      assert.equal(readdirSync(join(cwd, 'tmp')), []);
      await noProcessIsLeft(cwd);
    });
  },
);

cases('killed', ROWS.slice(0, 3), async ({ args }) => {
  await inScratch(async (cwd) => {
    const env = await prepared(cwd, undefined);
    await interruptedCppcAcpi(args, { cwd, env }, 'SIGKILL', () => isReady(cwd));
    await noProcessIsLeft(cwd);
  });
});

async function prepared(cwd: string, between: string | undefined, qemu = STAYS): Promise<Record<string, string>> {
  writeFileSync(join(cwd, 's.toml'), SPEC);
  mkdirSync(join(cwd, 'out'));
  await execa('mkfifo', [join(cwd, 'pipe')]);
  const env = installed(cwd, { ...PROGRAMS, 'qemu-system-x86_64': qemu });
  return between === undefined ? env : { ...env, NODE_OPTIONS: `--require=${attacker(cwd, between)}` };
}

function isReady(cwd: string): boolean {
  return existsSync(join(cwd, 'pids')) && pidsIn(cwd).some(Number.isNaN);
}

test.run();
