import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HEADER_BYTES } from '../../aml/table.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { isAmlFile, readSet, type SourceFile, type Sources } from '../../firmware/sources.js';
import { lookAt } from '../../scratch/look.js';
import { reasonOf } from '../../scratch/reason.js';
import { isFolder } from './folders.js';
import { readInput, statOf } from './input.js';

/** The folder inside Linux's folder of tables with those loaded at run time. */
const LOADED_LATER = 'dynamic';

/** Reads the tables of files, acpidump texts, folders and standard input; each path is a machine of its own. */
export async function readTables(paths: readonly string[]): Promise<Sources> {
  const tables: Sources['tables'][number][] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [set, path] of paths.entries()) {
    const { files, unread } = isFolder(path) ? await filesIn(path) : await fileAt(path);
    const read = readSet(files, set);
    // A file can have hundreds of thousands of tables: more than one call takes as arguments.
    for (const table of read.tables) tables.push(table);
    for (const one of [...unread, ...read.diagnostics]) diagnostics.push(one);
  }
  return { tables, diagnostics };
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
async function filesIn(folder: string): Promise<Files> {
  try {
    const files: SourceFile[] = [];
    const unread: Diagnostic[] = [];
    for (const path of await tablePaths(folder)) {
      if (!beginsTable(path)) continue;
      const one = await fileAt(path);
      files.push(...one.files);
      unread.push(...one.unread);
    }
    if (files.length > 0 || unread.length > 0) return { files, unread };
    return { files, unread: [diagnostic('cli/empty-folder', { file: folder }, {})] };
  } catch (error) {
    return {
      files: [],
      unread: [diagnostic('cli/cannot-read', { file: folder }, { why: reasonOf(error), of: 'table' })],
    };
  }
}

/** By its header, before the rest is read: a folder can have large files. One that cannot be opened is reported later. */
function beginsTable(path: string): boolean {
  try {
    const looked = lookAt(path, HEADER_BYTES);
    return looked !== undefined && isAmlFile({ name: path, bytes: looked.head });
  } catch {
    return true;
  }
}

async function tablePaths(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).toSorted(inNaturalOrder);
  // Reading a pipe or device may never end.
  const files = entries.map(({ name }) => join(folder, name)).filter((path) => isRegular(path));
  const later = entries.some((entry) => entry.isDirectory() && entry.name === LOADED_LATER);
  return later ? [...files, ...(await tablePaths(join(folder, LOADED_LATER)))] : files;
}

function isRegular(path: string): boolean {
  return statOf(path)?.isFile() ?? false;
}

/** DSDT, SSDT1, SSDT2 … SSDT10. */
function inNaturalOrder(a: Dirent, b: Dirent): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}
