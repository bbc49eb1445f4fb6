import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Output } from '../../emit/format.js';
import { cannotWrite, removeTemporaries, temporaryFor } from './temporary.js';

export interface FileToWrite {
  readonly path: string;
  readonly content: Uint8Array | string;
  /** That named its place. */
  readonly option: string;
}

/** Writes all outputs, and the files `beside` them, or none: each to a temporary file beside its place, then all renamed. */
export function writeOutputs(
  folder: string,
  outputs: readonly Output[],
  beside: readonly FileToWrite[] = [],
): Diagnostic[] {
  const option = '-o DIR';
  let current: Pick<FileToWrite, 'path' | 'option'> = { path: folder, option };
  try {
    makeFolder(folder);
    const files = [...outputs.map(({ file, content }) => ({ path: join(folder, file), content, option })), ...beside];
    const renames: { from: string; to: FileToWrite }[] = [];
    for (const file of files) {
      current = file;
      refuseFolder(file.path);
      const temporary = temporaryFor(file.path);
      writeFileSync(temporary, file.content);
      renames.push({ from: temporary, to: file });
    }
    for (const { from, to } of renames) {
      current = to;
      renameSync(from, to.path);
    }
    return [];
  } catch (error) {
    return [cannotWrite(current.path, error, current.option)];
  } finally {
    removeTemporaries();
  }
}

/** Folder by folder: Node 20's recursive mkdir does not end below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** Before anything is written: renaming would fail when other files are in place. */
export function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('a folder is in its place');
}
