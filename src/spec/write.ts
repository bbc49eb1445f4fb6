import { SPEC_TABLES, type SpecTableKey, type SpecTableRow } from '../../grammar/spec-keys.js';
import type { SpecPath } from '../diagnostics/diagnostic.js';
import { keyText } from '../diagnostics/render-text.js';
import { printable } from '../diagnostics/words.js';
import { writeKeys } from './forms/forms.js';
import { tableName } from './reading.js';
import type { Spec } from './spec.js';

/** Comments at a key or a table. */
export interface SpecComment {
  /** Lines above it. */
  readonly above?: readonly string[];
  /** Behind it on the same line. */
  readonly beside?: string;
  /** Lines behind the keys of a table. */
  readonly below?: readonly string[];
}

/** Comments by the path of their key or table, as `keyText` writes it; the path of the spec itself is empty. */
export type SpecComments = ReadonlyMap<string, SpecComment>;

/** The column of comments behind short lines. */
const COMMENT_COLUMN = 31;

/** The text that `readSpec` reads as this spec. A table without keys is written only if it has a comment. */
export function writeSpec(spec: Spec, comments: SpecComments = new Map()): string {
  const { above = [] } = comments.get('') ?? {};
  const head = above.length > 0 ? [above.map(commentLine)] : [];
  const tables = tablesOf(spec).flatMap((table) => tableLines(table, comments));
  return [...head, ...tables].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

interface Table {
  readonly path: SpecPath;
  readonly pairs: readonly (readonly [string, string])[];
  /** Whether the table is written even without keys. */
  readonly kept?: boolean;
}

function tablesOf(spec: Spec): readonly Table[] {
  const values = valuesOf(spec);
  return SPEC_TABLES.flatMap((row) => values[row.key].flatMap((given, i) => tablesOfRow(row, given, i)));
}

/** The keys of each table as the rows name them, table by table. */
function valuesOf(spec: Spec): Readonly<Record<SpecTableKey, readonly object[]>> {
  return {
    table: [spec.table],
    guest: [spec.guest],
    hyperv: [{ ...spec.hyperv?.settings, ...spec.hyperv?.flags }],
    registers: [{ ...spec.layout, ...spec.registers }],
    defaults: [spec.defaults],
    core: spec.cores.map((core) => ({ ...core, ...core.levels })),
    offset: spec.offsets,
  };
}

function tablesOfRow({ key, array, rows, inner = [] }: SpecTableRow, given: object, i: number): readonly Table[] {
  const path = array ? [key, i] : [key];
  const values = given as Readonly<Record<string, object>>;
  return [
    { path, pairs: writeKeys(rows, given), ...(array && { kept: true }) },
    ...inner.map((one) => ({ path: [...path, one.key], pairs: writeKeys(one.rows, values[one.key] ?? {}) })),
  ];
}

function tableLines({ path, pairs, kept }: Table, comments: SpecComments): string[][] {
  const comment = comments.get(keyText(path));
  if (pairs.length === 0 && !kept && !comment) return [];
  const width = Math.max(...pairs.map(([key]) => key.length));
  const keys = pairs.flatMap(([key, value]) =>
    commented(`${key.padEnd(width)} = ${value}`, comments.get(keyText([...path, key]))),
  );
  return [[...commented(tableName(path), comment), ...keys, ...(comment?.below ?? []).map(commentLine)]];
}

function commented(line: string, { above = [], beside }: SpecComment = {}): string[] {
  const behind = beside === undefined ? line : `${line.padEnd(COMMENT_COLUMN - 1)} ${commentLine(beside)}`;
  return [...above.map(commentLine), behind];
}

/** A comment may hold no control character. TOML 1.0, "Comment". */
function commentLine(text: string): string {
  return `# ${printable(text)}`.trimEnd();
}
