import { constants, copyFileSync, linkSync, writeFileSync } from 'node:fs';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { cannotWrite, removeTemporaries, temporaryFor } from './temporary.js';

/** Writes a file that is not there yet, whole or not at all. */
export function writeNewFile(path: string, text: string): Diagnostic[] {
  const temporary = temporaryFor(path);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    putInPlace(temporary, path);
    return [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      return [diagnostic('cli/output-exists', { file: path }, {})];
    return [cannotWrite(path, error, '-o FILE')];
  } finally {
    removeTemporaries();
  }
}

/** A link, unlike a renaming, fails where there is a file; not every file system has links. */
function putInPlace(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(temporary, path, constants.COPYFILE_EXCL);
  }
}

/** What a command says of the text that it made: the text itself, or where it went and what to do with it. */
export function writtenLines(file: string | undefined, text: string, next: string): string[] {
  if (file === undefined) return [text.trimEnd()];
  return [`Written: ${file} (${Buffer.byteLength(text)} bytes)`, '', `Next: ${next}`];
}
