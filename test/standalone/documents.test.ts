// The executable prints and returns the same as the npm program, byte for byte, for every command of the documents.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Block, DOCUMENTS, type Document, differenceOf, shownIn } from '../docs/document.js';
import { asTerminal, furnish, inShell, needsOf, writeInto } from '../docs/shell.js';
import { REPOSITORY } from '../support/fixtures.js';
import { outside, testWith } from '../support/outside.js';

/** Two guests never do quite the same: the executable is compared with what the document shows. */
const BOOTS = /\bcppc-acpi boot\b/;

const place = mkdtempSync(join(tmpdir(), 'cppc-acpi-standalone-'));
/** Of one name for both programs: outputs may contain it. */
const folder = join(place, 'commands');
test.after(() => rmSync(place, { recursive: true, force: true }));

const npm = join(place, 'npm/bin/cppc-acpi.cjs');
test.before(async () => {
  await execa(process.execPath, [join(REPOSITORY, 'build/release/bundle.js'), join(place, 'npm')]);
});

interface Made {
  readonly command: string;
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

for (const document of DOCUMENTS) {
  const blocks = document.blocks.filter(
    (one) => ['console', 'hidden'].includes(one.language) || one.file !== undefined,
  );
  if (!blocks.some(({ language }) => language === 'console')) continue;
  const needs = [...new Set(['standalone' as const, ...blocks.flatMap(needsOf)])];
  testWith(needs, document.name, () => compare(document, blocks));
}

async function compare({ name }: Document, blocks: readonly Block[]): Promise<void> {
  const [expected, made] = [
    await runAll(blocks, [process.execPath, npm]),
    await runAll(blocks, [outside('standalone')], name),
  ];
  assert.ok(made.length > 0);
  for (const [i, one] of made.entries()) assert.equal(one, expected[i]);
}

/** Runs a document's commands in its order, in a new folder. With a name, guests boot, too. */
async function runAll(blocks: readonly Block[], program: readonly string[], name?: string): Promise<Made[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  furnish(folder, program);
  const made: Made[] = [];
  for (const block of blocks) {
    if (block.file !== undefined) writeInto(folder, block.file, `${block.lines.join('\n')}\n`);
    for (const { command, output } of commandsOf(block)) {
      if (!BOOTS.test(command)) made.push({ command, ...(await inShell(command, folder)) });
      else if (name !== undefined) await boot(command, output, name);
    }
  }
  return made;
}

function commandsOf(block: Block): readonly { readonly command: string; readonly output: readonly string[] }[] {
  if (block.language === 'console') return shownIn(block);
  return block.language === 'hidden' ? [{ command: block.lines.join('\n'), output: [] }] : [];
}

async function boot(command: string, output: readonly string[], name: string): Promise<void> {
  const printed = (await asTerminal(command, folder)).output.replace(/\n$/, '').split('\n');
  const difference = differenceOf(output, printed);
  assert.is(difference, undefined, `${name}: $ ${command}`);
}

test.run();
