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
  const id = Math.trunc(Math.random() * 2 ** 31);
  socket.write(Buffer.from([DELIMITER]));
  socket.write(`${JSON.stringify({ execute: 'guest-sync-delimited', arguments: { id } })}\n`);
  // Answers to an earlier program may come first.
  for (let answer = await lines.next(timeoutMs); ; answer = await lines.next(timeoutMs)) {
    if (answer.kind === 'return' && answer.value === id) break;
    if (answer.kind !== 'failed' || answer.how === 'not-json') continue;
    socket.destroy();
    return answer.how === 'timeout' ? { ...answer, how: 'not-connected' } : answer;
  }
  return { ask, close: () => socket.destroy() };
}

function connected(path: string): Promise<Socket | AgentAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error) => resolve({ kind: 'failed', how: 'no-socket', text: reasonOf(error) }));
  });
}

/** The answers as they come, with a limit. */
class Lines {
  private text = '';
  private end: AgentAnswer | undefined;
  private wake: () => void = () => {};

  constructor(socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (more) => {
      this.text += String(more);
      if (this.text.length > MOST_ANSWER) {
        this.end = { kind: 'failed', how: 'too-long', text: '' };
        socket.destroy();
      }
      this.wake();
    });
    const ended = (text: string) => {
      this.end ??= { kind: 'failed', how: 'ended', text };
      this.wake();
    };
    socket.on('error', ({ message }) => ended(message));
    socket.on('close', () => ended('it closed the socket'));
  }

  async next(timeoutMs: number): Promise<AgentAnswer> {
    const until = Date.now() + timeoutMs;
    while (true) {
      const end = this.text.indexOf('\n');
      if (end >= 0 && this.end?.kind !== 'failed') return this.take(end);
      if (this.end) return this.end;
      const left = until - Date.now();
      if (left <= 0) return { kind: 'failed', how: 'timeout', text: '' };
      await this.more(left);
    }
  }

  private take(end: number): AgentAnswer {
    const line = this.text.slice(0, end);
    this.text = this.text.slice(end + 1);
    // The bytes of a line are those of UTF-8, behind the delimiter.
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
