// A guest agent at a UNIX socket: it answers as QEMU's does, runs the given program for guest-exec, and reads files below a folder.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

export interface MadeAgent {
  /** Commands that the policy of the guest blocks. */
  readonly blocked?: readonly string[];
  readonly osinfo?: string;
  /** What guest-exec prints, instead of what its program prints. */
  readonly output?: string;
  /** The root of the files that guest-file-open finds. */
  readonly root?: string;
  readonly silent?: true;
  /** It sends this again and again. */
  readonly endless?: string;
}

export function guestAgent(path: string, made: MadeAgent): Promise<Server> {
  const server = createServer((socket) => {
    let text = '';
    // An answer to an earlier program, and one that no delimiter ends.
    socket.write('{"return": {"pid": 1}}\n');
    socket.on('error', () => {});
    if (made.endless) {
      const piece = made.endless.repeat(1_000_000 / made.endless.length);
      const flood = () => {
        while (socket.write(piece));
      };
      socket.on('drain', flood);
      flood();
    }
    socket.setEncoding('latin1');
    socket.on('data', (more) => {
      text += String(more).replaceAll('\u00ff', '');
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 1);
        if (!made.silent) socket.write(`${answer(made, JSON.parse(line) as Command)}\n`, 'latin1');
      }
    });
  });
  return new Promise((resolve) => {
    server.listen(path, () => resolve(server));
  });
}

interface Command {
  readonly execute: string;
  readonly arguments?: Record<string, unknown>;
}

const files: string[] = [];
let printed = '';

function answer(made: MadeAgent, { execute, arguments: given = {} }: Command): string {
  const error = (desc: string) => JSON.stringify({ error: { class: 'GenericError', desc } });
  const returned = (value: unknown) => JSON.stringify({ return: value });
  if (made.blocked?.includes(execute)) return error(`Command ${execute} has been disabled`);
  switch (execute) {
    case 'guest-sync-delimited':
      return `\u00ff${returned(given['id'])}`;
    case 'guest-get-osinfo':
      return returned({ id: made.osinfo ?? 'debian' });
    case 'guest-exec':
      printed = made.output ?? execFileSync(String(given['path']), given['arg'] as string[], { encoding: 'utf8' });
      return returned({ pid: 42 });
    case 'guest-exec-status':
      return returned({ exited: true, exitcode: 0, 'out-data': Buffer.from(printed).toString('base64') });
    case 'guest-file-open':
      return openFile(made, String(given['path']), error, returned);
    case 'guest-file-read':
      return returned({ 'buf-b64': Buffer.from(files[Number(given['handle'])] ?? '').toString('base64'), eof: true });
    case 'guest-file-close':
      return returned({});
    default:
      return error(`The command ${execute} has not been found`);
  }
}

function openFile(
  { root }: MadeAgent,
  path: string,
  error: (text: string) => string,
  returned: (value: unknown) => string,
): string {
  try {
    files.push(readFileSync(join(root ?? '/nowhere', path), 'utf8'));
    return returned(files.length - 1);
  } catch {
    return error(`failed to open file '${path}' (mode: 'r'): No such file or directory`);
  }
}
