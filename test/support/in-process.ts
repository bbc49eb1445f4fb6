// The command line inside this process, which takes a twentieth of the time of a new one. For command lines that end by
// themselves, read no standard input and need no other environment; one at a time.

import { program } from '../../src/cli/program.js';
import type { Run } from './command-line.js';

/** What a person sees depends on these, so they are the same everywhere. */
const ENVIRONMENT = { LC_ALL: 'C.UTF-8', NO_COLOR: '1' };

export async function inProcess(args: readonly string[], cwd: string): Promise<Run> {
  const folder = process.cwd();
  const before = Object.keys(ENVIRONMENT).map((key) => [key, process.env[key]] as const);
  const [stdout, stderr] = [captured(process.stdout), captured(process.stderr)];
  let status: number | undefined;
  process.chdir(cwd);
  Object.assign(process.env, ENVIRONMENT);
  try {
    const root = program('0', (given) => {
      status = given;
    });
    await root.parseAsync(args, { from: 'user' });
  } finally {
    for (const [key, value] of before) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
    process.chdir(folder);
    for (const stream of [stdout, stderr]) stream.restore();
  }
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

/** Keeps what is written to the stream until it is restored. */
function captured(stream: NodeJS.WriteStream): { text(): string; restore(): void } {
  const { write } = stream;
  let text = '';
  stream.write = (chunk: string | Uint8Array) => {
    text += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    return true;
  };
  return {
    text: () => text,
    restore: () => {
      stream.write = write;
    },
  };
}
