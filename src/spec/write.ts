import {
  CORE_KEYS,
  ENTRY_KEYS,
  GUEST_KEYS,
  HYPERV_FLAG_KEYS,
  HYPERV_SETTING_KEYS,
  LAYOUT_KEYS,
  LEVEL_KEYS,
  OFFSET_KEYS,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import type { SpecPath } from '../diagnostics/diagnostic.js';
import { keyText } from '../diagnostics/render-text.js';
import type { Given, Spec, SpecCore, SpecEntries, SpecHyperv } from './spec.js';
import { writeKeys } from './write-values.js';

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
  readonly header: string;
  readonly pairs: readonly (readonly [string, string])[];
  /** It counts, even without keys. */
  readonly kept?: true;
}

function tablesOf(spec: Spec): readonly Table[] {
  const single = (key: string, ...pairs: readonly [string, string][]): Table => ({
    path: [key],
    header: `[${key}]`,
    pairs,
  });
  return [
    single('table', ...writeKeys(TABLE_KEYS, spec.table)),
    single('guest', ...writeKeys(GUEST_KEYS, spec.guest)),
    single('hyperv', ...writeHyperv(spec.hyperv)),
    single('registers', ...writeKeys(LAYOUT_KEYS, spec.layout), ...writeEntries(spec.registers)),
    single('defaults', ...writeKeys(LEVEL_KEYS, spec.defaults)),
    ...spec.cores.flatMap(coreTables),
    ...spec.offsets.map((offset, i): Table => {
      return { path: ['offset', i], header: '[[offset]]', pairs: writeKeys(OFFSET_KEYS, offset), kept: true };
    }),
  ];
}

function writeHyperv(hyperv: SpecHyperv | undefined): [string, string][] {
  if (!hyperv) return [];
  const flags = hyperv.flags as Given<typeof HYPERV_FLAG_KEYS>;
  return [...writeKeys(HYPERV_SETTING_KEYS, hyperv.settings), ...writeKeys(HYPERV_FLAG_KEYS, flags)];
}

function coreTables(core: SpecCore, i: number): readonly Table[] {
  const path = ['core', i];
  const pairs = [...writeKeys(LEVEL_KEYS, core.levels), ...writeKeys(CORE_KEYS, core)];
  return [
    { path, header: '[[core]]', pairs, kept: true },
    { path: [...path, 'registers'], header: '[core.registers]', pairs: writeEntries(core.registers) },
  ];
}

function writeEntries(entries: SpecEntries): [string, string][] {
  return writeKeys(ENTRY_KEYS, entries as Given<typeof ENTRY_KEYS>);
}

function tableLines({ path, header, pairs, kept }: Table, remarks: Remarks): string[][] {
  const remark = remarks.get(keyText(path));
  if (pairs.length === 0 && !kept && !remark) return [];
  const width = Math.max(...pairs.map(([key]) => key.length));
  const keys = pairs.flatMap(([key, value]) =>
    remarked(`${key.padEnd(width)} = ${value}`, remarks.get(keyText([...path, key]))),
  );
  return [[...remarked(header, remark), ...keys, ...(remark?.below ?? []).map(commentLine)]];
}

function remarked(line: string, { above = [], beside }: Remark = {}): string[] {
  const behind = beside === undefined ? line : `${line.padEnd(COMMENT_COLUMN - 1)} ${commentLine(beside)}`;
  return [...above.map(commentLine), behind];
}

/** A comment may hold no control character. TOML 1.0, "Comment". */
function commentLine(text: string): string {
  return `# ${text.replace(/\p{Cc}/gu, '?')}`.trimEnd();
}
