// Where and how the commands of documents run.

import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { execa } from 'execa';
import { armNeeds } from '../support/arm-guest.js';
import { REPOSITORY } from '../support/fixtures.js';
import { findOutside, type Outside } from '../support/outside.js';
import type { Block } from './document.js';

const TIME_LIMIT_MS = 180_000;

/** What a command cannot do without; `build` says so when there is no iasl. */
const NEEDS: readonly { readonly command: RegExp; readonly needs: readonly Outside[] }[] = [
  { command: /\bcppc-acpi boot arm\.toml\b/, needs: armNeeds('6.12') },
  { command: /\bcppc-acpi boot (?!arm\.toml)/, needs: ['qemu-system-x86_64', 'busybox', 'kernel 6.12'] },
  { command: /\bcppc-acpi (?:build|verify)\b(?!.*--iasl off)/, needs: ['iasl'] },
  { command: /\biasl\b/, needs: ['iasl'] },
  { command: /\bcpio\b/, needs: ['cpio'] },
  { command: /\bvirt-xml-validate\b/, needs: ['virt-xml-validate'] },
];

export function needsOf({ lines }: Block): Outside[] {
  const found = NEEDS.filter(({ command }) => lines.some((line) => command.test(line)));
  return [...new Set(found.flatMap(({ needs }) => needs))];
}

/** As a terminal shows it: both streams in the order in which they were written. */
export async function asTerminal(
  command: string,
  folder: string,
): Promise<{ status: number | undefined; output: string }> {
  const { status, stdout } = await inShell(`exec 2>&1\n${command}`, folder);
  return { status, output: stdout };
}

export async function inShell(
  command: string,
  folder: string,
): Promise<{ status: number | undefined; stdout: string; stderr: string }> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const path = `${join(folder, '.bin')}${delimiter}${process.env['PATH']}`;
  const { exitCode, stdout, stderr } = await execa('bash', ['-o', 'pipefail', '-c', command], {
    cwd: folder,
    env: { ...inherited, PATH: path, LC_ALL: 'C.UTF-8', TERM: 'dumb' },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    timeout: TIME_LIMIT_MS,
  });
  return { status: exitCode, stdout, stderr };
}

/** The folder looks like a clone: fixtures, deploy/, and `cppc-acpi` in PATH, which runs `program`. */
export function furnish(folder: string, program: readonly string[]): void {
  for (const name of ['examples', 'fixtures', 'deploy']) symlinkSync(join(REPOSITORY, name), join(folder, name));
  furnishArm(join(folder, 'arm64'));
  const script = join(folder, '.bin/cppc-acpi');
  mkdirSync(dirname(script));
  // The kernel of the tests, not one of this host's /boot.
  writeFileSync(
    script,
    `#!/bin/bash
[[ $1 != boot || " $* " == *" --kernel "* ]] || set -- "$@" --kernel '${findOutside('kernel 6.12')}'
exec ${program.map((word) => `'${word}'`).join(' ')} "$@"
`,
  );
  chmodSync(script, 0o755);
}

/** The packages that docs/arm.md has people unpack into one folder. */
function furnishArm(folder: string): void {
  const [kernel, busybox] = [findOutside('kernel aarch64-6.12'), findOutside('busybox aarch64')];
  if (kernel === undefined || busybox === undefined) return;
  mkdirSync(join(folder, 'usr/bin'), { recursive: true });
  symlinkSync(busybox, join(folder, 'usr/bin/busybox'));
  for (const name of readdirSync(dirname(kernel))) symlinkSync(join(dirname(kernel), name), join(folder, name));
}

export function writeInto(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
