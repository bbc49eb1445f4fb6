import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { reasonOf } from './input.js';

const temporaries = new Set<string>();

// An interrupted command line calls process.exit, which runs this.
process.on('exit', removeTemporaries);

/**
 * Writes a temporary file beside its target: on the same file system, so that it can be renamed or linked. The folder may
 * belong to others: the name cannot be guessed, and an existing file, link or pipe of the name is never opened.
 */
export function writeTemporary(target: string, content: Uint8Array | string, mode = 0o666): string {
  const temporary = join(dirname(target), `.cppc-acpi-${randomBytes(12).toString('hex')}.tmp`);
  const file = openSync(temporary, 'wx', mode);
  temporaries.add(temporary);
  try {
    writeFileSync(file, content);
  } finally {
    closeSync(file);
  }
  return temporary;
}

/** One step of writing files, and the file that a failure is about. */
export interface WriteStep {
  readonly path: string;
  /** The option that named the file: `-o FILE`. */
  readonly option: string;
  readonly run: () => void;
}

/** Runs steps until one fails; removes the temporary files that were not put in place. */
export function runSteps(steps: readonly WriteStep[]): Diagnostic[] {
  try {
    for (const { path, option, run } of steps) {
      try {
        run();
      } catch (error) {
        return [diagnostic('cli/cannot-write', { file: path }, { why: reasonOf(error), option })];
      }
    }
    return [];
  } finally {
    removeTemporaries();
  }
}

function removeTemporaries(): void {
  for (const temporary of temporaries) rmSync(temporary, { force: true });
  temporaries.clear();
}
