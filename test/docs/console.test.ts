// Every command that a document shows with its output is run, and prints that.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { armNeeds } from '../support/arm-guest.js';
import { REPOSITORY, UPDATES } from '../support/fixtures.js';
import { findOutside, type Outside, testWith } from '../support/outside.js';
import { type Block, DOCUMENTS, type Document, differenceOf, shownIn, updated } from './document.js';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const TIME_LIMIT_MS = 180_000;
/** No program, a signal, a bug of ours: never what a document shows. */
const NEVER_SHOWN = [70, 126, 127, undefined];

/** What a command cannot do without; `build` says so when there is no iasl. */
const NEEDS: readonly { readonly command: RegExp; readonly needs: readonly Outside[] }[] = [
  { command: /\bcppc-acpi boot arm\.toml\b/, needs: armNeeds('6.12') },
  { command: /\bcppc-acpi boot (?!arm\.toml)/, needs: ['qemu-system-x86_64', 'busybox', 'kernel 6.12'] },
  { command: /\bcppc-acpi (?:build|verify)\b(?!.*--iasl off)/, needs: ['iasl'] },
  { command: /\biasl\b/, needs: ['iasl'] },
  { command: /\bcpio\b/, needs: ['cpio'] },
  { command: /\bvirt-xml-validate\b/, needs: ['virt-xml-validate'] },
];

const folders: string[] = [];
test.after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

for (const document of DOCUMENTS) testDocument(document);

function testDocument({ name, lines, blocks }: Document): void {
  const run = blocks.filter((block) => ['console', 'hidden'].includes(block.language) || block.file !== undefined);
  if (run.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-docs-'));
  folders.push(folder);
  furnish(folder);
  const rewritten = new Map<Block, readonly string[]>();
  for (const block of run) {
    testWith(needsOf(block), `${name}:${block.at + 1} ${block.language}`, async () => {
      rewritten.set(block, await runBlock(block, folder));
    });
  }
  if (UPDATES) test(`${name} is rewritten`, () => rewrite(name, lines, rewritten));
}

function needsOf({ lines }: Block): Outside[] {
  const found = NEEDS.filter(({ command }) => lines.some((line) => command.test(line)));
  return [...new Set(found.flatMap(({ needs }) => needs))];
}

/** Writes, runs or compares a block; says how it is to be shown. */
async function runBlock(block: Block, folder: string): Promise<readonly string[]> {
  if (block.file !== undefined) writeInto(folder, block.file, `${block.lines.join('\n')}\n`);
  if (block.language === 'hidden') assert.is((await run(block.lines.join('\n'), folder)).status, 0);
  if (block.language !== 'console') return block.lines;
  const lines: string[] = [];
  let status = 0;
  for (const { command, commandLines, output } of shownIn(block)) {
    const made = await run(`(exit ${status}); ${command}`, folder);
    assert.not.ok(NEVER_SHOWN.includes(made.status), `exit status ${made.status} of ${command}\n${made.output}`);
    assert.ok(made.status === 0 || made.output !== '', `${command} fails without a word`);
    status = made.status ?? 0;
    const printed = made.output === '' ? [] : made.output.replace(/\n$/, '').split('\n');
    const difference = UPDATES ? undefined : differenceOf(output, printed);
    if (difference !== undefined) throw new Error(`${block.document}: $ ${command}\n${difference}`);
    lines.push(...commandLines, ...updated(output, printed));
  }
  return lines;
}

/** As a terminal shows it: both streams in the order in which they were written. */
async function run(command: string, folder: string): Promise<{ status: number | undefined; output: string }> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const path = `${join(folder, '.bin')}${delimiter}${process.env['PATH']}`;
  const { exitCode, stdout } = await execa('bash', ['-o', 'pipefail', '-c', `exec 2>&1\n${command}`], {
    cwd: folder,
    env: { ...inherited, PATH: path, LC_ALL: 'C.UTF-8', TERM: 'dumb' },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    timeout: TIME_LIMIT_MS,
  });
  return { status: exitCode, output: stdout };
}

/** The folder looks like a clone: fixtures, deploy/, and `cppc-acpi` in PATH. */
function furnish(folder: string): void {
  for (const name of ['examples', 'fixtures', 'deploy']) symlinkSync(join(REPOSITORY, name), join(folder, name));
  const arm = findOutside('kernel aarch64-6.12');
  if (arm !== undefined) symlinkSync(dirname(arm), join(folder, 'arm64'));
  const program = join(folder, '.bin/cppc-acpi');
  mkdirSync(dirname(program));
  // The kernel of the tests, not one of this host's /boot.
  writeFileSync(
    program,
    `#!/bin/bash
[[ $1 != boot || " $* " == *" --kernel "* ]] || set -- "$@" --kernel '${findOutside('kernel 6.12')}'
exec '${process.execPath}' '${MAIN}' "$@"
`,
  );
  chmodSync(program, 0o755);
}

function writeInto(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function rewrite(name: string, lines: readonly string[], blocks: ReadonlyMap<Block, readonly string[]>): void {
  const made = [...lines];
  for (const [block, text] of [...blocks].reverse())
    if (block.language === 'console') made.splice(block.at, block.lines.length, ...text);
  writeFileSync(join(REPOSITORY, name), made.join('\n'));
}

test.run();
