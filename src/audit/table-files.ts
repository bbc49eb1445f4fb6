import type { AmlTable } from '../aml/tree.js';
import { type Compiled, partStem } from '../emit/format.js';
import { isOurTable } from '../emit/our-tables.js';
import { readSet } from '../firmware/sources.js';
import type { Placed } from './readers/vm.js';

/** The bytes of a file, or why it cannot be read; undefined for a relative path, whose folder is not known. */
export type ReadTable = (path: string) => { readonly bytes: Uint8Array } | { readonly why: string } | undefined;

/** An ACPI table that a VM loads. */
export interface TableFile extends Placed<string> {
  /** Its AML; empty if it has none, as a table of a license. Undefined if it was not read. */
  readonly trees?: readonly AmlTable[];
  readonly bytes?: Uint8Array;
  readonly why?: string;
}

/** Reads each table once. */
export function tableFiles(tables: readonly Placed<string>[], read: ReadTable | undefined): readonly TableFile[] {
  return tables.map((table) => {
    const found = read?.(table.value);
    if (!found || 'why' in found) return { ...table, ...(found && { why: found.why }) };
    const { bytes } = found;
    const { tables: decoded, diagnostics } = readSet([{ name: table.value, bytes }], 0);
    // A table without AML, such as SLIC, defines no object.
    if (decoded.length === 0 && !diagnostics.every(({ code }) => code === 'firmware/no-aml'))
      return { ...table, why: diagnostics[0]?.message ?? 'it has no table' };
    return { ...table, bytes, trees: decoded.map(({ table: tree }) => tree) };
  });
}

/** Gives the tables of a spec as it makes them, whether they were built or not; the others are read. */
export function withTablesOf(compiled: Compiled, stem: string, read: ReadTable): ReadTable {
  return (path) => {
    if (!isOurTable(path, stem)) return read(path) ?? { why: 'the folder of its path is not known' };
    const name = path.slice(path.lastIndexOf('/') + 1);
    const part = compiled.parts.find((_, i) => `${partStem(stem, compiled, i)}.aml` === name);
    return part ? { bytes: part.aml } : { why: 'the spec does not make it' };
  };
}
