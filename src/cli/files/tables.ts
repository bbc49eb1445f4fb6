import { accessSync, constants, type Dirent, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { TABLE_LIMITS } from '../../../grammar/limits.js';
import { HEADER_BYTES } from '../../aml/table.js';
import { NOT_UTF8 } from '../../diagnostics/catalog/cli.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { isDump } from '../../firmware/acpidump.js';
import { isCompressed } from '../../firmware/compressed.js';
import { type Machine, mayHoldAml, readSet, type SourceFile } from '../../firmware/sources.js';
import { lookAt } from '../../scratch/look.js';
import { reasonOf } from '../../scratch/reason.js';
import { isNotUtf8, MOST_BYTES, readInput, statOf } from './input.js';
import type { Taken } from './taken.js';

/** The folder inside Linux's folder of tables with those loaded at run time. */
const LOADED_LATER = 'dynamic';

/** Whether the firmware loads this table at run time: Linux has it in `dynamic`. */
export function isLoadedLater(path: string): boolean {
  return basename(dirname(path)) === LOADED_LATER;
}

/** Reads the tables of a folder, which is one machine; `taken` is what the command line had before it. */
export async function readFolder(path: string, set: number, taken: Taken): Promise<Machine> {
  const { files, unread } = await filesIn(path, taken);
  const read = readSet(files, set);
  return { name: path, tables: read.tables, diagnostics: [...unread, ...read.diagnostics] };
}

interface Files {
  readonly files: readonly SourceFile[];
  readonly unread: readonly Diagnostic[];
}

async function fileAt(path: string): Promise<Files> {
  const { value, diagnostics } = await readInput(path, 'table');
  return { files: value ? [{ name: value.name, bytes: value.bytes }] : [], unread: diagnostics };
}

/** The files of a folder that are tables with AML, and those of `dynamic/` inside it. */
async function filesIn(folder: string, taken: Taken): Promise<Files> {
  try {
    const files: SourceFile[] = [];
    const unread: Diagnostic[] = [];
    const [nameable, unnameable] = split(tablePaths(folder), (path) => !isNotUtf8(path) || isRegular(path));
    if (unnameable.length > 0) unread.push(cannotRead(folder, namesBelow(folder, unnameable), NOT_UTF8));
    const [readable, denied] = split(nameable, isReadable);
    if (denied.length > 0) unread.push(cannotRead(folder, namesBelow(folder, denied)));
    const paths = readable.filter(beginsTable);
    const tooMany = tooManyIn(folder, paths) ?? taken.add(paths.length, sizeOf(paths));
    if (tooMany) return { files, unread: [...unread, tooMany] };
    for (const path of paths) {
      const one = await fileAt(path);
      files.push(...one.files);
      unread.push(...one.unread);
    }
    if (files.length > 0 || unread.length > 0) return { files, unread };
    const dumps = await dumpsAmong(readable, taken);
    if (dumps.length > 1) return { files, unread: [severalDumps(folder, dumps)] };
    if (dumps.length === 1) return { files: dumps, unread };
    const compressed = readable.find(looksCompressed);
    if (compressed !== undefined) return await fileAt(compressed);
    return { files, unread: [diagnostic('cli/empty-folder', { file: folder }, {})] };
  } catch (error) {
    return {
      files: [],
      unread: [diagnostic('cli/cannot-read', { file: folder }, { why: reasonOf(error), of: 'table' })],
    };
  }
}

/** Texts of acpidump in a folder without tables. It can have any files; texts are among the first, and not large. */
async function dumpsAmong(paths: readonly string[], taken: Taken): Promise<SourceFile[]> {
  const looked = paths.filter((path) => (statOf(path)?.size ?? 0) <= MOST_BYTES).slice(0, MOST_LOOKED_AT);
  if (taken.add(0, sizeOf(looked))) return [];
  const read = await Promise.all(looked.map(fileAt));
  return read.flatMap(({ files }) => files).filter(({ bytes }) => isDump(bytes));
}

const MOST_LOOKED_AT = 32;

/** Each may be of another machine. */
function severalDumps(folder: string, dumps: readonly SourceFile[]): Diagnostic {
  const paths = dumps.map(({ name }) => name);
  return diagnostic('cli/several-dumps', { file: folder }, { names: namesBelow(folder, paths) });
}

function namesBelow(folder: string, paths: readonly string[]): string[] {
  return paths.map((path) => relative(folder, path));
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** False only where the rights are missing; other problems are reported by reading. */
export function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EACCES';
  }
}

/** One for all files: the kernel's tables have the same rights. */
export function cannotRead(place: string, files: readonly string[], why = 'permission denied'): Diagnostic {
  const names = files.length > 1 || files[0] !== place ? { files } : {};
  return diagnostic('cli/cannot-read', { file: place }, { why, of: 'table', ...names });
}

/** Before they are read: links can make one large file many. */
function tooManyIn(folder: string, paths: readonly string[]): Diagnostic | undefined {
  const { tables, bytes } = TABLE_LIMITS;
  const size = sizeOf(paths);
  const place = { file: folder };
  if (paths.length > tables)
    return diagnostic('firmware/too-many', place, { of: 'tables', count: paths.length, most: tables });
  return size > bytes ? diagnostic('firmware/too-many', place, { of: 'bytes', count: size, most: bytes }) : undefined;
}

function sizeOf(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + (statOf(path)?.size ?? 0), 0);
}

/** A file without a byte that should be a table is reported. */
const NAMES_TABLE = /(?:\.(?:aml|dat)|[\\/](?:[DSP]SDT\d*|OEM.))$/i;

/** By its header, before the rest is read: a folder can have large files. One that cannot be opened is reported later. */
function beginsTable(path: string): boolean {
  try {
    const looked = lookAt(path, HEADER_BYTES);
    if (looked?.head.length === 0) return NAMES_TABLE.test(path);
    return looked !== undefined && mayHoldAml({ name: path, bytes: looked.head }, looked.size);
  } catch {
    return true;
  }
}

function looksCompressed(path: string): boolean {
  const looked = lookAt(path, HEADER_BYTES);
  return looked !== undefined && isCompressed(looked.head);
}

function tablePaths(folder: string): string[] {
  const entries = inNaturalOrder(readdirSync(folder, { withFileTypes: true }));
  // Reading a pipe or device may never end.
  const files = entries
    .filter((entry) => isRegular(join(folder, entry.name)) || (entry.isFile() && isNotUtf8(entry.name)))
    .map(({ name }) => join(folder, name));
  const later = entries.some((entry) => entry.isDirectory() && entry.name === LOADED_LATER);
  return later ? [...files, ...tablePaths(join(folder, LOADED_LATER))] : files;
}

function isRegular(path: string): boolean {
  return statOf(path)?.isFile() ?? false;
}

/** DSDT, SSDT1, SSDT2 … SSDT10. Node's Intl.Collator takes ten times as long to start as this to end. */
function inNaturalOrder(entries: readonly Dirent[]): Dirent[] {
  const keyed = entries.map((entry) => ({ entry, key: entry.name.toLowerCase().replace(/\d+/g, padded) }));
  const before = (a: string, b: string) => Number(a > b) - Number(a < b);
  return keyed.sort((a, b) => before(a.key, b.key) || before(a.entry.name, b.entry.name)).map(({ entry }) => entry);
}

function padded(digits: string): string {
  return digits.padStart(MOST_NAME_BYTES, '0');
}

/** Of one name in Linux's file systems. */
const MOST_NAME_BYTES = 255;
