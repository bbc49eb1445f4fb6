import { closeSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Tree, Unread } from '../../host/tree.js';
import { openRegular } from '../../scratch/look.js';
import { reasonOf } from '../../scratch/reason.js';
import { namesIn } from './folders.js';

/** The sysfs of this host. */
export const HERE = '/sys';

/** The longest file: Linux writes at most a page. */
const PAGE = 4096;

/** The files under a folder like /sys. Those of proc are in it, or, as for /sys, beside a folder with this name. */
export function filesUnder(root: string): Tree {
  const above = basename(resolve(root)) === 'sys' ? dirname(resolve(root)) : root;
  const rootOf = (file: string) => (file.startsWith('proc/') ? above : root);
  return {
    name: root.replace(/(?<=.)\/+$/, ''),
    names: (folder) => namesIn(join(root, folder)),
    read: (file) => readPage(rootOf(file), join(rootOf(file), file)),
  };
}

/** A copied tree can have pipes and devices, whose opening alone has effects, and links, which must not show files of this host. */
function readPage(root: string, file: string): string | Unread {
  try {
    if (leaves(root, file)) return { why: `a link leads out of ${root}`, missing: false };
    const descriptor = openRegular(file);
    if (descriptor === undefined) return { why: 'it is not a regular file', missing: false };
    try {
      const page = Buffer.alloc(PAGE);
      const length = readSync(descriptor, page);
      return withoutPadding(page.subarray(0, length)).toString('latin1');
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return unread(error);
  }
}

/** tar and cp copy a file of sysfs with the size that stat shows, a page: the rest of the copy is NULs. */
function withoutPadding(page: Buffer): Buffer {
  return page.subarray(0, page.findLastIndex((byte) => byte !== 0) + 1);
}

function leaves(root: string, file: string): boolean {
  const real = realpathSync.native(root);
  return !realpathSync.native(file).startsWith(real.endsWith(sep) ? real : `${real}${sep}`);
}

function unread(error: unknown): Unread {
  const { code } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = { EFAULT: 'Bad address', EIO: 'Input/output error' };
  return { why: known[code ?? ''] ?? reasonOf(error), missing: code === 'ENOENT' || code === 'ENOTDIR' };
}
