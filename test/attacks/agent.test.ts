// Attacks by a program that says it is a guest agent, at its socket or behind virsh.

import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Ask } from '../../src/observe/agent/ask.js';
import { reportByAgent } from '../../src/observe/agent/report.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { type Attack, attacks, isClean, read, SPEC } from './attack.js';

type Answer = Readonly<Record<string, unknown>> | string;

/** Answers by the name of a command; the others get an empty object. */
function agent(answers: Readonly<Record<string, Answer>>) {
  return (socket: Socket) => {
    let text = '';
    socket.setEncoding('latin1').on('data', (more) => {
      const lines = (text + String(more).replaceAll('\u00ff', '')).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const { execute, arguments: given } = JSON.parse(line);
        const answer = answers[execute] ?? { return: given?.id ?? {} };
        socket.write(`${typeof answer === 'string' ? answer : JSON.stringify(answer)}\n`);
      }
    });
  };
}

const flood = (piece: string) => (socket: Socket) => {
  const send = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', send);
  send();
};

/** Its conversion to a string throws. */
const NO_TEXT = { toString: 1, valueOf: 1 };
const ESCAPES = '\u001b[2J\u009b1m\u202e';
const ended = (more: object) => agent({ 'guest-exec': { return: { pid: 1 } }, 'guest-exec-status': { return: more } });
const base64 = (text: string) => Buffer.from(text).toString('base64');

interface Row {
  readonly name: string;
  readonly serve: (socket: Socket) => void;
  readonly says: RegExp;
}

