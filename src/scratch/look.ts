import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** A file as far as it was looked at. */
export interface Looked {
  /** Bytes of the whole file. */
  readonly size: number;
  /** Its first bytes. */
  readonly head: Uint8Array;
}

/**
 * Reads the first bytes of a regular file. A folder may have pipes, devices and files of any size from others: opening never
 * waits, and at most `most` bytes are read. Undefined if it is not a regular file. Throws as node:fs does.
 */
export function lookAt(path: string, most: number): Looked | undefined {
  const file = openRegular(path);
  if (file === undefined) return undefined;
  try {
    const { size } = fstatSync(file);
    return { size, head: firstBytes(file, Math.min(size, most)) };
  } finally {
    closeSync(file);
  }
}

/** Opens a regular file; undefined if it is not one. Opening alone has effects: a pipe lets its writer go on, a watchdog starts. */
export function openRegular(path: string): number | undefined {
  if (!statSync(path).isFile()) return undefined;
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  return undefined;
}

function firstBytes(file: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const read = readSync(file, bytes, at, length - at, at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}
