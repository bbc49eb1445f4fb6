import { writeSync } from 'node:fs';
import { CommanderError } from 'commander';
import { reasonOf } from '../scratch/reason.js';
import { whenSignalled } from '../scratch/signals.js';
import { version, versionText } from './files/package-files.js';
import { program } from './program.js';
import { EXIT } from './terminal/exit.js';
import { asksForJson, usageJson } from './terminal/json.js';
import { printError } from './terminal/print.js';

/** Runs the command of this process's arguments. */
export function run(): void {
  // process.exit() runs the handlers that end programs and remove temporary files.
  whenSignalled(() => process.exit(EXIT.interrupted));
  // If the reader of a pipe ends (EPIPE), output stops and the status stays. Other failures, such as a full disk, are errors.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onWriteError);
  const root = program(versionText(), setStatus, process.argv[2]);
  const commands = [root, ...root.commands];
  for (const command of commands) command.exitOverride();
  const json = asksForJson(process.argv);
  if (json) for (const command of commands) command.configureOutput({ writeErr: () => {}, outputError: () => {} });
  root.parseAsync().catch((error: unknown) => setStatus(statusOf(error, json)));
}

function setStatus(status: number): void {
  process.exitCode = status;
}

function onWriteError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  writeSync(process.stderr.fd, `error[cli/cannot-write]: cannot write to standard output: ${reasonOf(error)}\n`);
  process.exit(EXIT.problems);
}

function statusOf(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.ok;
    if (json) process.stdout.write(usageJson(process.argv[2], error.message));
    return EXIT.usage;
  }
  process.stderr.write(
    `cppc-acpi ${version()} failed: this is a bug in cppc-acpi. Please report it with the input.\n\n`,
  );
  printError(`${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.bug;
}
