import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { refusePlace } from './folders.js';
import { statOf } from './input.js';
import type { Original } from './rights.js';
import { place, runSteps, writeTemporary } from './temporary.js';

/** Writes a file, named by `option`, whole or not at all. Nobody may read it who cannot read the `original`. */
export function replaceFile(path: string, text: string, option: string, original?: Original): Diagnostic[] {
  const run = () => {
    refusePlace(path);
    place(writeTemporary(path, text, original), path);
  };
  return runSteps([{ path, option, run }]);
}

/** Whether two paths lead to one file. */
export function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map(statOf);
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}
