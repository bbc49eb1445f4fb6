import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from './reason.js';
import { heldSignals } from './signals.js';

/** Temporary files cannot be written: TMPDIR is wrong, or its disk is full. */
export interface NoScratch {
  readonly state: 'no-scratch';
  readonly folder: string;
  readonly why: string;
  /** The error code of the system, such as ENOSPC. */
  readonly error: string;
}

const folders = new Set<string>();

// An interrupted command line calls process.exit, which runs this.
process.on('exit', () => {
  for (const folder of folders) remove(folder);
});

/** Calls `work` with a new temporary folder that has these files, and removes the folder afterwards, also after a failure. */
export function withScratch<T>(
  work: (folder: string) => Promise<T>,
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<T | NoScratch> {
  return heldSignals(async () => {
    const folder = makeFolder(files);
    if (typeof folder !== 'string') return folder;
    try {
      return await work(folder);
    } finally {
      remove(folder);
    }
  });
}

function makeFolder(files: Readonly<Record<string, Uint8Array>>): string | NoScratch {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-'));
    folders.add(folder);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content, { flag: 'wx' });
    return folder;
  } catch (error) {
    if (folder !== undefined) remove(folder);
    const { code = '' } = error as NodeJS.ErrnoException;
    return { state: 'no-scratch', folder: tmpdir(), why: reasonOf(error), error: code };
  }
}

/** A program may leave what this user cannot remove; that is no reason to fail. */
function remove(folder: string): void {
  if (!isRemoved(folder)) {
    openFolders(folder);
    isRemoved(folder);
  }
  folders.delete(folder);
}

function isRemoved(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    return true;
  } catch {
    return false;
  }
}

/** Gives this user back the rights on folders that a program has taken from them. */
function openFolders(top: string): void {
  const found = [top];
  for (let folder = found.pop(); folder !== undefined; folder = found.pop()) {
    try {
      chmodSync(folder, 0o700);
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) found.push(join(folder, entry.name));
      }
    } catch {
      // It is of another user.
    }
  }
}
