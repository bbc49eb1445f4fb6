import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { reasonOf, statOf } from './input.js';

/** Writes a file whole or not at all; one that is there keeps its rights, and a link its target's place. */
export function replaceFile(path: string, text: string): Diagnostic[] {
  const target = targetOf(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const remove = () => rmSync(temporary, { force: true });
  process.on('exit', remove);
  try {
    const before = statSync(target, { throwIfNoEntry: false });
    if (before?.isDirectory()) throw new Error('a folder is in its place');
    writeFileSync(temporary, text, { flag: 'wx', mode: before ? 0o600 : 0o666 });
    if (before) chmodSync(temporary, before.mode & 0o777);
    renameSync(temporary, target);
    return [];
  } catch (error) {
    return [diagnostic('cli/cannot-write', { file: path }, { why: reasonOf(error) })];
  } finally {
    remove();
    process.off('exit', remove);
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
