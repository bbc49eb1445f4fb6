// The examples of `explain`: for each code, an input of fixtures/reject that has the problem, and the output for it. They
// become one file of the package, so that fixtures are not part of it.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Example } from '../src/cli/commands/explain/examples.js';
import { CATALOG } from '../src/diagnostics/catalog.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const FIXTURES = join(REPOSITORY, 'fixtures/reject');
const KINDS = [
  ['.toml', 'spec'],
  ['.asl', 'ASL'],
  ['.args', 'command'],
  ['.hex', 'bytes'],
] as const;

/** Writes build/examples.json. */
export function writeExamples(): void {
  const examples = Object.fromEntries(Object.keys(CATALOG).flatMap((code) => exampleOf(code) ?? []));
  mkdirSync(join(REPOSITORY, 'build'), { recursive: true });
  writeFileSync(join(REPOSITORY, 'build/examples.json'), JSON.stringify(examples));
}

/** The first kind of input that the fixture has; a new code has none until its fixture is written. */
function exampleOf(code: string): [[string, Example]] | undefined {
  const found = KINDS.find(([extension]) => existsSync(join(FIXTURES, code + extension)));
  if (!found || !existsSync(join(FIXTURES, `${code}.txt`))) return undefined;
  const [extension, kind] = found;
  const text = readFileSync(join(FIXTURES, code + extension), 'utf8');
  const output = readFileSync(join(FIXTURES, `${code}.txt`), 'utf8');
  const input = kind === 'command' ? commandOf(text.split('\n')[1] ?? '') : text;
  const about = text.split('\n')[0]?.replace(/^(?:#|\/\/) /, '') ?? '';
  return [[code, { about, output, ...(input === undefined ? { kind: 'output' } : { kind, input }) }]];
}

/** The command for a person; undefined if it needs the made-up programs of the fixtures, which are in its PATH. */
function commandOf(line: string): string | undefined {
  const words = line.split(' ');
  const first = words.findIndex((word) => !/^[A-Z]+=/.test(word));
  const variables = words.slice(0, first);
  if (variables.some((word) => word.startsWith('PATH='))) return undefined;
  return [...variables, 'cppc-acpi', ...words.slice(first)].join(' ');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeExamples();
