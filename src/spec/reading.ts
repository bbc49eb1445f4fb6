import { type Code, type Diagnostic, diagnostic, type SpecPath } from '../diagnostics/diagnostic.js';
import { suggest } from '../diagnostics/suggest.js';
import { short } from '../diagnostics/words.js';
import { Float, type TomlTable } from './toml.js';

/** What one reading of a spec has met so far. */
export interface Reading {
  readonly file: string;
  readonly diagnostics: Diagnostic[];
  readonly unreadable: Set<string>;
}

type Facts<C extends Code> = Parameters<typeof diagnostic<C>>[2];

/** Notes a problem with the value at `path`; the value counts as unreadable, and undefined takes its place. */
export function reject<C extends Code>(reading: Reading, code: C, path: SpecPath, facts: Facts<C>): undefined {
  reading.unreadable.add(JSON.stringify(path));
  reading.diagnostics.push(diagnostic(code, { file: reading.file, path }, facts));
}

/** A table of the spec; anything else at its place is a problem. Undefined where there is nothing. */
export function tableAt(reading: Reading, value: unknown, path: SpecPath): TomlTable | undefined {
  if (value === undefined || isTable(value)) return value;
  return reject(reading, 'spec/wrong-type', path, { key: keyOf(path), wanted: 'a table', got: nameOfType(value) });
}

/** The tables of an array written with two brackets. */
export function tablesAt(reading: Reading, value: unknown, key: string): readonly [TomlTable, number][] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    reject(reading, 'spec/wrong-type', [key], {
      key,
      wanted: `an array of tables, \`[[${key}]]\``,
      got: nameOfType(value),
    });
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

/** A table with more unknown keys is no table of a spec; the first ones say so. */
const MOST_UNKNOWN = 100;

/** Reports every key of the table that is not `known`. `homes` names the tables that a key belongs to. */
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
    if (suggestion) reading.unreadable.add(JSON.stringify([...path, suggestion]));
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
function tableName(path: SpecPath): string {
  const name = path.filter((step) => typeof step === 'string').join('.');
  if (name === '') return '';
  return typeof path.at(-1) === 'number' ? `[[${name}]]` : `[${name}]`;
}

/** What a person calls the type of a TOML value. */
export function nameOfType(value: unknown): string {
  if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value === 'bigint') return `the integer ${value}`;
  if (typeof value === 'number') return Number.isInteger(value) ? `the integer ${value}` : 'a float';
  if (typeof value === 'boolean') return `the boolean ${value}`;
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a date';
  return isTable(value) ? 'a table' : 'a float';
}
