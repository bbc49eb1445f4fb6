import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import type { Output } from '../../emit/format.js';
import { reasonOf } from '../files/input.js';
import { type Build, staleParts } from '../files/stale-parts.js';

/** The changes that a build would make in its folder: missing files, other content, files to remove. */
export function outputDifferences(build: Build, outputs: readonly Output[]): Diagnostic[] {
  const { folder } = build;
  const there = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const left = there ? staleParts(build, outputs) : [];
  return [
    ...outputs.flatMap(({ file, content }) => differenceOf(join(folder, file), content)),
    ...left.map((file) => diagnostic('cli/output-left-over', { file: join(folder, file) }, {})),
  ];
}

function differenceOf(file: string, made: Uint8Array): Diagnostic[] {
  try {
    if (statSync(file).isDirectory()) throw new Error('a folder has this name');
    return readFileSync(file).equals(made) ? [] : [diagnostic('cli/output-stale', { file }, {})];
  } catch (error) {
    if (isAbsence(error)) return [diagnostic('cli/output-missing', { file }, {})];
    return [diagnostic('cli/cannot-read', { file }, { why: reasonOf(error), of: 'output' })];
  }
}

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
