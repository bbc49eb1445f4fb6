// Reads the TOML text of a spec. Two parsers share the work. @iarna/toml is fast and gives the values of every spec, but
// it wraps integers from 2^63 on and cannot tell 1.0 from 1. toml-eslint-parser is exact, but takes several times as long
// to load and to parse. So the text is searched for literals that @iarna/toml may read wrongly: long integers, floats, inf
// and nan. The search is a regular expression and may find too much (digits in a string), never too little. Only if it
// finds something does toml-eslint-parser read the text as well, and the exact literals replace the values of the first
// parser by their paths. For the same reason, only a text with a syntax error is read by the second parser for its better
// error messages.

import { parse } from '@iarna/toml';
import { SPEC_LIMITS } from '../../grammar/limits.js';
import type { SpecPath } from '../diagnostics/diagnostic.js';
import { indexToml, type Literal } from './positions.js';
import { type TooMany, tooManyIn } from './toml-size.js';

export type TomlTable = { [key: string]: unknown };

/** In the place of a float, which a spec cannot have. */
export class Float {}

/** Lines and columns count from 1. */
interface TomlError {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** How much of a line's end is searched for a missing value. */
const LONGEST_END = 400;

type TomlRead =
  | { readonly root: TomlTable }
  | { readonly error: TomlError }
  | { readonly tooMany: TooMany; readonly line: number; readonly column: number };

/** Numbers behind `=`, `[`, `,` or `{` that may be 2^53 or more, or floats. */
const NEEDS_EXACT_LITERALS =
  /[=[,{]\s*[-+]?(?:0x[\da-f_]{13,}|0[ob][\d_]{17,}|[\d_]{16,}|[\d_]+(?:\.\d|e[-+\d])|inf|nan)/i;

/** The tree of a TOML text, its integers exact and its floats marked. A byte order mark and CR LF are accepted. */
export async function readToml(text: string): Promise<TomlRead> {
  const { characters: most } = SPEC_LIMITS;
  if (text.length > most)
    return { tooMany: { of: 'characters', count: text.length, most, index: most }, line: 1, column: 1 };
  const body = normalized(text);
  const tooMany = tooManyIn(body);
  if (tooMany) return { tooMany, ...placeOf(body, tooMany.index) };
  try {
    const root = parse(body) as TomlTable;
    if (needsExactLiterals(body)) putLiterals(root, (await indexToml(body)).literals);
    return { root };
  } catch (error) {
    return { error: onText(body, (await exactError(body)) ?? errorFrom(error)) };
  }
}

/** Removes the byte order mark and the carriage returns of Windows editors, some of which @iarna/toml refuses. */
export function normalized(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** toml-eslint-parser's error, which points at the key; undefined if it accepts the text. */
async function exactError(body: string): Promise<TomlError | undefined> {
  try {
    await indexToml(body);
    return undefined;
  } catch (error) {
    return errorFrom(error);
  }
}

/** Parsers report a missing value at the start of the next line; the mistake is at the end of the line before. */
function onText(body: string, error: TomlError): TomlError {
  const lines = body.split('\n');
  const before = (lines[error.line - 1] ?? '').slice(0, error.column - 1);
  if (before.trim() !== '' || error.line === 1) return error;
  const line = lines.findLastIndex((text, i) => i < error.line - 1 && text.trim() !== '') + 1;
  // Only the end is searched: the search would take the square of the length of a hostile line.
  const last = (lines[line - 1] ?? '').slice(-LONGEST_END);
  const unfinished = /[=,[{.]\s*(?:#.*)?$/.test(last) || error.line > lines.length;
  return unfinished ? { ...error, line, column: (lines[line - 1] ?? '').trimEnd().length } : error;
}

function errorFrom(error: unknown): TomlError {
  if (error instanceof RangeError) return { text: 'The values are nested too deep', line: 1, column: 1 };
  const { message, lineNumber, line, column, col } = error as Record<string, unknown>;
  const [text] = String(message).split(/ at row |\n/);
  return {
    text: text ?? '',
    line: typeof lineNumber === 'number' ? lineNumber : Number(line ?? 0) + 1,
    column: Number(column ?? col ?? 0) + 1,
  };
}

/** Without comments too, because one can stand between a bracket and the literal. */
function needsExactLiterals(body: string): boolean {
  return NEEDS_EXACT_LITERALS.test(body) || NEEDS_EXACT_LITERALS.test(body.replace(/#.*/g, ''));
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
