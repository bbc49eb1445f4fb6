import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { reasonOf } from '../../../scratch/reason.js';

/** Why a table at an absolute path cannot be read; undefined for a relative path, whose folder is not known. */
export function whyUnread(path: string): string | undefined {
  if (!isAbsolute(path)) return undefined;
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return fstatSync(descriptor).isFile() ? undefined : 'it is not a regular file';
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return reasonOf(error);
  }
}
