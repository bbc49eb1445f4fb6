import { type Code, type Diagnostic, diagnostic, type SpecPath } from '../diagnostics/diagnostic.js';
import { suggest } from '../diagnostics/suggest.js';
import { short } from '../diagnostics/words.js';
import type { CpusetReader } from './cpuset.js';
import { Float, type TomlTable } from './toml.js';

/** The state of one reading of a spec. */
export interface Reading {
  readonly file: string;
  readonly diagnostics: Diagnostic[];
  readonly unreadable: Set<string>;
  readonly cpusets: CpusetReader;
  /** Values of variants so far. */
  variantValues: number;
}

type Facts<C extends Code> = Parameters<typeof diagnostic<C>>[2];

/** Reports a problem with the value at `path`; the value counts as unreadable, and undefined takes its place. */
export function reject<C extends Code>(reading: Reading, code: C, path: SpecPath, facts: Facts<C>): undefined {
  markUnreadable(reading, path);
  reading.diagnostics.push(diagnostic(code, { file: reading.file, path }, facts));
}

/** Makes the value at `path` count as unreadable without another diagnostic; undefined takes its place. */
export function markUnreadable(reading: Reading, path: SpecPath): undefined {
  reading.unreadable.add(JSON.stringify(path));
}

/** `words`: strings that the value could be. */
export function wrongType(
  reading: Reading,
  value: unknown,
  path: SpecPath,
  wanted: string,
  words: readonly string[] = [],
): undefined {
  const suggestion = typeof value === 'string' ? suggest(value, words) : undefined;
  const facts = { key: keyOf(path), wanted, got: nameOfType(value), ...(suggestion && { suggestion }) };
  return reject(reading, 'spec/wrong-type', path, facts);
}

/** A table of the spec; anything else at its place is a problem. Undefined where there is nothing. */
export function tableAt(reading: Reading, value: unknown, path: SpecPath): TomlTable | undefined {
  if (value === undefined || isTable(value)) return value;
  return wrongType(reading, value, path, 'a table');
}

/** The tables of an array written with two brackets. */
export function tablesAt(reading: Reading, value: unknown, key: string): readonly [TomlTable, number][] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    wrongType(reading, value, [key], `an array of tables, \`[[${key}]]\``);
    return [];
  }
  return value.flatMap((element, i) => {
    const table = tableAt(reading, element, [key, i]);
    return table ? [[table, i] as [TomlTable, number]] : [];
  });
}

export function isTable(value: unknown): value is TomlTable {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date || value instanceof Float);
}

export function keyOf(path: SpecPath): string {
  return short(String(path.findLast((step) => typeof step === 'string') ?? ''));
}

/** A table with more unknown keys is not part of a spec; reporting the first ones is enough. */
const MOST_UNKNOWN = 100;

/** Reports every key of the table that is not `known`. `homes` names the table that a key belongs to. */
export function rejectUnknown(
  reading: Reading,
  table: TomlTable,
  path: SpecPath,
  known: readonly string[],
  homes: ReadonlyMap<string, string>,
): void {
  const unknown = Object.keys(table).filter((key) => !known.includes(key));
  for (const key of unknown.slice(0, MOST_UNKNOWN)) {
    const place = tableName(path);
    const suggestion = suggest(key, known);
    const home = homes.get(key);
    // The key that was meant counts as given, so that its absence is no second problem.
    if (suggestion) markUnreadable(reading, [...path, suggestion]);
    reject(reading, 'spec/unknown-key', [...path, key], {
      key,
      table: place,
      known,
      ...(suggestion && { suggestion }),
      ...(home && { home }),
    });
  }
}

/** `[guest]`, `[[core]]`, `[core.registers]`; empty for the spec itself. */
export function tableName(path: SpecPath): string {
  const name = path.filter((step) => typeof step === 'string').join('.');
  if (name === '') return '';
  return typeof path.at(-1) === 'number' ? `[[${name}]]` : `[${name}]`;
}

/** The type of a TOML value, for messages. */
export function nameOfType(value: unknown): string {
  if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value === 'bigint') return `the integer ${value}`;
  if (typeof value === 'number') return Number.isInteger(value) ? `the integer ${value}` : 'a float';
  if (typeof value === 'boolean') return `the boolean ${value}`;
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a date';
  return isTable(value) ? 'a table' : 'a float';
}
