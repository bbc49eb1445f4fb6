import { MOST_PROCESSORS } from '../../grammar/machines.js';
import {
  CORE_KEYS,
  ENTRY_KEYS,
  GUEST_KEYS,
  HYPERV_FLAG_KEYS,
  HYPERV_SETTING_KEYS,
  LAYOUT_KEYS,
  LEVEL_KEYS,
  OFFSET_KEYS,
  SPEC_TABLES,
  type SpecTableKey,
  type SpecTableRow,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import { diagnostic, type SpecPath } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { cpusetReader } from './cpuset.js';
import { readKeys } from './forms/forms.js';
import { type Reading, reject, rejectUnknown, tableAt, tableName, tablesAt } from './reading.js';
import type { Spec, SpecCore, SpecEntries, SpecHyperv } from './spec.js';
import { readToml, type TomlTable } from './toml.js';

const TABLES = new Map<string, SpecTableRow>(SPEC_TABLES.map((row) => [row.key, row]));

/** Which table a misplaced key belongs to: of several the first, but a level belongs to its core. */
const HOMES = new Map<string, string>([
  ...[...TABLES.values()].reverse().flatMap(({ key, array, rows }) => {
    const name = tableName(array ? [key, 0] : [key]);
    return rows.map((row) => [row.key, name] as const);
  }),
  ...LEVEL_KEYS.map((row) => [row.key, '[[core]]'] as const),
]);

/**
 * Reads a spec: TOML 1.0, integers exact up to 2^64-1. Every problem of shape is a diagnostic, and the readable rest is
 * the value, so that one run shows problems of meaning too. There is no value only if the text is not TOML.
 */
export async function readSpec(text: string, file: string): Promise<Result<Spec>> {
  const read = await readToml(text);
  if ('tooMany' in read) {
    const { tooMany, line, column } = read;
    return fail(diagnostic('spec/too-many', { file, line, column }, tooMany));
  }
  if ('error' in read) {
    const { line, column, text: what } = read.error;
    return fail(diagnostic('spec/toml-syntax', { file, line, column }, { text: what }));
  }
  const reading: Reading = { file, diagnostics: [], unreadable: new Set(), cpusets: cpusetReader(), variantValues: 0 };
  return ok(specOf(reading, read.root), reading.diagnostics);
}

function specOf(reading: Reading, root: TomlTable): Spec {
  rejectUnknown(reading, root, [], [...TABLES.keys()], HOMES);
  const registers = singleTable(reading, root, 'registers');
  const hyperv = hypervOf(reading, singleTable(reading, root, 'hyperv'));
  const cores = coresOf(reading, root);
  return {
    file: reading.file,
    table: readKeys(reading, TABLE_KEYS, singleTable(reading, root, 'table'), ['table']),
    guest: readKeys(reading, GUEST_KEYS, singleTable(reading, root, 'guest'), ['guest']),
    layout: readKeys(reading, LAYOUT_KEYS, registers, ['registers']),
    ...(hyperv && { hyperv }),
    registers: readKeys(reading, ENTRY_KEYS, registers, ['registers']) as SpecEntries,
    defaults: readKeys(reading, LEVEL_KEYS, singleTable(reading, root, 'defaults'), ['defaults']),
    cores,
    offsets: tablesAt(reading, root['offset'], 'offset').map(([table, i]) => {
      const path = ['offset', i];
      rejectUnknownKeys(reading, table, path, 'offset');
      return readKeys(reading, OFFSET_KEYS, table, path);
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
  // Cores in other notations than `[[core]]` are counted here.
  if (tables.length > MOST_PROCESSORS) {
    reject(reading, 'spec/too-many', ['core', MOST_PROCESSORS], {
      of: 'cores',
      count: tables.length,
      most: MOST_PROCESSORS,
    });
    return [];
  }
  return tables.map(([table, i]) => coreOf(reading, table, i));
}

function coreOf(reading: Reading, table: TomlTable, i: number): SpecCore {
  const path = ['core', i];
  rejectUnknownKeys(reading, table, path, 'core');
  const at = [...path, 'registers'];
  const registers = tableAt(reading, table['registers'], at) ?? {};
  rejectUnknown(reading, registers, at, keysOf(ENTRY_KEYS), HOMES);
  return {
    at: path,
    ...readKeys(reading, CORE_KEYS, table, path),
    levels: readKeys(reading, LEVEL_KEYS, table, path),
    registers: readKeys(reading, ENTRY_KEYS, registers, at) as SpecEntries,
  };
}

/** A table that a spec has once, with its unknown keys reported; empty where there is none. */
function singleTable(reading: Reading, root: TomlTable, key: SpecTableKey): TomlTable {
  const table = tableAt(reading, root[key], [key]) ?? {};
  rejectUnknownKeys(reading, table, [key], key);
  return table;
}

function rejectUnknownKeys(reading: Reading, table: TomlTable, path: SpecPath, key: SpecTableKey): void {
  const { rows = [], inner = [] } = TABLES.get(key) ?? {};
  rejectUnknown(reading, table, path, [...keysOf(rows), ...keysOf(inner)], HOMES);
}

function keysOf(rows: readonly { readonly key: string }[]): string[] {
  return rows.map((row) => row.key);
}
