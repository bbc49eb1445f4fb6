// Files of a package, before they are written.

import { execFileSync } from 'node:child_process';

export interface FileEntry {
  /** From the root folder, without the first slash. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
}

export interface LinkEntry {
  readonly path: string;
  readonly target: string;
}

export type Entry = FileEntry | LinkEntry;

export function file(path: string, content: string | Uint8Array, executable = false): FileEntry {
  return { path, bytes: typeof content === 'string' ? Buffer.from(content) : content, executable };
}

/** Debian compresses manual pages and changelogs this way. By gzip itself: zlib's bytes differ between releases of Node. */
export function compressed(path: string, content: string | Uint8Array): FileEntry {
  return file(`${path}.gz`, execFileSync('gzip', ['-9n'], { input: content, maxBuffer: 2 ** 26 }));
}

export function isLink(entry: Entry): entry is LinkEntry {
  return 'target' in entry;
}

/** Every folder above the entries, each before its own folders. */
export function foldersOf(entries: readonly Entry[]): string[] {
  const folders = entries.flatMap(({ path }) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  });
  return [...new Set(folders)].sort();
}
