import type { CpcTable } from '../cpc/ir.js';
import type { LoweredTable } from '../cpc/lower.js';

/** One table of a compiled spec, in every shape that formats start from. */
export interface CompiledPart extends LoweredTable {
  readonly aml: Uint8Array;
}

/** A compiled spec: the resolved table, and its parts in order. */
export interface Compiled {
  readonly table: CpcTable;
  readonly parts: readonly CompiledPart[];
}

export interface Output {
  readonly format: string;
  /** File name without a folder. */
  readonly file: string;
  readonly content: Uint8Array;
}

export interface Format {
  readonly name: string;
  readonly about: string;
  /** False where the content is for machines only. */
  readonly text: boolean;
  /**
   * The files of the format: the same bytes for the same input. `stem` is the spec's name without `.toml`, `made` what
   * the formats before this one made.
   */
  readonly emit: (compiled: Compiled, stem: string, made: readonly Output[]) => readonly NamedContent[];
}

export interface NamedContent {
  readonly file: string;
  readonly content: Uint8Array;
}

const encoder = new TextEncoder();

export function textFile(file: string, text: string): NamedContent {
  return { file, content: encoder.encode(text) };
}

/** `<stem>` for a single table, `<stem>-1`, `<stem>-2`, … for the parts of a split one. */
export function partStem(stem: string, { parts }: Compiled, index: number): string {
  return parts.length === 1 ? stem : `${stem}-${index + 1}`;
}
