import { closeSync, linkSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { place, runSteps, writeTemporary } from './temporary.js';
import { makeFolder, removeFolders } from './write-outputs.js';

/** Writes a new file, whole or not at all, and makes its folder; never replaces an existing one. */
export function writeNewFile(path: string, text: string): Diagnostic[] {
  let exists = false;
  const run = () => {
    exists = !placeNew(writeTemporary(path, text), path);
  };
  const [folder, option] = [dirname(path), '-o FILE'];
  const made: string[] = [];
  const failures = runSteps([
    { path: folder, option, run: () => void made.push(...makeFolder(folder)) },
    { path, option, run },
  ]);
  if (failures.length > 0) removeFolders(made);
  return exists ? [diagnostic('cli/output-exists', { file: path }, {})] : failures;
}

/** False if the file exists. A link fails then, unlike a rename; a file system without links reserves the name first. */
function placeNew(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (isExisting(error)) return false;
  }
  try {
    closeSync(openSync(path, 'wx'));
  } catch (error) {
    if (isExisting(error)) return false;
    throw error;
  }
  return placeOver(temporary, path);
}

/** Replaces the empty file of the reserved name, or removes it. */
function placeOver(temporary: string, path: string): true {
  try {
    place(temporary, path);
    return true;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

function isExisting(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}

/** The text itself, or the file that it was written to and what comes next. */
export function writtenLines(file: string | undefined, text: string, next: readonly string[]): string[] {
  if (file === undefined) return [text.trimEnd()];
  return [`Written: ${file} (${Buffer.byteLength(text)} bytes)`, '', ...next];
}
