// Every command that a document shows with its output is run, and prints that.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MAIN } from '../support/command-line.js';
import { REPOSITORY, UPDATES } from '../support/fixtures.js';
import { testWith } from '../support/outside.js';
import { type Block, DOCUMENTS, type Document, differenceOf, shownIn, updated } from './document.js';
import { asTerminal, furnish, needsOf, writeInto } from './shell.js';

/** No program, a signal, a bug of ours: never what a document shows. */
const NEVER_SHOWN = [70, 126, 127, undefined];

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
  furnish(folder, [process.execPath, MAIN]);
  const rewritten = new Map<Block, readonly string[]>();
  for (const block of run) {
    testWith(needsOf(block), `${name}:${block.at + 1} ${block.language}`, async () => {
      rewritten.set(block, await runBlock(block, folder));
    });
  }
  if (UPDATES) test(`${name} is rewritten`, () => rewrite(name, lines, rewritten));
}

/** Writes, runs or compares a block; says how it is to be shown. */
async function runBlock(block: Block, folder: string): Promise<readonly string[]> {
  if (block.file !== undefined) writeInto(folder, block.file, `${block.lines.join('\n')}\n`);
  if (block.language === 'hidden') assert.is((await asTerminal(block.lines.join('\n'), folder)).status, 0);
  if (block.language !== 'console') return block.lines;
  const lines: string[] = [];
  let status = 0;
  for (const { command, commandLines, output } of shownIn(block)) {
    const made = await asTerminal(`(exit ${status}); ${command}`, folder);
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

function rewrite(name: string, lines: readonly string[], blocks: ReadonlyMap<Block, readonly string[]>): void {
  const made = [...lines];
  for (const [block, text] of [...blocks].reverse())
    if (block.language === 'console') made.splice(block.at, block.lines.length, ...text);
  writeFileSync(join(REPOSITORY, name), made.join('\n'));
}

test.run();
