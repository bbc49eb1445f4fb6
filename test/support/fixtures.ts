// The paths of the fixtures, and the comparison of an output with its golden file.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
export const FIXTURES = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

/** With UPDATE=1 expected files are rewritten instead of compared. */
export const UPDATES = process.env['UPDATE'] === '1';

/** Compares a text with its golden file. uvu's differ takes minutes on long texts, so it is not used. */
export function expectGolden(file: string, made: string): void {
  if (UPDATES) return writeGolden(file, made);
  const expected = readGolden(file);
  if (expected === made) return;
  const name = relative(REPOSITORY, file);
  if (expected === undefined) throw new Error(`${name} is missing; UPDATE=1 writes it`);
  throw new Error(`${name}, ${firstDifference(expected, made)}`);
}

/** Fails for a golden file that no fixture makes; with UPDATE=1 removes it. */
export function expectNoGolden(file: string): void {
  if (UPDATES) rmSync(file);
  else throw new Error(`${relative(REPOSITORY, file)} is stale: nothing makes it; UPDATE=1 removes it`);
}

/** The first line that differs, for a message. */
export function firstDifference(expected: string, made: string): string {
  const [want, have] = [expected.split('\n'), made.split('\n')];
  const line = want.findIndex((text, i) => text !== have[i]);
  const at = line < 0 ? want.length : line;
  return `line ${at + 1}:\n  expected ${shown(want[at])}\n  made     ${shown(have[at])}`;
}

function shown(line: string | undefined): string {
  return line === undefined ? '(the end)' : JSON.stringify(line.slice(0, 160));
}

function readGolden(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function writeGolden(file: string, made: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, made);
}
