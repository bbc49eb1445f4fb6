import { lstatSync, mkdirSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Output } from '../../emit/format.js';
import { isFolder, refusePlace } from './folders.js';
import { place, runSteps, type WriteStep, writeTemporary } from './temporary.js';

export interface FileToWrite {
  readonly path: string;
  readonly content: Uint8Array | string;
  /** The option that named the file. */
  readonly option: string;
}

/** Writes all outputs, and the files `beside` them, or none: first all temporary files, then all renames. */
export function writeOutputs(
  folder: string,
  outputs: readonly Output[],
  beside: readonly FileToWrite[] = [],
): Diagnostic[] {
  const option = '-o DIR';
  const files = [...outputs.map(({ file, content }) => ({ path: join(folder, file), content, option })), ...beside];
  const staged = files.map(stagedFile);
  const made: string[] = [];
  const failures = runSteps([
    ...[...new Set([folder, ...outputs.map(({ file }) => dirname(join(folder, file)))])].map((path) => ({
      path,
      option,
      run: () => void made.push(...makeFolder(path)),
    })),
    ...staged.map(({ stage }) => stage),
    ...staged.map(({ place }) => place),
  ]);
  if (failures.length > 0) removeFolders(made);
  return failures;
}

/** Folders of this run, unless something is in them now. */
export function removeFolders(made: readonly string[]): void {
  for (const folder of [...made].reverse()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

/** The two steps of a file. A folder in its place fails the first, before any file has changed. */
function stagedFile({ path, content, option }: FileToWrite): Record<'stage' | 'place', WriteStep> {
  let temporary = '';
  const stage = () => {
    refusePlace(path);
    temporary = writeTemporary(path, content);
  };
  return { stage: { path, option, run: stage }, place: { path, option, run: () => place(temporary, path) } };
}

/** Makes a folder that a user named, and those above it. Returns those it made. Folder by folder: Node 20's recursive mkdir does not end below /proc. */
export function makeFolder(folder: string, name = 'it'): readonly string[] {
  if (isFolder(folder)) return [];
  const above = dirname(folder) === folder ? [] : makeFolder(dirname(folder), dirname(folder));
  if (isThere(folder)) throw new Error(`${name} is not a folder`);
  mkdirSync(folder);
  return [...above, folder];
}

/** Also a link that leads nowhere. False below something that is no folder. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
