// The scripts of deploy/, run as their hosts run them, with the built command line in the place of an installed one.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Run } from '../support/command-line.js';
import { REPOSITORY } from '../support/fixtures.js';

/** For a test that runs as root. */
interface User {
  readonly user: number;
  readonly group: number;
}

/** Changes the text of a script, such as a folder of the system. */
export type Changed = (text: string, folder: string) => string;

export interface Script {
  readonly folder: string;
  /** Runs it with arguments; `cppc-acpi` is found by name alone. */
  readonly run: (
    args: readonly string[],
    input?: string,
    env?: Readonly<Record<string, string>>,
    as?: User,
  ) => Promise<Run>;
}

/** A script in a folder of its own, where `tables/`, `specs/` and variables for them are. */
export async function withScript(
  path: string,
  env: Readonly<Record<string, string>>,
  work: (script: Script) => Promise<void>,
  changed?: Changed,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-deploy-'));
  try {
    for (const name of ['bin', 'tables', 'specs']) mkdirSync(join(folder, name));
    const main = join(REPOSITORY, 'build/src/cli/main.js');
    const program = `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`;
    writeFileSync(join(folder, 'bin/cppc-acpi'), program, { mode: 0o755 });
    const run: Script['run'] = async (args, input = '', more = {}, as) => {
      const file = join(REPOSITORY, 'deploy', path);
      const text = readFileSync(file, 'utf8');
      // Another user may not be able to read the file where these tests lie.
      const script = as || changed ? ['-c', changed?.(text, folder) ?? text, file] : [file];
      const { exitCode, stdout, stderr } = await execa('/bin/sh', [...script, ...args], {
        cwd: folder,
        input,
        reject: false,
        stripFinalNewline: false,
        extendEnv: false,
        timeout: 30_000,
        ...(as && { cwd: '/', uid: as.user, gid: as.group }),
        env: {
          PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
          CPPC_ACPI: join(folder, 'bin/cppc-acpi'),
          CPPC_ACPI_PATH: process.env['PATH'] ?? '',
          CPPC_ACPI_TABLES: join(folder, 'tables'),
          CPPC_ACPI_SPECS: join(folder, 'specs'),
          ...env,
          ...more,
        },
      });
      return { status: exitCode, stdout, stderr };
    };
    await work({ folder, run });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
