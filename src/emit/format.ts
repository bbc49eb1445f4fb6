import type { CpcTable } from '../cpc/ir.js';
import { isPrintable } from '../diagnostics/words.js';
import type { Enlightenments } from '../hyperv/enlightenments.js';
import type { Releases } from '../hyperv/releases.js';
import type { LoweredTable } from '../lower/lower.js';

/** One table of a compiled spec, as a tree and as bytes. */
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
  /** Path below the folder of the outputs. */
  readonly file: string;
  readonly content: Uint8Array;
}

/** The parts of a QEMU source tree that decide where its expected tables are. */
export interface QemuTree {
  /** Names in its folder of expected tables, such as `x86` or `q35`. */
  readonly folders: readonly string[];
  /** bios-tables-test-allowed-diff.h; undefined where it is missing. */
  readonly allowed?: Uint8Array;
}

/** The location of the outputs for a consumer, and its release. */
export interface Placement extends Releases {
  /** Name of the spec without `.toml`. */
  readonly stem: string;
  /** Folder of the tables in the paths that the consumer gets. */
  readonly tablePath?: string;
  /** The QEMU tree in the folder of the outputs. */
  readonly qemuTree?: QemuTree;
}

/** Why a format is not possible, with other help than the usual. */
export interface Lack {
  readonly why: string;
  readonly help: string;
}

export interface FormatRow {
  readonly name: string;
  readonly about: string;
  /** False if the content is binary. */
  readonly text: boolean;
  /** Written only if it is named: `--emit all` leaves it out. */
  readonly byName?: true;
}

/** A format whose files need nothing but a spec. */
export interface Format extends FormatRow {
  /** The reason why the format is not possible for this spec and placement; undefined if it is. */
  readonly lacks?: (table: CpcTable, placement: Placement) => string | Lack | undefined;
  /** The files of the format, equal bytes for equal input; `made` are the outputs of earlier formats. */
  readonly emit: (compiled: Compiled, placement: Placement, made: readonly Output[]) => readonly NamedContent[];
}

/** For a spec whose name cannot be in the output. */
export const RENAME = 'rename the spec: outputs have its name';

/** The name of the spec is in every path of its tables. */
export function lacksName({ stem }: Pick<Placement, 'stem'>): Lack | undefined {
  return isPrintable(stem) ? undefined : { why: 'the name of the spec has control characters', help: RENAME };
}

export interface NamedContent {
  readonly file: string;
  readonly content: Uint8Array;
}

const encoder = new TextEncoder();

export function textFile(file: string, text: string): NamedContent {
  return { file, content: encoder.encode(text) };
}

/** `<stem>` for a single table, `<stem>-1`, `<stem>-2`, … for the parts of a split table. */
export function partStem(stem: string, { parts }: Compiled, index: number): string {
  return parts.length === 1 ? stem : `${stem}-${index + 1}`;
}
