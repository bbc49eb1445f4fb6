import { readdirSync, statSync } from 'node:fs';
import { statOf } from './input.js';

/** The names in a folder; none if it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export function isFolder(path: string): boolean {
  return path !== '-' && (statOf(path)?.isDirectory() ?? false);
}

/** Fails where a folder has the name of a file to write. */
export function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('a folder has this name');
}
