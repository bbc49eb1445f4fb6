import { chmodSync, realpathSync, renameSync, statSync } from 'node:fs';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { refuseFolder } from './folders.js';
import { statOf } from './input.js';
import { runSteps, writeTemporary } from './temporary.js';

/** Writes a file, named by `option`, whole or not at all. An existing file keeps its mode, and a link its target. */
export function replaceFile(path: string, text: string, option: string): Diagnostic[] {
  const run = () => {
    const target = targetOf(path);
    const before = statSync(target, { throwIfNoEntry: false });
    refuseFolder(target);
    const temporary = writeTemporary(target, text, before ? 0o600 : 0o666);
    if (before) chmodSync(temporary, before.mode & 0o777);
    renameSync(temporary, target);
  };
  return runSteps([{ path, option, run }]);
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
