// Commands that run while the executable is built, so that it has their functions compiled. Every module of a command that
// is loaded here costs all others a little time at their start: these are the commands that people wait for.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../../src/cli/program.js';

/** Set by make.ts: the repository, and a folder for what the commands write. */
export const [REPOSITORY_VARIABLE, OUT_VARIABLE] = ['CPPC_ACPI_REPOSITORY', 'CPPC_ACPI_OUT'];

const commandsOf = (repository: string, out: string): readonly (readonly string[])[] => [
  ['build', join(repository, 'examples/7950x3d.toml'), '--iasl', 'off', '-o', out],
];

export async function warmUp(): Promise<void> {
  const out = process.env[OUT_VARIABLE] ?? '';
  mkdirSync(out, { recursive: true });
  for (const args of commandsOf(process.env[REPOSITORY_VARIABLE] ?? '', out)) await quietly(args);
}

/** A stream is a handle of this process, which the memory that is kept must not have. */
async function quietly(args: readonly string[]): Promise<void> {
  const streams = ['stdout', 'stderr'] as const;
  const real = streams.map((name) => Object.getOwnPropertyDescriptor(process, name));
  const silent = { write: () => true, isTTY: false, columns: undefined };
  for (const name of streams) Object.defineProperty(process, name, { value: silent, configurable: true });
  try {
    await program('', () => {}, args[0]).parseAsync(args, { from: 'user' });
  } finally {
    for (const [i, name] of streams.entries()) Object.defineProperty(process, name, real[i] ?? {});
  }
}
