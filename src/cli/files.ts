import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DESCRIPTION_HEADER, OUR_TABLE } from '../../grammar/structures.js';
import { offsetOfField } from '../aml/structure.js';
import { ASL_BANNER } from '../asl/print.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Output } from '../emit/format.js';
import { reasonOf } from './input.js';

const temporaries = new Set<string>();

process.on('exit', () => {
  for (const path of temporaries) rmSync(path, { force: true });
});

/**
 * Writes all outputs or none: each to a temporary file beside its place, then all renamed. Then parts of an earlier
 * build that this one does not have are removed.
 */
export async function writeOutputs(folder: string, stem: string, outputs: readonly Output[]): Promise<Diagnostic[]> {
  let path = folder;
  try {
    await mkdir(folder, { recursive: true });
    const renames: [string, string][] = [];
    for (const { file, content } of outputs) {
      path = join(folder, file);
      refuseFolder(path);
      const temporary = join(folder, `.${file}.${process.pid}.tmp`);
      temporaries.add(temporary);
      await writeFile(temporary, content);
      renames.push([temporary, path]);
    }
    for (const [from, to] of renames) {
      path = to;
      renameSync(from, to);
      temporaries.delete(from);
    }
    await removeStaleParts(folder, stem, outputs);
    return [];
  } catch (error) {
    return [diagnostic('cli/cannot-write', { file: path }, { why: reasonOf(error) })];
  } finally {
    for (const temporary of temporaries) rmSync(temporary, { force: true });
    temporaries.clear();
  }
}

function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('a folder is in its place');
}

/** `<stem>.aml` beside `<stem>-1.aml` would be loaded twice. Only files that we made are removed. */
async function removeStaleParts(folder: string, stem: string, outputs: readonly Output[]): Promise<void> {
  const current = new Set(outputs.map((output) => output.file));
  for (const extension of ['aml', 'asl']) {
    if (!outputs.some((output) => output.format === extension)) continue;
    for (const file of await readdir(folder)) {
      const path = join(folder, file);
      if (!current.has(file) && isPart(file, stem, extension) && isOurs(path, extension)) rmSync(path);
    }
  }
}

function isPart(file: string, stem: string, extension: string): boolean {
  if (!file.startsWith(stem) || !file.endsWith(`.${extension}`)) return false;
  return /^(?:-\d+)?$/.test(file.slice(stem.length, -extension.length - 1));
}

function isOurs(path: string, extension: string): boolean {
  if (!statSync(path).isFile()) return false;
  const content = readFileSync(path);
  if (extension === 'asl') return content.subarray(0, ASL_BANNER.length).toString() === ASL_BANNER;
  const offset = offsetOfField(DESCRIPTION_HEADER, 'creatorId');
  return content.toString('latin1', offset, offset + OUR_TABLE.creatorId.length) === OUR_TABLE.creatorId;
}
