#!/usr/bin/env node
import { readFileSync, writeSync } from 'node:fs';
import { CommanderError } from 'commander';
import { reasonOf } from './files/input.js';
import { program } from './program.js';
import { EXIT } from './terminal/exit.js';

// Leaving by exit() runs the handlers that remove temporary files.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(EXIT.interrupted));

// The reader of a pipe may go away: the rest is not said, and the status stays what it is. A full disk is another matter.
for (const stream of [process.stdout, process.stderr]) stream.on('error', unwritten);

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const finish = (status: number) => {
  process.exitCode = status;
};
const root = program(version, finish, process.argv[2]);
for (const command of [root, ...root.commands]) command.exitOverride();

root.parseAsync().catch((error: unknown) => {
  process.exitCode = statusOf(error);
});

function unwritten(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  writeSync(process.stderr.fd, `error[cli/cannot-write]: cannot write to standard output: ${reasonOf(error)}\n`);
  process.exit(EXIT.findings);
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  process.stderr.write(`cppc-acpi ${version} failed: this is a bug of ours. Please report it with the input.\n\n`);
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.bug;
}
