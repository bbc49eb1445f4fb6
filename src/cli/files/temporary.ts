import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { reasonOf } from './input.js';

const temporaries = new Set<string>();

// Also when the process is interrupted: the command line leaves by process.exit, which runs this.
process.on('exit', removeTemporaries);

/** The path of a temporary file beside its place: on the same file system, so that it can be renamed or linked to it. */
export function temporaryFor(path: string): string {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  temporaries.add(temporary);
  return temporary;
}

/** Those that were put in their places are gone already. */
export function removeTemporaries(): void {
  for (const temporary of temporaries) rmSync(temporary, { force: true });
  temporaries.clear();
}

/** `option` says where else it could go, as `-o FILE`. */
export function cannotWrite(path: string, error: unknown, option: string): Diagnostic {
  return diagnostic('cli/cannot-write', { file: path }, { why: reasonOf(error), option });
}
