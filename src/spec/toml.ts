import { parse } from '@iarna/toml';
import type { SpecPath } from '../diagnostics/diagnostic.js';
import { indexToml, type Literal } from './positions.js';

export type TomlTable = { [key: string]: unknown };

/** Stands for a float: TOML has them, a spec does not. */
export class Float {}

/** Lines and columns count from 1. */
export interface TomlProblem {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export type TomlRead = { readonly root: TomlTable } | { readonly problem: TomlProblem };

// @iarna/toml wraps integers from 2^63 on, rounds none, and gives 1.0 as 1: such literals are read from the text itself.
const NEEDS_EXACT_LITERALS =
  /[=[,{]\s*[-+]?(?:0x[\da-f_]{13,}|0[ob][\d_]{17,}|[\d_]{16,}|[\d_]+(?:\.\d|e[-+\d])|inf|nan)/i;

// 64 brackets opened with none closed: both parsers recurse, and a spec never nests so.
const TOO_DEEP = /(?:[[{][^[\]{}]*){64}/;

/** 4,096 cores that each give every register come to less; the parsers run out of memory over more. */
const MOST_VALUES = 1_000_000;

/** The tree of a TOML text, its integers exact and its floats marked. A byte order mark and CR LF are taken. */
export async function readToml(text: string): Promise<TomlRead> {
  const body = normalized(text);
  const deep = TOO_DEEP.exec(body);
  if (deep) return { problem: { text: 'values are nested too deep', ...placeOf(body, deep.index) } };
  const many = tooManyFrom(body);
  if (many !== undefined) return { problem: { text: 'there are far too many values', ...placeOf(body, many) } };
  try {
    const root = parse(body) as TomlTable;
    if (needsExactLiterals(body)) putLiterals(root, (await indexToml(body)).literals);
    return { root };
  } catch (error) {
    return { problem: onText(body, (await problemOf(body)) ?? problemFrom(error)) };
  }
}

/** Without the byte order mark and carriage returns of Windows' editors, of which @iarna/toml refuses some. */
export function normalized(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** toml-eslint-parser's word on a text that @iarna/toml refused: it points at the offending key. */
async function problemOf(body: string): Promise<TomlProblem | undefined> {
  try {
    await indexToml(body);
    return undefined;
  } catch (error) {
    return problemFrom(error);
  }
}

/** Parsers notice a missing value where the next line begins: the mistake is at the end of the text before. */
function onText(body: string, problem: TomlProblem): TomlProblem {
  const lines = body.split('\n');
  const before = (lines[problem.line - 1] ?? '').slice(0, problem.column - 1);
  if (before.trim() !== '' || problem.line === 1) return problem;
  const line = lines.findLastIndex((text, i) => i < problem.line - 1 && text.trim() !== '') + 1;
  const last = lines[line - 1] ?? '';
  const unfinished = /[=,[{.]\s*(?:#.*)?$/.test(last) || problem.line > lines.length;
  return unfinished ? { ...problem, line, column: last.trimEnd().length } : problem;
}

function problemFrom(error: unknown): TomlProblem {
  if (error instanceof RangeError) return { text: 'The values are nested too deep', line: 1, column: 1 };
  const { message, lineNumber, line, column, col } = error as Record<string, unknown>;
  const [text] = String(message).split(/ at row |\n/);
  return {
    text: text ?? '',
    line: typeof lineNumber === 'number' ? lineNumber : Number(line ?? 0) + 1,
    column: Number(column ?? col ?? 0) + 1,
  };
}

/** Also where a comment stands between a bracket and the literal; a `#` in a string only costs a second look. */
function needsExactLiterals(body: string): boolean {
  return NEEDS_EXACT_LITERALS.test(body) || NEEDS_EXACT_LITERALS.test(body.replace(/#.*/g, ''));
}

/** Where the first value is that is too many, by what stands before or between values. */
function tooManyFrom(body: string): number | undefined {
  if (body.length < MOST_VALUES) return undefined;
  let count = 0;
  for (const { index } of body.matchAll(/[=,]/g)) if (++count > MOST_VALUES) return index;
  return undefined;
}

function placeOf(body: string, index: number): { line: number; column: number } {
  const before = body.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function putLiterals(root: TomlTable, literals: readonly Literal[]): void {
  for (const { path, kind, value } of literals) {
    const holder = holderOf(root, path);
    const key = path.at(-1);
    if (holder && key !== undefined) holder[key] = kind === 'float' ? new Float() : value;
  }
}

function holderOf(root: TomlTable, path: SpecPath): TomlTable | undefined {
  let holder: unknown = root;
  for (const key of path.slice(0, -1)) holder = (holder as TomlTable | undefined)?.[key];
  return holder as TomlTable | undefined;
}
