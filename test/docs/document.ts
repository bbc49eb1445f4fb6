// README.md and docs/*.md as the tests read them. A fence's first word is its language, a second one the name of the file
// that the block is written to before what follows runs.
//
//   ```console          `$ command`, and below it what it prints: run in the document's order, in one scratch folder
//   ```sh               commands that cannot run here; no output is shown (NOT_RUN in commands.test.ts has the reasons)
//   ```toml             part of a spec: every key must be known
//   ```toml x3d.toml    a whole spec: compiled, and written for the commands below it
//   <!-- $ command -->  run, not shown
//
// In shown output `…` stands for anything in its line; a line of its own for any lines.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../support/fixtures.js';

export interface Block {
  readonly document: string;
  readonly language: string;
  readonly file?: string;
  /** Number of its first inner line, from 0. */
  readonly at: number;
  readonly lines: readonly string[];
}

export interface Document {
  readonly name: string;
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
}

const HIDDEN = /^<!-- \$ (.*) -->$/;

export const DOCUMENTS: readonly Document[] = [
  'README.md',
  ...readdirSync(join(REPOSITORY, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => `docs/${file}`),
].map(readDocument);

function readDocument(name: string): Document {
  const lines = readFileSync(join(REPOSITORY, name), 'utf8').split('\n');
  return { name, lines, blocks: [...blocksOf(name, lines)] };
}

function* blocksOf(document: string, lines: readonly string[]): Generator<Block> {
  for (let i = 0; i < lines.length; i++) {
    const [, hidden] = HIDDEN.exec(lines[i] ?? '') ?? [];
    if (hidden !== undefined) yield { document, language: 'hidden', at: i, lines: [hidden] };
    const [, info] = /^```(.*)$/.exec(lines[i] ?? '') ?? [];
    if (info === undefined) continue;
    const end = lines.indexOf('```', i + 1);
    if (end < 0) throw new Error(`${document}:${i + 1}: this block does not end`);
    const [language = '', file] = info.split(' ');
    yield { document, language, ...(file && { file }), at: i + 1, lines: lines.slice(i + 1, end) };
    i = end;
  }
}

/** Every block, with a name for its test. */
export function blocksIn(...languages: readonly string[]): (Block & { readonly name: string })[] {
  return DOCUMENTS.flatMap(({ blocks }) => blocks)
    .filter(({ language }) => languages.includes(language))
    .map((block) => ({ ...block, name: `${block.document}:${block.at + 1}` }));
}

/** A command of a console block, and the lines shown below it. */
export interface Shown {
  readonly command: string;
  readonly commandLines: readonly string[];
  readonly output: readonly string[];
}

export function shownIn({ document, at, lines }: Block): Shown[] {
  const found: { command: string; commandLines: string[]; output: string[] }[] = [];
  for (const [i, line] of lines.entries()) {
    const last = found.at(-1);
    if (last?.output.length === 0 && last.command.endsWith('\\')) {
      last.command += `\n${line}`;
      last.commandLines.push(line);
    } else if (line.startsWith('$ ')) {
      found.push({ command: line.slice(2), commandLines: [line], output: [] });
    } else if (last) {
      last.output.push(line);
    } else {
      throw new Error(`${document}:${at + i + 1}: output before the first command`);
    }
  }
  return found;
}

/** Where `made` is not as shown, for a message: undefined when all is. */
export function differenceOf(shown: readonly string[], made: readonly string[]): string | undefined {
  const { whole, line, of } = compare(shown, made, 0, 0);
  if (whole) return undefined;
  return `line ${line + 1} of the output\n  shown ${quoted(shown[line])}\n  made  ${quoted(made[of])}\nall of it:\n${made.join('\n')}`;
}

interface Compared {
  readonly whole: boolean;
  /** The last line that could be reached, and the line of the output that it was compared with. */
  readonly line: number;
  readonly of: number;
}

function compare(shown: readonly string[], made: readonly string[], line: number, of: number): Compared {
  if (line === shown.length && of === made.length) return { whole: true, line, of };
  if (!isElision(shown[line])) {
    return matchesLine(shown[line], made[of]) ? compare(shown, made, line + 1, of + 1) : { whole: false, line, of };
  }
  let best: Compared = { whole: false, line, of };
  for (let next = of; next <= made.length && !best.whole; next++) {
    const found = compare(shown, made, line + 1, next);
    if (found.whole || found.line > best.line) best = found;
  }
  return best;
}

function isElision(line: string | undefined): boolean {
  return line?.trim() === '…';
}

function matchesLine(shown: string | undefined, made: string | undefined): boolean {
  if (shown === undefined || made === undefined) return false;
  const pattern = shown.split('…').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(made);
}

function quoted(line: string | undefined): string {
  return line === undefined ? '(the end)' : JSON.stringify(line);
}

/** What to show instead: the made lines, each as it was shown with `…` where that still holds. */
export function updated(shown: readonly string[], made: readonly string[]): readonly string[] {
  if (differenceOf(shown, made) === undefined) return shown;
  const patterns = shown.filter((line) => line.includes('…') && !isElision(line));
  return made.map((line) => patterns.find((pattern) => matchesLine(pattern, line)) ?? line);
}
