import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import type { Output } from '../../emit/format.js';
import { lookAt } from '../../scratch/look.js';
import { reasonOf } from '../../scratch/reason.js';
import { isFolder } from '../files/folders.js';
import { type Build, staleParts } from '../files/stale-parts.js';

/** The changes that a build would make in its folder: missing files, other content, files to remove. */
export function outputDifferences(build: Build, outputs: readonly Output[]): Diagnostic[] {
  const { folder } = build;
  const left = isFolder(folder) ? staleParts(build, outputs) : [];
  return [
    ...outputs.flatMap(({ file, content }) => differenceOf(join(folder, file), content)),
    ...left.map((file) => diagnostic('cli/output-left-over', { file: join(folder, file) }, {})),
  ];
}

/** A file of another size is read no further. */
function differenceOf(file: string, made: Uint8Array): Diagnostic[] {
  try {
    const looked = lookAt(file, made.length);
    if (!looked) throw new Error('a folder, pipe or device has this name');
    const equal = looked.size === made.length && Buffer.compare(looked.head, made) === 0;
    return equal ? [] : [diagnostic('cli/output-stale', { file }, {})];
  } catch (error) {
    if (isAbsence(error)) return [diagnostic('cli/output-missing', { file }, {})];
    return [diagnostic('cli/cannot-read', { file }, { why: reasonOf(error), of: 'output' })];
  }
}

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
