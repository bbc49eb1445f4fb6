import { type KeyRow, PRIORITY_KEYS, REGISTER_KEYS } from '../../grammar/spec-keys.js';
import type { Given, SpecEntry, SpecLevel, SpecPriority } from './spec.js';

/** Keys whose numbers people know in hexadecimal. */
export const IN_HEXADECIMAL = new Set(['address', 'sink_port', 'pm_timer_port', 'spinlocks']);

/** A run of as many host threads is shorter as a range. */
const SHORTEST_RUN = 3;

/** The values of a table as TOML, by their keys: in the order of the rows, without what is not given. */
export function writeKeys<Rows extends readonly KeyRow[]>(rows: Rows, given: Given<Rows>): [string, string][] {
  const values = given as Readonly<Record<string, unknown>>;
  return rows.flatMap((row): [string, string][] => {
    const value = values[row.key];
    return value === undefined ? [] : [[row.key, writeValue(row, value)]];
  });
}

function writeValue(row: KeyRow, value: unknown): string {
  switch (row.form) {
    case 'integer':
    case 'number':
      return writeInteger(value as bigint, IN_HEXADECIMAL.has(row.key));
    case 'boolean':
      return String(value);
    case 'text':
    case 'word':
    case 'choice':
    case 'pattern':
      return writeString(value as string);
    case 'choices':
    case 'paths':
      return writeArray((value as readonly string[]).map(writeString));
    case 'level':
      return writeLevel(value as SpecLevel);
    case 'entry':
      return writeEntry(value as SpecEntry);
    case 'descriptors':
      return writePriorities(value as readonly SpecPriority[]);
    case 'vcpus':
      return writeArray((value as readonly bigint[]).map(String));
    case 'host-threads':
      return writeHostThreads(value as readonly number[]);
  }
}

function writeInteger(value: bigint, hexadecimal: boolean): string {
  return hexadecimal ? `0x${value.toString(16).toUpperCase()}` : String(value);
}

function writeArray(elements: readonly string[]): string {
  return `[${elements.join(', ')}]`;
}

/** ACPI paths have backslashes, which a literal string keeps as they are. TOML 1.0, "String". */
export function writeString(text: string): string {
  const literal = text.includes('\\') && /^[^'\p{Cc}]*$/u.test(text);
  return literal ? `'${text}'` : JSON.stringify(text).replaceAll('\u007f', '\\u007F');
}

function writeKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : writeString(key);
}

function writeInlineTable(pairs: readonly (readonly [string, string])[]): string {
  return `{ ${pairs.map(([key, value]) => `${writeKey(key)} = ${value}`).join(', ')} }`;
}

function writeLevel(level: SpecLevel): string {
  if (typeof level === 'bigint') return String(level);
  return writeInlineTable([...level].map(([variant, value]) => [variant, String(value)]));
}

function writeEntry(entry: SpecEntry): string {
  if (typeof entry === 'object')
    return writeInlineTable(writeKeys(REGISTER_KEYS, entry as Given<typeof REGISTER_KEYS>));
  return typeof entry === 'bigint' ? String(entry) : writeString(entry);
}

/** One line each: an inline table may not have several. TOML 1.0, "Inline Table". */
function writePriorities(priorities: readonly SpecPriority[]): string {
  const lines = priorities.map((one) => `  ${writeInlineTable(writeKeys(PRIORITY_KEYS, one))},\n`);
  return `[\n${lines.join('')}]`;
}

/** A cpuset where a range makes it shorter; a list that names a host thread twice has none. */
function writeHostThreads(threads: readonly number[]): string {
  const hasRun = threads.some((one, i) => one + SHORTEST_RUN - 1 === threads[i + SHORTEST_RUN - 1]);
  const isSet = new Set(threads).size === threads.length;
  return hasRun && isSet ? writeString(writeCpuset(threads)) : writeArray(threads.map(String));
}

/** The text that `readCpuset` reads as these numbers, in their order. */
export function writeCpuset(threads: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const thread of threads) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === thread) run[1] = thread;
    else runs.push([thread, thread]);
  }
  return runs.flatMap(([first, last]) => runText(first, last)).join(',');
}

function runText(first: number, last: number): readonly string[] {
  if (last - first + 1 >= SHORTEST_RUN) return [`${first}-${last}`];
  return first === last ? [String(first)] : [String(first), String(last)];
}
