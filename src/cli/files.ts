import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Output } from '../emit/format.js';
import { reasonOf } from './input.js';

const temporaries = new Set<string>();

process.on('exit', () => {
  for (const path of temporaries) rmSync(path, { force: true });
});

export interface FileToWrite {
  readonly path: string;
  readonly content: Uint8Array | string;
}

/** Writes all outputs, and the files `beside` them, or none: each to a temporary file beside its place, then all renamed. */
export function writeOutputs(
  folder: string,
  outputs: readonly Output[],
  beside: readonly FileToWrite[] = [],
): Diagnostic[] {
  let path = folder;
  try {
    makeFolder(folder);
    const files = [...outputs.map(({ file, content }) => ({ path: join(folder, file), content })), ...beside];
    const renames: [string, string][] = [];
    for (const file of files) {
      path = file.path;
      refuseFolder(path);
      const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
      temporaries.add(temporary);
      writeFileSync(temporary, file.content);
      renames.push([temporary, path]);
    }
    for (const [from, to] of renames) {
      path = to;
      renameSync(from, to);
      temporaries.delete(from);
    }
    return [];
  } catch (error) {
    return [diagnostic('cli/cannot-write', { file: path }, { why: reasonOf(error) })];
  } finally {
    for (const temporary of temporaries) rmSync(temporary, { force: true });
    temporaries.clear();
  }
}

/** Folder by folder: Node 20's recursive mkdir does not end below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}

function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('a folder is in its place');
}
