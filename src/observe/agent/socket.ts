import { statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { reasonOf } from '../../scratch/reason.js';
import { type AgentAnswer, type AgentCommand, type Ask, answerOf, MOST_ANSWER } from './ask.js';

/** The agent skips everything before this byte, and puts one before its answer to guest-sync-delimited. */
const DELIMITER = 0xff;

interface AgentSocket {
  readonly ask: Ask;
  readonly close: () => void;
}

/** The UNIX socket of the agent's virtio-serial port. Only one program at a time may talk to it. */
export async function agentSocket(path: string, timeoutMs: number): Promise<AgentSocket | AgentAnswer> {
  const socket = await connected(path);
  if (!('write' in socket)) return socket;
  const lines = new Lines(socket);
  const ask = async (command: AgentCommand) => {
    socket.write(`${JSON.stringify(command)}\n`);
    return lines.next(timeoutMs);
  };
  const failed = await synchronized(socket, lines, timeoutMs);
  if (!failed) return { ask, close: () => socket.destroy() };
  socket.destroy();
  return failed.how === 'timeout' ? { ...failed, how: 'not-connected' } : failed;
}

/** An agent that starts later, as in a guest that boots, gets no command of before. */
const REPEAT_MS = 2_000;

/** Skips what was meant for earlier programs, up to the answer to a command of ours; or says why none came. */
async function synchronized(socket: Socket, lines: Lines, timeoutMs: number): Promise<FailedAnswer | undefined> {
  const until = Date.now() + timeoutMs;
  for (let id = Math.trunc(Math.random() * 2 ** 30); ; id++) {
    socket.write(Buffer.from([DELIMITER]));
    socket.write(`${JSON.stringify({ execute: 'guest-sync-delimited', arguments: { id } })}\n`);
    const failed = await answerTo(id, lines, Math.min(Date.now() + REPEAT_MS, until));
    if (failed?.how !== 'timeout' || Date.now() >= until) return failed;
  }
}

type FailedAnswer = Extract<AgentAnswer, { kind: 'failed' }>;

async function answerTo(id: number, lines: Lines, until: number): Promise<FailedAnswer | undefined> {
  while (true) {
    const answer = await lines.next(until - Date.now());
    if (answer.kind === 'return' && answer.value === id) return undefined;
    if (answer.kind === 'failed' && answer.how !== 'not-json') return answer;
    // Lines without end, none of which answers.
    if (Date.now() >= until) return { kind: 'failed', how: 'timeout', text: '' };
  }
}

/** sockaddr_un of Linux, with the zero behind it. A longer path would be cut, and name another socket. */
const MOST_PATH_BYTES = 107;

function connected(path: string): Promise<Socket | AgentAnswer> {
  const failed = (text: string) => ({ kind: 'failed', how: 'no-socket', text }) as const;
  const bytes = Buffer.byteLength(path);
  if (bytes > MOST_PATH_BYTES)
    return Promise.resolve(failed(`its path has ${bytes} bytes, and at most ${MOST_PATH_BYTES} are possible`));
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error) => resolve(failed(whyRefused(path, error))));
  });
}

function whyRefused(path: string, error: Error): string {
  if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') return reasonOf(error);
  const isSocket = statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
  return isSocket ? 'no QEMU listens there' : 'it is not a socket';
}

/** The answers as they come, with a limit. */
class Lines {
  private whole: string[] = [];
  /** How many of them were taken. */
  private taken = 0;
  /** The pieces of a line that has no end yet. */
  private pieces: string[] = [];
  private length = 0;
  private end: AgentAnswer | undefined;
  private wake: () => void = () => {};

  constructor(socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (more) => {
      this.add(String(more));
      if (this.length > MOST_ANSWER && !this.end) {
        this.end = { kind: 'failed', how: 'too-long', text: '' };
        socket.destroy();
      }
      this.wake();
    });
    const ended = (text: string) => {
      this.end ??= { kind: 'failed', how: 'ended', text };
      this.wake();
    };
    socket.on('error', (error) => ended(reasonOf(error)));
    socket.on('close', () => ended('it closed the socket'));
  }

  private isTooLong(): boolean {
    return this.end?.kind === 'failed' && this.end.how === 'too-long';
  }

  private add(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.pieces.push(first);
    this.length += text.length;
    for (const other of others) {
      this.whole.push(this.pieces.join(''));
      this.pieces = [other];
    }
  }

  async next(timeoutMs: number): Promise<AgentAnswer> {
    const until = Date.now() + timeoutMs;
    while (true) {
      const line = this.isTooLong() ? undefined : this.whole[this.taken];
      if (line !== undefined) return this.take(line);
      if (this.end) return this.end;
      const left = until - Date.now();
      if (left <= 0) return { kind: 'failed', how: 'timeout', text: '' };
      await this.more(left);
    }
  }

  /** The bytes of a line are those of UTF-8, behind the delimiter. */
  private take(line: string): AgentAnswer {
    this.length -= line.length + 1;
    this.taken++;
    if (this.taken === this.whole.length) {
      this.whole = [];
      this.taken = 0;
    }
    return answerOf(Buffer.from(line.replaceAll('\u00ff', ''), 'latin1').toString());
  }

  private more(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
