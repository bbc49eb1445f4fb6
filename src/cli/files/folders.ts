import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
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

/**
 * Fails where an output cannot be. A folder is not replaced, and neither is a device, or a link of /dev such as /dev/stdout:
 * as root, `-o /dev/null` would make a file of it. Other links are replaced, also those that lead nowhere.
 */
export function refusePlace(path: string): void {
  const what = lstatSync(path, { throwIfNoEntry: false });
  if (what?.isDirectory() || (what?.isSymbolicLink() && statOf(path)?.isDirectory())) {
    throw new Error('a folder has this name');
  }
  if (what?.isCharacterDevice() || what?.isBlockDevice()) throw new Error('a device has this name');
  if (what && realpathSync(dirname(path)) === '/dev') throw new Error('the folder /dev is for devices');
}
