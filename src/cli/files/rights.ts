// Who may read and write an output. A new file gets what the umask leaves. A file that replaces another keeps its mode and
// owner, but only where nobody else can have put that file there: a planted file of another user, with mode 666, would let
// its owner change the output later. A domain can have passwords, so no other user may read its copy who cannot read it.

import { fchmodSync, fchownSync, fstatSync, lstatSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

interface Rights {
  /** The mode to create the file with; the umask applies. */
  readonly create: number;
  /** Mode and owner of the replaced file. */
  readonly keep?: { readonly mode: number; readonly uid: number; readonly gid: number };
}

/** The file that an output is made from, if the output repeats its secrets. */
export type Original = Pick<Stats, 'mode' | 'uid' | 'gid'>;

const READ_WRITE = 0o666;
const OWNER_ONLY = 0o600;
const [GROUP, OTHERS] = [0o070, 0o007];

/** The rights of the output at a path. A link, pipe or device there is replaced by a new file. */
export function rightsAt(path: string, original?: Original): Rights {
  const before = lstatSync(path, { throwIfNoEntry: false });
  if (!before?.isFile()) return { create: READ_WRITE & limitOf(original) };
  const readable = !original || original.uid === before.uid || (original.mode & 0o004) !== 0;
  if (!readable || !isTrusted(before, statSync(dirname(path)))) {
    return { create: (READ_WRITE & limitOf(original) & before.mode) | OWNER_ONLY };
  }
  const { uid, gid } = before;
  return { create: OWNER_ONLY, keep: { mode: before.mode & 0o777 & limitOf(original, gid), uid, gid } };
}

/** True if only the owner of the file, or this user, can have put it into its folder. */
function isTrusted(file: Stats, folder: Stats): boolean {
  const own = process.geteuid?.() ?? file.uid;
  if (file.uid === own || file.uid === folder.uid) return true;
  return folder.uid === own && (folder.mode & 0o022) === 0;
}

/** The bits that the original has. Its group is another one than that of a new file, which gets the bits of others. */
function limitOf(original?: Original, gid?: number): number {
  if (!original) return 0o777;
  const { mode } = original;
  const group = gid === original.gid ? mode & GROUP : ((mode & OTHERS) << 3) & mode;
  return OWNER_ONLY | 0o100 | group | (mode & OTHERS);
}

/** Gives an open file the mode and owner of the one that it replaces. By its descriptor: the name may be another's by now. */
export function keepRights(file: number, { keep }: Rights): void {
  if (!keep) return;
  const { uid, gid } = fstatSync(file);
  const isSame = (uid === keep.uid && gid === keep.gid) || givesAway(file, keep);
  // Without the group of the replaced file, its bits would let another group in.
  fchmodSync(file, isSame ? keep.mode : keep.mode & ~GROUP);
}

/** Only root may give a file away, and others only to their own groups. */
function givesAway(file: number, { uid, gid }: NonNullable<Rights['keep']>): boolean {
  try {
    fchownSync(file, uid, gid);
    return true;
  } catch {
    return false;
  }
}
