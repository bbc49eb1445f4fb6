import { chmodSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { statOf } from './input.js';
import { cannotWrite, removeTemporaries, temporaryFor } from './temporary.js';
import { refuseFolder } from './write-outputs.js';

/**
 * Writes a file, which `option` named, whole or not at all; one that is there keeps its rights, and a link its target's
 * place.
 */
export function replaceFile(path: string, text: string, option: string): Diagnostic[] {
  const target = targetOf(path);
  const temporary = temporaryFor(target);
  try {
    const before = statSync(target, { throwIfNoEntry: false });
    refuseFolder(target);
    writeFileSync(temporary, text, { flag: 'wx', mode: before ? 0o600 : 0o666 });
    if (before) chmodSync(temporary, before.mode & 0o777);
    renameSync(temporary, target);
    return [];
  } catch (error) {
    return [cannotWrite(path, error, option)];
  } finally {
    removeTemporaries();
  }
}

/** Whether two paths lead to one file. */
export function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map(statOf);
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}

function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
