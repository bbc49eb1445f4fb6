import { SPEC_TABLES, type SpecTableKey, type SpecTableRow } from '../../grammar/spec-keys.js';
import type { SpecPath } from '../diagnostics/diagnostic.js';
import { keyText } from '../diagnostics/render-text.js';
import { writeKeys } from './forms/forms.js';
import { tableName } from './reading.js';
import type { Spec } from './spec.js';

/** Comments at a key or a table. */
export interface Remark {
  /** Lines in front of it. */
  readonly above?: readonly string[];
  /** Behind it, on its line. */
  readonly beside?: string;
  /** Lines behind the keys of a table. */
  readonly below?: readonly string[];
}

/** Remarks by the path that they are at, as `keyText` writes it; that of the spec itself is empty. */
export type Remarks = ReadonlyMap<string, Remark>;

/** Column at which comments begin, where there is room. */
const COMMENT_COLUMN = 31;

/** The text that `readSpec` reads as this spec. A table without keys is written only where there is a remark at it. */
export function writeSpec(spec: Spec, remarks: Remarks = new Map()): string {
  const { above = [] } = remarks.get('') ?? {};
  const head = above.length > 0 ? [above.map(commentLine)] : [];
  const tables = tablesOf(spec).flatMap((table) => tableLines(table, remarks));
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

function tableLines({ path, pairs, kept }: Table, remarks: Remarks): string[][] {
  const remark = remarks.get(keyText(path));
  if (pairs.length === 0 && !kept && !remark) return [];
  const width = Math.max(...pairs.map(([key]) => key.length));
  const keys = pairs.flatMap(([key, value]) =>
    remarked(`${key.padEnd(width)} = ${value}`, remarks.get(keyText([...path, key]))),
  );
  return [[...remarked(tableName(path), remark), ...keys, ...(remark?.below ?? []).map(commentLine)]];
}

function remarked(line: string, { above = [], beside }: Remark = {}): string[] {
  const behind = beside === undefined ? line : `${line.padEnd(COMMENT_COLUMN - 1)} ${commentLine(beside)}`;
  return [...above.map(commentLine), behind];
}

/** A comment may hold no control character. TOML 1.0, "Comment". */
function commentLine(text: string): string {
  return `# ${text.replace(/\p{Cc}/gu, '?')}`.trimEnd();
}
