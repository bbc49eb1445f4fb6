import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { TABLE_LIMITS } from '../../../../grammar/limits.js';
import type { ReadTable } from '../../../audit/table-files.js';
import { openRegular } from '../../../scratch/look.js';
import { reasonOf } from '../../../scratch/reason.js';

/** The bytes of a table, or why it cannot be read; undefined for a relative path, whose folder is not known. */
export const readTableFile: ReadTable = (path) => {
  if (!isAbsolute(path)) return undefined;
  return withFile(path, (fd, size) =>
    size > TABLE_LIMITS.bytes ? { why: `it is longer than ${TABLE_LIMITS.bytes} bytes` } : { bytes: readFileSync(fd) },
  );
};

/** Longer than a script for 4,096 vCPUs with long cpusets. */
const MOST_SCRIPT_BYTES = 1024 * 1024;

/** The text of a hookscript, or why it cannot be read. */
export function readHookscriptFile(path: string): { readonly text: string } | { readonly why: string } {
  return withFile(path, (fd, size) =>
    size > MOST_SCRIPT_BYTES
      ? { why: `it is longer than ${MOST_SCRIPT_BYTES} bytes` }
      : { text: readFileSync(fd, 'utf8') },
  );
}

/** Opening alone has effects: the path is of the configuration, and may lead to a pipe or a device. */
function withFile<T>(path: string, work: (fd: number, size: number) => T): T | { readonly why: string } {
  try {
    const descriptor = openRegular(path);
    if (descriptor === undefined) return { why: 'it is not a regular file' };
    try {
      return work(descriptor, fstatSync(descriptor).size);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return { why: reasonOf(error) };
  }
}
