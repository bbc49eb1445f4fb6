import { rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { reasonOf } from './input.js';

const temporaries = new Set<string>();

// An interrupted command line calls process.exit, which runs this.
process.on('exit', removeTemporaries);

/** Writes a temporary file beside its target: on the same file system, so that it can be renamed or linked. */
export function writeTemporary(target: string, content: Uint8Array | string, mode = 0o666): string {
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  temporaries.add(temporary);
  // An interrupted run with the same process id may have left one.
  rmSync(temporary, { force: true });
  writeFileSync(temporary, content, { flag: 'wx', mode });
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
