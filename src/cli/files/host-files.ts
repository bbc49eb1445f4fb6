import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree, Unread } from '../../host/tree.js';
import { reasonOf } from './input.js';

/** No file that is read here is longer: Linux writes at most a page. */
const PAGE = 4096;

/** The files under a folder like /sys. */
export function filesUnder(root: string): Tree {
  return {
    name: root.replace(/(?<=.)\/+$/, ''),
    names: (folder) => namesIn(join(root, folder)),
    read: (file) => readPage(join(root, file)),
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Opened without waiting: a pipe in a copied tree has no writer. */
function readPage(file: string): string | Unread {
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!fstatSync(descriptor).isFile()) return { why: 'it is no file', missing: false };
      const page = Buffer.alloc(PAGE);
      return page.toString('latin1', 0, readSync(descriptor, page));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return unread(error);
  }
}

function unread(error: unknown): Unread {
  const { code } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = { EFAULT: 'Bad address', EIO: 'Input/output error' };
  return { why: known[code ?? ''] ?? reasonOf(error), missing: code === 'ENOENT' || code === 'ENOTDIR' };
}
