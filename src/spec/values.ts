import { MACHINES_WITHOUT_PROCESSORS } from '../../grammar/machines.js';
import { type KeyRow, MOST_HOST_THREADS, MOST_LETTERS, PRIORITY_KEYS, REGISTER_KEYS } from '../../grammar/spec-keys.js';
import { canonicalName, isNameString } from '../aml/name-string.js';
import type { SpecPath } from '../diagnostics/diagnostic.js';
import { suggest } from '../diagnostics/suggest.js';
import { printable } from '../diagnostics/words.js';
import { readCpuset } from './cpuset.js';
import { isTable, keyOf, nameOfType, type Reading, reject, rejectUnknown } from './reading.js';
import type { Given, SpecEntry, SpecLevel, SpecPriority, SpecRegister, ValueOf } from './spec.js';
import type { TomlTable } from './toml.js';

/** Reads the keys of a table that its rows name; unreadable ones are left out. */
export function readKeys<Rows extends readonly KeyRow[]>(
  reading: Reading,
  rows: Rows,
  table: TomlTable,
  path: SpecPath,
): Given<Rows> {
  const values: Record<string, unknown> = {};
  for (const row of rows) {
    if (!Object.hasOwn(table, row.key)) continue;
    const value = readValue(reading, row, table[row.key], [...path, row.key]);
    if (value !== undefined) values[row.key] = value;
  }
  return values as Given<Rows>;
}

function readValue(reading: Reading, row: KeyRow, value: unknown, path: SpecPath): ValueOf<KeyRow> | undefined {
  switch (row.form) {
    case 'integer':
      return readInteger(reading, value, path, row.min, row.max);
    case 'number':
      return readNumber(reading, value, path, row.of);
    case 'text':
      return readText(reading, value, path, row.most);
    case 'word':
      return readWord(reading, value, path);
    case 'boolean':
      return typeof value === 'boolean' ? value : wrongType(reading, value, path, 'true or false');
    case 'choice':
      return readChoice(reading, value, path, row.of);
    case 'choices':
      return readChoices(reading, value, path, row.of);
    case 'level':
      return readLevel(reading, value, path, row.max);
    case 'entry':
      return readEntry(reading, value, path, row.integer === true);
    case 'descriptors':
      return readList(reading, value, path, 'an array of tables', readPriority);
    case 'pattern':
      return readPattern(reading, value, path);
    case 'paths':
      return readList(reading, value, path, 'an array of ACPI paths', readPath);
    case 'vcpus':
      return readList(reading, value, path, 'an array of integers', readSmallInteger);
    case 'host-threads':
      return readHostThreads(reading, value, path);
  }
}

/** `words`: strings that would be taken. */
function wrongType(
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

function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

function readInteger(reading: Reading, value: unknown, path: SpecPath, min: bigint, max: bigint): bigint | undefined {
  const integer = integerOf(value);
  if (integer === undefined) return wrongType(reading, value, path, 'an integer');
  if (integer >= min && integer <= max) return integer;
  return reject(reading, 'spec/out-of-range', path, { key: keyOf(path), value: integer, min, max });
}

function readSmallInteger(reading: Reading, value: unknown, path: SpecPath): bigint | undefined {
  return readInteger(reading, value, path, 0n, 0xffff_ffffn);
}

function readNumber(reading: Reading, value: unknown, path: SpecPath, of: readonly bigint[]): bigint | undefined {
  const integer = integerOf(value);
  if (integer === undefined) return wrongType(reading, value, path, 'an integer');
  if (of.includes(integer)) return integer;
  return reject(reading, 'spec/not-one-of', path, { key: keyOf(path), value: String(integer), of: of.map(String) });
}

/** Printable ASCII, as the header fields of a table hold it. ACPI 6.6 §5.2.6. */
function readText(reading: Reading, value: unknown, path: SpecPath, most: number): string | undefined {
  if (typeof value !== 'string') return wrongType(reading, value, path, 'a string');
  if (value.length >= 1 && value.length <= most && /^[\x20-\x7e]*$/.test(value)) return value;
  return reject(reading, 'spec/bad-text', path, { key: keyOf(path), value, most });
}

/** Any text on one line. */
function readWord(reading: Reading, value: unknown, path: SpecPath): string | undefined {
  if (typeof value !== 'string') return wrongType(reading, value, path, 'a string');
  if (value !== '' && value.length <= MOST_LETTERS && value === printable(value)) return value;
  return reject(reading, 'spec/bad-word', path, { key: keyOf(path), most: MOST_LETTERS });
}

function readChoice(reading: Reading, value: unknown, path: SpecPath, of: readonly string[]): string | undefined {
  if (typeof value !== 'string') return wrongType(reading, value, path, 'a string');
  if (of.includes(value)) return value;
  if (path[0] === 'guest' && MACHINES_WITHOUT_PROCESSORS.some((machine) => machine === value)) {
    return reject(reading, 'spec/no-processor-objects', path, { machine: value });
  }
  const suggestion = suggest(value, of);
  const facts = { key: keyOf(path), value: JSON.stringify(value), of, ...(suggestion && { suggestion }) };
  return reject(reading, 'spec/not-one-of', path, facts);
}

function readChoices(reading: Reading, value: unknown, path: SpecPath, of: readonly string[]) {
  const words = readList(reading, value, path, 'an array of strings', (r, element, at) =>
    readChoice(r, element, at, of),
  );
  const twice = words?.findIndex((word, i) => words.indexOf(word) < i) ?? -1;
  if (!words || twice < 0) return words;
  return reject(reading, 'spec/repeated', [...path, twice], { key: keyOf(path), value: words[twice] ?? '' });
}

/** A list is read whole or not at all: a hole in it would shift the rest. */
function readList<T>(
  reading: Reading,
  value: unknown,
  path: SpecPath,
  wanted: string,
  read: (reading: Reading, element: unknown, path: SpecPath) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(value)) return wrongType(reading, value, path, wanted);
  if (value.length === 0) return reject(reading, 'spec/empty', path, { key: keyOf(path), wanted });
  const elements = value.map((element, i) => read(reading, element, [...path, i]));
  if (!elements.includes(undefined)) return elements as T[];
  reading.unreadable.add(JSON.stringify(path));
  return undefined;
}

