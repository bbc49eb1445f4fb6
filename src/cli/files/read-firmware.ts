import { decodeTable } from '../../aml/table.js';
import type { AmlTable } from '../../aml/tree.js';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { tablesOfDump } from '../../firmware/acpidump.js';
import { startsTable } from '../../firmware/concatenated.js';
import type { Lifted } from '../../firmware/lift.js';
import { liftTables } from '../../firmware/lifted.js';
import { readSet } from '../../firmware/sources.js';
import { compileInput } from './compile-file.js';
import { isFolder } from './folders.js';
import { readInput } from './input.js';
import { readTables } from './tables.js';

/** The tables of one machine, read or compiled, and their packages. */
export interface ReadFirmware {
  readonly name: string;
  /** Undefined if nothing could be read. */
  readonly firmware?: { readonly tables: readonly AmlTable[]; readonly lifted: Lifted };
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads a spec, a table, an acpidump or a folder of tables; the tables of a spec are those of `build`. */
export async function readFirmware(path: string, variant?: string): Promise<ReadFirmware> {
  const noTexts = new Map<string, string>();
  if (isFolder(path)) return { name: path, texts: noTexts, ...firmwareIn(await readTables([path])) };
  const { value: input, diagnostics } = await readInput(path, 'spec or table');
  if (!input) return { name: path, diagnostics, texts: noTexts };
  const { name, bytes } = input;
  if (startsTable(bytes) || tablesOfDump(bytes)) {
    return { name, texts: noTexts, ...firmwareIn(readSet([{ name, bytes }], 0)) };
  }
  const compiled = await compileInput(input, variant === undefined ? {} : { variant });
  const parts = compiled.compiled?.parts ?? [];
  const trees = parts.flatMap(({ aml }) => decodeTable(aml, name).value ?? []);
  // Warnings about a spec are for `check`; errors leave nothing to read.
  const problems = hasErrors(compiled.diagnostics) ? compiled.diagnostics : [];
  return { name, texts: compiled.texts, ...firmwareOf(trees, problems) };
}

function firmwareIn(read: Awaited<ReturnType<typeof readTables>>) {
  const trees = read.tables.map(({ table }) => table);
  return firmwareOf(trees, read.diagnostics);
}

function firmwareOf(tables: readonly AmlTable[], diagnostics: readonly Diagnostic[]) {
  if (tables.length === 0) return { diagnostics };
  return { firmware: { tables, lifted: liftTables(tables) }, diagnostics };
}
