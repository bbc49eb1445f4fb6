import type { LoweredTable } from '../cpc/lower.js';
import type { CpcTable } from '../cpc/ir.js';

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
  /** File name without a folder. */
  readonly file: string;
  readonly content: Uint8Array;
}

/** What a format may say beside what it is made from. */
export interface Naming {
  /** Name of the spec without `.toml`. */
  readonly stem: string;
}

export interface Format {
  readonly name: string;
  readonly extension: string;
  readonly about: string;
  /** Whether it can be shown on a terminal. */
  readonly text: boolean;
  /** The files of the format, the same bytes for the same input. */
  readonly emit: (compiled: Compiled, naming: Naming) => readonly Output[];
}

const encoder = new TextEncoder();

export function textOutput(file: string, text: string): Output {
  return { file, content: encoder.encode(text) };
}

/** `<stem>` for a single table, `<stem>-1`, `<stem>-2`, … for a split one. */
export function partStem({ stem }: Naming, index: number, parts: number): string {
  return parts === 1 ? stem : `${stem}-${index + 1}`;
}
