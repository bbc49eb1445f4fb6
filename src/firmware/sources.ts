import { CHECKSUM_OFFSET, checksumOf, decodeTables } from '../aml/table.js';
import type { AmlTable } from '../aml/tree.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { tablesOfDump } from './acpidump.js';
import { concatenatedTables, signatureOf, startsTable, statedLength } from './concatenated.js';

/** Bytes with a name: a file, or standard input. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A table that was read, with where it was. */
export interface SourceTable {
  /** The file's name as it was given or found. */
  readonly source: string;
  /** Index among the AML tables of the file, from 0. */
  readonly index: number;
  /** The name in diagnostics: the source, with the index if the file has several tables. */
  readonly name: string;
  /** Tables of one set belong to one machine and refer to each other. */
  readonly set: number;
  readonly bytes: Uint8Array;
  readonly table: AmlTable;
  /** As the header states it. */
  readonly length: number;
  readonly lengthOk: boolean;
  readonly checksumOk: boolean;
}

export interface Sources {
  readonly tables: readonly SourceTable[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Tables whose body is AML; others are records of fixed fields. ACPI 6.6 §5.2.11; OEMx by use: firmware loads them. */
const HOLDS_AML = /^(?:DSDT|SSDT|PSDT|OEM.)$/;

/** The AML tables of a file in any form; a file without one is a diagnostic. */
function amlTablesOf({ name, bytes }: SourceFile): { tables: readonly Uint8Array[]; diagnostics: Diagnostic[] } {
  const tables = startsTable(bytes) ? concatenatedTables(bytes) : tablesOfDump(bytes);
  if (!tables) return { tables: [], diagnostics: [diagnostic('firmware/no-table', { file: name }, {})] };
  const aml = tables.filter((table) => HOLDS_AML.test(signatureOf(table)));
  if (aml.length > 0) return { tables: aml, diagnostics: [] };
  const signatures = [...new Set(tables.map(signatureOf))];
  return { tables: [], diagnostics: [diagnostic('firmware/no-aml', { file: name }, { signatures })] };
}

/** A file that is one or more tables, the first with AML. */
export function isAmlFile({ bytes }: SourceFile): boolean {
  return startsTable(bytes) && HOLDS_AML.test(signatureOf(bytes));
}

/** Reads the tables of one machine. */
export function readSet(files: readonly SourceFile[], set: number): Sources {
  const found = files.map((file) => ({ file, ...amlTablesOf(file) }));
  const raw = found.flatMap(({ file, tables }) =>
    tables.map((bytes, index) => rawTable(file.name, bytes, index, tables)),
  );
  const decoded = decodeTables(raw.map(({ name, bytes }) => ({ bytes, file: name })));
  const tables = raw.flatMap((one, i) => {
    const table = decoded[i]?.value;
    return table ? [{ ...one, set, table }] : [];
  });
  const diagnostics = [...found.flatMap((one) => one.diagnostics), ...decoded.flatMap((one) => one.diagnostics)];
  return { tables, diagnostics };
}

type RawTable = Omit<SourceTable, 'table' | 'set'>;

function rawTable(source: string, bytes: Uint8Array, index: number, all: readonly Uint8Array[]): RawTable {
  const length = statedLength(bytes);
  const name = all.length > 1 ? `${source}#${index} (${signatureOf(bytes)})` : source;
  const checksumOk = checksumOf(bytes.subarray(0, length)) === bytes[CHECKSUM_OFFSET];
  return { source, index, name, bytes, length, lengthOk: length === bytes.length, checksumOk };
}