const ROWS: readonly Row[] = [
  { name: 'an error that is an object', serve: agent({ 'guest-exec': { error: { desc: NO_TEXT } } }), says: /unknown/ },
  { name: 'an error that is null', serve: agent({ 'guest-exec': { error: null } }), says: /unknown error/ },
  { name: 'escapes as an error', serve: agent({ 'guest-exec': { error: { desc: ESCAPES } } }), says: /\?\[2J\?1m\?/ },
  {
    name: 'an exit status that is an object',
    serve: ended({ exited: true, exitcode: NO_TEXT }),
    says: /no exit status/,
  },
  { name: 'escapes as an output', serve: ended({ exited: true, 'out-data': base64(ESCAPES) }), says: /not-a-report/ },
  {
    name: 'an output of 8.1 MiB',
    serve: ended({ exited: true, 'out-data': base64('x'.repeat(8.1 * 1024 ** 2)) }),
    says: /cli\/too-large.*longer than 8388608 bytes/,
  },
  {
    name: 'an error of 11 MB',
    serve: agent({ 'guest-exec': { error: { desc: 'x'.repeat(11_000_000) } } }),
    says: /x…/,
  },
  { name: 'an answer of 13 MB', serve: agent({ 'guest-exec': 'x'.repeat(13_000_000) }), says: /longer than 12 MiB/ },
  { name: 'no JSON', serve: agent({ 'guest-get-osinfo': ESCAPES }), says: /no answer of a guest agent: \?\[2J/ },
  { name: 'a line without end', serve: flood('x'.repeat(65_536)), says: /longer than 12 MiB/ },
  {
    name: 'answers to others without end',
    serve: flood('{"return":1}\n'.repeat(5000)),
    says: /does not answer|another program|longer than/,
  },
  { name: 'line ends without end', serve: flood('\n'.repeat(65_536)), says: /does not answer|longer than/ },
  { name: 'delimiters without end', serve: flood('\u00ff'.repeat(65_536)), says: /longer than 12 MiB/ },
  { name: 'the end at once', serve: (socket) => socket.destroy(), says: /error\[observe\/no-agent\]/ },
];

/** A machine with other work needs longer. */
const MOST_MS = 15_000;

cases('attack: a guest agent that sends', ROWS, async ({ serve, says }) => {
  await inScratch(async (cwd) => {
    writeFileSync(join(cwd, 's.toml'), SPEC);
    const path = join(cwd, 'agent');
    const server = createServer((socket) => serve(socket.on('error', () => {}))).listen(path);
    try {
      const before = Date.now();
      const run = await cppcAcpi(['observe', 's.toml', '--agent', path], { cwd, timeoutMs: 60_000 });
      isClean(cwd, run);
      assert.is(run.status, 1);
      assert.match(run.stderr, says);
      assert.not.match(run.stderr, /\bE[A-Z]{4,}\b/, 'the message has a name of errno');
      assert.ok(run.stderr.length < 2000);
      assert.ok(Date.now() - before < MOST_MS, `${Date.now() - before} ms`);
    } finally {
      server.close();
      rmSync(path, { force: true });
    }
  });
});

cases(
  'attack: no socket',
  [
    { name: 'a long path', path: 'x'.repeat(200), says: /at most 107 are possible/ },
    { name: 'a file', path: 'good.toml', says: /it is not a socket/ },
  ],
  async ({ path, says }) => {
    await inScratch(async (cwd) => {
      const run = await cppcAcpi(['observe', 'good.toml', '--agent', path], { cwd });
      assert.is(run.status, 1);
      assert.match(run.stderr, says);
    });
  },
);

const NEVER_READY = [
  { name: 'a script that never ends', answer: { exited: false } },
  { name: 'files that come slowly', isBlocked: true, answer: { 'buf-b64': base64('0-255') } },
];

cases('the whole report has a time limit', NEVER_READY, async ({ isBlocked, answer }) => {
  const ask: Ask = async ({ execute }) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (execute === 'guest-exec' && isBlocked) return { kind: 'error', text: 'blocked', isBlocked };
    if (execute === 'guest-file-open') return { kind: 'return', value: 1 };
    return { kind: 'return', value: execute === 'guest-exec' ? { pid: 1 } : answer };
  };
  const { value, diagnostics } = await reportByAgent(ask, 1000);
  assert.is(value, undefined);
  assert.match(diagnostics[0]?.message ?? '', 'it had 1 seconds for the whole report');
});

test('files without end have a limit together', async () => {
  const file = base64('x'.repeat(65_536));
  const ask: Ask = async ({ execute, arguments: given }) => {
    if (execute === 'guest-exec') return { kind: 'error', text: 'blocked', isBlocked: true };
    if (execute === 'guest-file-open')
      return { kind: 'return', value: String(given?.['path']).endsWith('online') ? 1 : 2 };
    const online = execute === 'guest-file-read' && given?.['handle'] === 1;
    return { kind: 'return', value: { 'buf-b64': online ? base64('0-255') : file } };
  };
  const { diagnostics } = await reportByAgent(ask);
  assert.match(diagnostics[0]?.message ?? '', 'longer than 12 MiB');
});

const OBSERVE = ['observe', 's.toml', '--domain=-rf x', '--connect=-c y'];
const virsh = (script: string) => ({ virsh: `echo $$ >>"$SCRATCH/pids"\n${script}` });
const says = (words: RegExp) => (folder: string, run: Parameters<typeof isClean>[1]) => {
  isClean(folder, run);
  assert.match(run.stderr, words);
};

const VIRSH: readonly Attack[] = [
  { name: 'escapes', programs: virsh(`printf '\\033[2J\\302\\2331m\\342\\200\\256'`), check: says(/\?\[2J\?1m\?/) },
  {
    name: 'escapes as an error',
    programs: virsh(`printf 'error: \\033[2J\\302\\2331m\\342\\200\\256\\n' >&2; exit 1`),
    check: says(/\?\[2J\?1m\?/),
  },
  { name: 'answers without end', programs: virsh('exec yes'), check: says(/longer than 12 MiB/) },
  { name: 'errors without end', programs: virsh('exec yes >&2'), check: says(/longer than 12 MiB/) },
  { name: 'an error of 3 MB', programs: virsh(`yes error: | head -c 3000000 >&2; exit 1`), check: says(/cannot ask/) },
  { name: 'no words', programs: virsh('sleep 60 & exit 7'), check: says(/cannot ask the guest agent/) },
  {
    name: 'its words: a name is no option',
    programs: virsh(`printf '%s\\n' "$1" "$3" >"$SCRATCH/words"`),
    check: (folder: string) => assert.is(read(folder, 'words'), '--connect=-c y\n--domain=-rf x\n'),
  },
].map((row) => ({ ...row, name: `virsh: ${row.name}`, args: OBSERVE, status: 1 }));

attacks(VIRSH);

test.run();
