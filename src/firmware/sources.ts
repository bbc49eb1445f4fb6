import { TERMS } from '../../grammar/aml-terms.js';
import { TABLE_LIMITS } from '../../grammar/limits.js';
import { CHECKSUM_OFFSET, checksumOf, decodeTables, HEADER_BYTES } from '../aml/table.js';
import type { AmlTable } from '../aml/tree.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { tablesOfDump } from './acpidump.js';
import { compressionOf } from './compressed.js';
import { concatenatedTables, type Gap, signatureOf, startsTable, startsTables, statedLength } from './concatenated.js';

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

/** Tables whose body is AML; others are records of fixed fields. ACPI 6.6 §5.2.11. */
const HOLDS_AML = /^[DSP]SDT$/;

/**
 * Some OEMx hold AML, which code in the DSDT loads (Intel's CpuPm in OEM1 to OEM4), others data of the vendor, such as AMI's OEMB,
 * whose checksum is often wrong. A table of AML begins with an object or a condition.
 */
const OEM_TABLE = /^OEM.$/;
const FIRST_TERMS = ['DefAlias', 'DefName', 'DefScope', 'DefMethod', 'DefExternal', 'DefIf', 'DefDevice'];
const FIRST_BYTES = new Set<number>(
  TERMS.filter(({ term }) => FIRST_TERMS.includes(term)).map(({ opcode: [first] }) => first),
);

function holdsAml(table: Uint8Array): boolean {
  const signature = signatureOf(table);
  if (OEM_TABLE.test(signature)) return FIRST_BYTES.has(table[HEADER_BYTES] ?? 0);
  return HOLDS_AML.test(signature);
}

interface AmlTables {
  readonly tables: readonly Uint8Array[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The AML tables of a file in any form; a file without one is a diagnostic. */
function amlTablesOf({ name, bytes }: SourceFile): AmlTables {
  const place = { file: name };
  const compression = compressionOf(bytes);
  if (compression) return { tables: [], diagnostics: [diagnostic('firmware/compressed', place, compression)] };
  if (!startsTables(bytes)) {
    const tables = tablesOfDump(bytes);
    return tables ? onlyAml(name, tables) : { tables: [], diagnostics: [diagnostic('firmware/no-table', place, {})] };
  }
  const { tables, gaps } = concatenatedTables(bytes, holdsAml);
  const found = onlyAml(name, tables);
  return { ...found, diagnostics: [...found.diagnostics, ...unreadGaps(name, gaps)] };
}

function onlyAml(file: string, tables: readonly Uint8Array[]): AmlTables {
  const [count, most] = [tables.length, TABLE_LIMITS.tables];
  if (count > most)
    return { tables: [], diagnostics: [diagnostic('firmware/too-many', { file }, { of: 'tables', count, most })] };
  const aml = tables.filter(holdsAml);
  if (aml.length > 0) return { tables: aml, diagnostics: [] };
  const signatures = tables.length > 0 ? [...new Set(tables.map(signatureOf))] : ['RSDP'];
  return { tables: [], diagnostics: [diagnostic('firmware/no-aml', { file }, { signatures })] };
}

/** One for a file, at its first bytes that are no table. */
function unreadGaps(file: string, gaps: readonly Gap[]): Diagnostic[] {
  const [first] = gaps;
  return first ? [diagnostic('firmware/unread-bytes', { file, ...first }, { gaps })] : [];
}

/** The beginning of a file with AML: one table, or several after each other. */
export function mayHoldAml({ bytes }: SourceFile, fileLength: number): boolean {
  return startsTables(bytes) && (!startsTable(bytes) || holdsAml(bytes) || statedLength(bytes) < fileLength);
}

type FileTables = AmlTables & { readonly file: SourceFile };

/** Reads the tables of one machine. */
export function readSet(files: readonly SourceFile[], set: number): Sources {
  return readFound(
    files.map((file) => ({ file, ...amlTablesOf(file) })),
    set,
  );
}

function readFound(found: readonly FileTables[], set: number): Sources {
  const [count, most] = [found.reduce((sum, one) => sum + one.tables.length, 0), TABLE_LIMITS.tables];
  if (count > most) {
    const place = { file: found[0]?.file.name ?? '' };
    return { tables: [], diagnostics: [diagnostic('firmware/too-many', place, { of: 'tables', count, most })] };
  }
  const raw = found.flatMap(({ file, tables }) =>
    tables.map((bytes, index) => rawTable(file.name, bytes, index, tables)),
  );
  const decoded = decodeTables(raw.map(({ name, bytes }) => ({ bytes, file: name })));
  const tables = raw.flatMap((one, i) => {
    const table = decoded[i]?.value;
    return table ? [{ ...one, set, table }] : [];
  });
  // A machine has many tables without AML; only a machine of nothing else is worth a word.
  const unread = found.flatMap(({ diagnostics }) => diagnostics);
  const reported = raw.length === 0 ? unread : unread.filter(({ code }) => code !== 'firmware/no-aml');
  return { tables, diagnostics: [...reported, ...decoded.flatMap((one) => one.diagnostics)] };
}

/** The tables of a machine, and what to call it. */
export interface Machine extends Sources {
  readonly name: string;
}

/**
 * Files that are given together are of one machine. A machine has one DSDT: if more files have one, each file is a machine,
 * as with the dumps of several machines.
 */
export function readMachines(files: readonly SourceFile[], firstSet: number): Machine[] {
  const found = files.map((file) => ({ file, ...amlTablesOf(file) }));
  const [first] = files;
  if (!first) return [];
  const whole = found.filter(({ tables }) => tables.some((table) => signatureOf(table) === 'DSDT'));
  if (whole.length < 2) {
    const name = files.length > 1 ? `${first.name} and ${files.length - 1} more` : first.name;
    return [{ name, ...readFound(found, firstSet) }];
  }
  const rest = found.find((one) => one.tables.length > 0 && !whole.includes(one));
  const facts = { count: whole.length };
  const mixed = rest ? [diagnostic('firmware/several-machines', { file: rest.file.name }, facts)] : [];
  return found.map((one, i) => {
    const read = readFound([one], firstSet + i);
    return { name: one.file.name, ...read, diagnostics: [...(one === rest ? mixed : []), ...read.diagnostics] };
  });
}

type RawTable = Omit<SourceTable, 'table' | 'set'>;

function rawTable(source: string, bytes: Uint8Array, index: number, all: readonly Uint8Array[]): RawTable {
  const length = statedLength(bytes);
  const name = all.length > 1 ? `${source}#${index} (${signatureOf(bytes)})` : source;
  const checksumOk = checksumOf(bytes.subarray(0, length)) === bytes[CHECKSUM_OFFSET];
  return { source, index, name, bytes, length, lengthOk: length === bytes.length, checksumOk };
}
