// The report of a guest through its agent: the script by guest-exec, or where that is blocked, the files one by one.

import { CPUS, FILES_OF_CPU, MARK, OTHER_FILES, PARTS, RUNNING_FILES, UNREADABLE } from '../../boot/init-script.js';
import { diagnostic } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import { readCpuset } from '../../spec/cpuset.js';
import { linuxScript } from '../linux-script.js';
import { FIRST_WORDS, VERSION } from '../report-text.js';
import { windowsScript } from '../windows-script.js';
import type { AgentAnswer, Ask } from './ask.js';

const POLL_MS = 250;
const MOST_POLLS = 240;

/** However slowly the agent answers. Hundreds of files, each by three runs of virsh, take a minute. */
const MOST_MS = 180_000;

/** Bytes of the report, as findReport reads them. */
export async function reportByAgent(unlimited: Ask, mostMs = MOST_MS): Promise<Result<Uint8Array>> {
  const ask = withDeadline(unlimited, mostMs);
  const system = await ask({ execute: 'guest-get-osinfo' });
  if (system.kind === 'failed') return noAgent(system);
  const isWindows = system.kind === 'return' && fieldOf(system.value, 'id') === 'mswindows';
  const started = await ask({ execute: 'guest-exec', arguments: isWindows ? POWERSHELL() : SHELL() });
  if (started.kind === 'failed') return noAgent(started);
  if (started.kind === 'return') return outputOf(ask, fieldOf(started.value, 'pid'));
  if (!started.isBlocked || isWindows)
    return fail(diagnostic('observe/agent-error', undefined, { text: started.text, isBlocked: started.isBlocked }));
  return filesOf(ask, started.text);
}

function withDeadline(ask: Ask, mostMs: number): Ask {
  const until = Date.now() + mostMs;
  return async (command) =>
    Date.now() < until
      ? ask(command)
      : { kind: 'failed', how: 'timeout', text: `it had ${mostMs / 1000} seconds for the whole report` };
}

const SHELL = () => ({ path: '/bin/sh', arg: ['-c', linuxScript()], 'capture-output': true });

const POWERSHELL = () => ({
  path: 'powershell.exe',
  arg: ['-NoProfile', '-NonInteractive', '-EncodedCommand', Buffer.from(windowsScript(), 'utf16le').toString('base64')],
  'capture-output': true,
});

type Failed = Extract<AgentAnswer, { kind: 'failed' }>;

function noAgent({ how, text }: Failed): Result<never> {
  return fail(diagnostic('observe/no-agent', undefined, { how, text }));
}

function error(text: string): Result<never> {
  return fail(diagnostic('observe/agent-error', undefined, { text, isBlocked: false }));
}

async function outputOf(ask: Ask, pid: unknown): Promise<Result<Uint8Array>> {
  if (typeof pid !== 'number') return error('guest-exec returned no pid');
  for (let i = 0; i < MOST_POLLS; i++) {
    const status = await ask({ execute: 'guest-exec-status', arguments: { pid } });
    if (status.kind === 'failed') return noAgent(status);
    if (status.kind === 'error') return error(status.text);
    if (fieldOf(status.value, 'exited') === true) {
      const output = fieldOf(status.value, 'out-data');
      return typeof output === 'string' ? ok(Buffer.from(output, 'base64')) : error(withoutOutput(status.value));
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return noAgent({ kind: 'failed', how: 'timeout', text: 'the script did not end' });
}

function withoutOutput(value: unknown): string {
  const errors = fieldOf(value, 'err-data');
  const text = typeof errors === 'string' ? Buffer.from(errors, 'base64').toString().trim().slice(0, 200) : '';
  return `the script printed nothing, and ended with ${exitCodeIn(value)}${text === '' ? '' : `: ${text}`}`;
}

function exitCodeIn(value: unknown): string {
  const code = fieldOf(value, 'exitcode');
  return typeof code === 'number' ? String(code) : 'no exit status';
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** Files that each vCPU has are asked for one by one: more of them take minutes. */
const MOST_VCPUS = 256;

async function filesOf(ask: Ask, blocked: string): Promise<Result<Uint8Array>> {
  const online = await fileOf(ask, `${CPUS}/online`);
  if (typeof online !== 'string')
    return fail(diagnostic('observe/agent-error', undefined, { text: blocked, isBlocked: true }));
  const cpus = readCpuset(online.trim());
  if ('why' in cpus || cpus.length > MOST_VCPUS)
    return error(`guest-exec is blocked, and the files of ${online.trim().slice(0, 40)} are too many to read alone`);
  const paths = cpus.flatMap((cpu) => [...FILES_OF_CPU.keys()].map((file) => `${CPUS}/cpu${cpu}/${file}`));
  const parts = [`${FIRST_WORDS} ${VERSION} linux`];
  let characters = 0;
  for (const path of [...OTHER_FILES.keys(), ...RUNNING_FILES.keys(), ...paths]) {
    const text = await fileOf(ask, path);
    if (typeof text === 'object') return noAgent(text);
    if (text === undefined) continue;
    parts.push(`${MARK} ${path}`, text.trimEnd());
    characters += text.length;
    if (characters > MOST_CHARACTERS) return noAgent({ kind: 'failed', how: 'too-long', text: '' });
  }
  return ok(Buffer.from(`${[...parts, `${MARK} ${PARTS.end}`].join('\n')}\n`));
}

/** More than the files of 256 vCPUs have. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** What one answer to guest-file-read may have; a file of sysfs has at most a page. */
const FILE_BYTES = 65_536;

/** The text of a file; undefined for one that is not there. */
async function fileOf(ask: Ask, path: string): Promise<string | undefined | Failed> {
  const opened = await ask({ execute: 'guest-file-open', arguments: { path, mode: 'r' } });
  if (opened.kind === 'failed') return opened;
  if (opened.kind === 'error') return /permission/i.test(opened.text) ? UNREADABLE : undefined;
  const handle = opened.value;
  if (typeof handle !== 'number') return UNREADABLE;
  const read = await ask({ execute: 'guest-file-read', arguments: { handle, count: FILE_BYTES } });
  const closed = await ask({ execute: 'guest-file-close', arguments: { handle } });
  if (closed.kind === 'failed') return closed;
  if (read.kind !== 'return') return read.kind === 'failed' ? read : UNREADABLE;
  const bytes = fieldOf(read.value, 'buf-b64');
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64').subarray(0, FILE_BYTES).toString() : UNREADABLE;
}