function readLevel(reading: Reading, value: unknown, path: SpecPath, max: bigint): SpecLevel | undefined {
  if (!isTable(value)) {
    if (integerOf(value) !== undefined) return readInteger(reading, value, path, 0n, max);
    return wrongType(reading, value, path, 'an integer, or a table of variants like { cache = 196, frequency = 166 }');
  }
  const names = Object.keys(value);
  if (names.length === 0)
    return reject(reading, 'spec/empty', path, { key: keyOf(path), wanted: 'a table of variants' });
  const variants = new Map<string, bigint>();
  for (const name of names) {
    const level = readInteger(reading, value[name], [...path, name], 0n, max);
    if (level !== undefined) variants.set(name, level);
  }
  if (variants.size === names.length) return variants;
  reading.unreadable.add(JSON.stringify(path));
  return undefined;
}

function readEntry(reading: Reading, value: unknown, path: SpecPath, integer: boolean): SpecEntry | undefined {
  if (value === 'none') return 'none';
  if (integerOf(value) !== undefined) return readInteger(reading, value, path, 0n, 0xffff_ffff_ffff_ffffn);
  if (isTable(value)) return readRegister(reading, value, path);
  const wanted = integer ? 'a register table, an integer or "none"' : 'a register table or "none"';
  return wrongType(reading, value, path, wanted, ['none']);
}

/** All keys of a register are needed; for PCC `subspace` takes the place of `access_size`. */
function readRegister(reading: Reading, table: TomlTable, path: SpecPath): SpecRegister | undefined {
  const given = readTableOf(reading, REGISTER_KEYS, table, path);
  const inPlaceOf = given.space === 'PCC' ? 'access_size' : 'subspace';
  const needed = REGISTER_KEYS.filter((row) => row.key !== inPlaceOf);
  if (given.space && Object.hasOwn(table, inPlaceOf)) {
    const instead = given.space === 'PCC' ? 'subspace' : 'access_size';
    return reject(reading, 'spec/access-or-subspace', [...path, inPlaceOf], {
      space: given.space,
      key: inPlaceOf,
      instead,
    });
  }
  return complete(reading, needed, table, given, path) ? (given as SpecRegister) : undefined;
}

function readPriority(reading: Reading, value: unknown, path: SpecPath): SpecPriority | undefined {
  if (!isTable(value)) return wrongType(reading, value, path, 'a table');
  const given = readTableOf(reading, PRIORITY_KEYS, value, path);
  return complete(reading, PRIORITY_KEYS, value, given, path) ? (given as SpecPriority) : undefined;
}

function readTableOf<Rows extends readonly KeyRow[]>(reading: Reading, rows: Rows, table: TomlTable, path: SpecPath) {
  rejectUnknown(
    reading,
    table,
    path,
    rows.map((row) => row.key),
    new Map(),
  );
  return readKeys(reading, rows, table, path);
}

function complete(
  reading: Reading,
  needed: readonly KeyRow[],
  table: TomlTable,
  given: object,
  path: SpecPath,
): boolean {
  for (const { key, about } of needed) {
    if (!Object.hasOwn(table, key)) reject(reading, 'spec/missing-key', path, { key, about, table: keyOf(path) });
  }
  reading.unreadable.add(JSON.stringify(path));
  const whole = needed.every(({ key }) => Object.hasOwn(given, key));
  if (whole) reading.unreadable.delete(JSON.stringify(path));
  return whole;
}

/** An absolute NameString. ACPI 6.6 §19.2.2. */
function readPath(reading: Reading, value: unknown, path: SpecPath): string | undefined {
  if (typeof value !== 'string') return wrongType(reading, value, path, 'an ACPI path');
  if (value.startsWith('\\') && value.length > 1 && isNameString(value)) return canonicalName(value);
  return reject(reading, 'spec/bad-path', path, { value });
}

function readPattern(reading: Reading, value: unknown, path: SpecPath): string | undefined {
  if (typeof value !== 'string') return wrongType(reading, value, path, 'a pattern of an ACPI path');
  const fields = value.match(/%0[1-9][Xd]/g) ?? [];
  const sample = value.replace(/%0([1-9])[Xd]/, (_, digits) => '0'.repeat(Number(digits)));
  if (fields.length === 1 && sample.startsWith('\\') && isNameString(sample)) return value;
  return reject(reading, 'spec/bad-pattern', path, { value, fields: fields.length });
}

/** An array of numbers, or a cpuset string as libvirt writes it. */
function readHostThreads(reading: Reading, value: unknown, path: SpecPath): readonly number[] | undefined {
  if (typeof value !== 'string') return readThreadList(reading, value, path);
  const threads = readCpuset(value);
  if ('why' in threads) return reject(reading, 'spec/bad-cpuset', path, { value, why: threads.why });
  return threads;
}

function readThreadList(reading: Reading, value: unknown, path: SpecPath): readonly number[] | undefined {
  const most = BigInt(MOST_HOST_THREADS - 1);
  const wanted = 'an array of host threads like [4, 20], or a cpuset like "4,20"';
  return readList(reading, value, path, wanted, (r, element, at) => {
    const thread = readInteger(r, element, at, 0n, most);
    return thread === undefined ? undefined : Number(thread);
  });
}
