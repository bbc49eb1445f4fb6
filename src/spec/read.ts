import {
  CORE_KEYS,
  ENTRY_KEYS,
  GUEST_KEYS,
  HYPERV_FLAG_KEYS,
  HYPERV_SETTING_KEYS,
  type KeyRow,
  LAYOUT_KEYS,
  LEVEL_KEYS,
  OFFSET_KEYS,
  SPEC_TABLES,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import { diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { type Reading, rejectUnknown, tableAt, tablesAt } from './reading.js';
import type { Spec, SpecCore, SpecEntries, SpecHyperv } from './spec.js';
import { readToml, type TomlTable } from './toml.js';
import { readKeys } from './values.js';

const CORE_TABLE_KEYS: readonly KeyRow[] = [...LEVEL_KEYS, ...CORE_KEYS];
const HYPERV_TABLE_KEYS: readonly KeyRow[] = [...HYPERV_SETTING_KEYS, ...HYPERV_FLAG_KEYS];
const REGISTERS_TABLE_KEYS: readonly KeyRow[] = [...LAYOUT_KEYS, ...ENTRY_KEYS];

/** Which table a misplaced key belongs to. */
const HOMES = new Map<string, string>([
  ...HYPERV_TABLE_KEYS.map((row) => [row.key, '[hyperv]'] as const),
  ...OFFSET_KEYS.map((row) => [row.key, '[[offset]]'] as const),
  ...REGISTERS_TABLE_KEYS.map((row) => [row.key, '[registers]'] as const),
  ...CORE_TABLE_KEYS.map((row) => [row.key, '[[core]]'] as const),
  ...GUEST_KEYS.map((row) => [row.key, '[guest]'] as const),
  ...TABLE_KEYS.map((row) => [row.key, '[table]'] as const),
]);

/**
 * Reads a spec: TOML 1.0, integers exact up to 2^64-1. Every problem of shape is reported, and what could be read is
 * given all the same, so that one run shows problems of meaning too. No value only where the text is no TOML.
 */
export async function readSpec(text: string, file: string): Promise<Result<Spec>> {
  const read = await readToml(text);
  if ('problem' in read) {
    const { line, column, text: what } = read.problem;
    return fail(diagnostic('spec/toml-syntax', { file, line, column }, { text: what }));
  }
  const reading: Reading = { file, diagnostics: [], unreadable: new Set() };
  return ok(specOf(reading, read.root), reading.diagnostics);
}

function specOf(reading: Reading, root: TomlTable): Spec {
  rejectUnknown(
    reading,
    root,
    [],
    SPEC_TABLES.map((row) => row.key),
    HOMES,
  );
  const registers = tableOf(reading, root, 'registers', REGISTERS_TABLE_KEYS);
  const hyperv = hypervOf(reading, tableOf(reading, root, 'hyperv', HYPERV_TABLE_KEYS));
  const cores = coresOf(reading, root);
  return {
    file: reading.file,
    table: readKeys(reading, TABLE_KEYS, tableOf(reading, root, 'table', TABLE_KEYS), ['table']),
    guest: readKeys(reading, GUEST_KEYS, tableOf(reading, root, 'guest', GUEST_KEYS), ['guest']),
    layout: readKeys(reading, LAYOUT_KEYS, registers, ['registers']),
    ...(hyperv && { hyperv }),
    registers: readKeys(reading, ENTRY_KEYS, registers, ['registers']) as SpecEntries,
    defaults: readKeys(reading, LEVEL_KEYS, tableOf(reading, root, 'defaults', LEVEL_KEYS), ['defaults']),
    cores,
    offsets: tablesAt(reading, root['offset'], 'offset').map(([table, i]) => {
      rejectUnknown(reading, table, ['offset', i], keysOf(OFFSET_KEYS), HOMES);
      return readKeys(reading, OFFSET_KEYS, table, ['offset', i]);
    }),
    unreadable: (path) =>
      reading.unreadable.size > 0 && path.some((_, i) => reading.unreadable.has(JSON.stringify(path.slice(0, i + 1)))),
  };
}

function hypervOf(reading: Reading, table: TomlTable): SpecHyperv | undefined {
  if (Object.keys(table).length === 0) return undefined;
  const settings = readKeys(reading, HYPERV_SETTING_KEYS, table, ['hyperv']);
  return { settings, flags: readKeys(reading, HYPERV_FLAG_KEYS, table, ['hyperv']) as SpecHyperv['flags'] };
}

function coresOf(reading: Reading, root: TomlTable): readonly SpecCore[] {
  const tables = tablesAt(reading, root['core'], 'core');
  if (root['core'] === undefined || (Array.isArray(root['core']) && tables.length === 0)) {
    reading.diagnostics.push(diagnostic('spec/no-core', { file: reading.file, path: [] }, {}));
  }
  return tables.map(([table, i]) => coreOf(reading, table, i));
}

function coreOf(reading: Reading, table: TomlTable, i: number): SpecCore {
  const path = ['core', i];
  rejectUnknown(reading, table, path, [...keysOf(CORE_TABLE_KEYS), 'registers'], HOMES);
  const registers = tableAt(reading, table['registers'], [...path, 'registers']) ?? {};
  rejectUnknown(reading, registers, [...path, 'registers'], keysOf(ENTRY_KEYS), HOMES);
  return {
    at: path,
    ...readKeys(reading, CORE_KEYS, table, path),
    levels: readKeys(reading, LEVEL_KEYS, table, path),
    registers: readKeys(reading, ENTRY_KEYS, registers, [...path, 'registers']) as SpecEntries,
  };
}

/** A single table of the spec with its unknown keys reported; empty where there is none. */
function tableOf(reading: Reading, root: TomlTable, key: string, rows: readonly KeyRow[]): TomlTable {
  const table = tableAt(reading, root[key], [key]) ?? {};
  rejectUnknown(reading, table, [key], keysOf(rows), HOMES);
  return table;
}

function keysOf(rows: readonly KeyRow[]): string[] {
  return rows.map((row) => row.key);
}
