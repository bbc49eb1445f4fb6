import type { CpcTable } from '../cpc/ir.js';
import type { Enlightenments } from '../hyperv/enlightenments.js';
import type { Releases } from '../hyperv/releases.js';
import type { LoweredTable } from '../lower/lower.js';

/** One table of a compiled spec, in every shape that formats start from. */
export interface CompiledPart extends LoweredTable {
  readonly aml: Uint8Array;
}

/** A compiled spec: the resolved table, its parts in order, and the enlightenments. */
export interface Compiled {
  readonly table: CpcTable;
  readonly hyperv: Enlightenments;
  readonly parts: readonly CompiledPart[];
}

export interface Output {
  readonly format: string;
  /** File name without a folder. */
  readonly file: string;
  readonly content: Uint8Array;
}

/** Where a consumer finds the outputs, and which release it is. */
export interface Placement extends Releases {
  /** Name of the spec without `.toml`. */
  readonly stem: string;
  /** Folder of the tables as the consumer names it. */
  readonly tablePath?: string;
}

export interface Format {
  readonly name: string;
  readonly about: string;
  /** False where the content is for machines only. */
  readonly text: boolean;
  /** Why the spec cannot give the format there; undefined where it can. */
  readonly lacks?: (table: CpcTable, placement: Placement) => string | undefined;
  /** The files of the format, the same bytes for the same input; `made` is what the formats before this one made. */
  readonly emit: (compiled: Compiled, placement: Placement, made: readonly Output[]) => readonly NamedContent[];
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
