import { decodeTable } from '../../aml/table.js';
import type { AmlTable } from '../../aml/tree.js';
import type { Firmware } from '../../decompile/source.js';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { machineFacts } from '../../firmware/facts.js';
import type { Sources } from '../../firmware/sources.js';
import { compileInput } from './compile-file.js';
import type { Input } from './input.js';
import type { Given } from './machines.js';
import { isLoadedLater } from './tables.js';

/** The tables of one machine, read or compiled, and what the objects of its processors evaluate to. */
export interface ReadFirmware {
  readonly name: string;
  /** Undefined if nothing could be read. */
  readonly firmware?: Firmware;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** The tables of one machine, or those that `build` makes of a spec. */
export async function readFirmware(given: Given, variant?: string): Promise<ReadFirmware> {
  switch (given.kind) {
    case 'unread':
      return { name: given.name, texts: new Map(), diagnostics: given.diagnostics };
    case 'machine':
      return { name: given.machine.name, texts: new Map(), ...firmwareIn(given.machine) };
    case 'spec':
      return firmwareOfSpec(given.input, variant);
  }
}

async function firmwareOfSpec(input: Input, variant?: string): Promise<ReadFirmware> {
  const compiled = await compileInput(input, variant === undefined ? {} : { variant });
  const parts = compiled.compiled?.parts ?? [];
  const trees = parts.flatMap(({ aml }) => decodeTable(aml, input.name).value ?? []);
  // Warnings about a spec are for `check`; errors leave nothing to read.
  const problems = hasErrors(compiled.diagnostics) ? compiled.diagnostics : [];
  return { name: input.name, texts: compiled.texts, ...firmwareOf(trees, problems) };
}

function firmwareIn({ tables, diagnostics }: Sources) {
  const later = tables.filter(({ source }) => isLoadedLater(source)).map(({ table }) => table);
  return firmwareOf(
    tables.map(({ table }) => table),
    diagnostics,
    new Set(later),
  );
}

function firmwareOf(
  tables: readonly AmlTable[],
  diagnostics: readonly Diagnostic[],
  loadedLater?: ReadonlySet<AmlTable>,
) {
  if (tables.length === 0) return { diagnostics };
  return { firmware: { tables, facts: machineFacts(tables), ...(loadedLater && { loadedLater }) }, diagnostics };
}
