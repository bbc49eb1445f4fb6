import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { reasonOf } from '../../scratch/reason.js';
import { holdSignals } from '../../scratch/signals.js';
import { keepRights, type Original, rightsAt } from './rights.js';

const temporaries = new Set<string>();

// An interrupted command line calls process.exit, which runs this.
process.on('exit', removeTemporaries);

/**
 * Writes a temporary file beside its target: on the same file system, so that it can be renamed or linked. The folder may
 * belong to others: the name cannot be guessed, and an existing file, link or pipe of the name is never opened. Every file
 * that cppc-acpi writes for the user is written here.
 */
export function writeTemporary(target: string, content: Uint8Array | string, original?: Original): string {
  const temporary = join(dirname(target), `.cppc-acpi-${randomName()}.tmp`);
  const rights = rightsAt(target, original);
  const file = openSync(temporary, 'wx', rights.create);
  temporaries.add(temporary);
  try {
    writeFileSync(file, content);
    keepRights(file, rights);
  } finally {
    closeSync(file);
  }
  return temporary;
}

const RANDOM_BYTES = 12;

/** From the kernel's file: Node's module of the same takes milliseconds to load. A root without devices lacks the file. */
function randomName(): string {
  const bytes = Buffer.alloc(RANDOM_BYTES);
  try {
    const source = openSync('/dev/urandom', 'r');
    try {
      if (readSync(source, bytes) === RANDOM_BYTES) return bytes.toString('hex');
    } finally {
      closeSync(source);
    }
  } catch {}
  return randomBytes(RANDOM_BYTES).toString('hex');
}

/** Puts a temporary file in the place of its target, whatever is there: a link is replaced, not followed. */
export function place(temporary: string, target: string): void {
  renameSync(temporary, target);
  temporaries.delete(temporary);
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
  const release = holdSignals();
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
    void release();
  }
}

/** Others may have removed a file, or made a folder of its name: neither is ours to report. */
function removeTemporaries(): void {
  for (const temporary of temporaries) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // It stays.
    }
  }
  temporaries.clear();
}
