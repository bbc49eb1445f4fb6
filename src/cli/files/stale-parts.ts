import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DESCRIPTION_HEADER, OUR_TABLE } from '../../../grammar/structures.js';
import { ByteWriter } from '../../aml/bytes.js';
import { encodeNameString } from '../../aml/name-string.js';
import { offsetOfField } from '../../aml/structure.js';
import { ASL_BANNER } from '../../asl/print.js';
import type { Compiled, Output } from '../../emit/format.js';
import { statOf } from './input.js';

/** Where a build wrote, and what of. */
export interface Build {
  readonly folder: string;
  /** Folder of the spec. */
  readonly from: string;
  readonly stem: string;
  readonly compiled: Compiled;
}

/**
 * Removes the tables of an earlier build of the spec that this one does not have: `<stem>.aml` beside `<stem>-1.aml` would
 * be loaded twice. What another spec made is kept, also where its name looks like a part's.
 */
export function removeStaleParts(build: Build, outputs: readonly Output[]): void {
  for (const file of staleParts(build, outputs)) rmSync(join(build.folder, file));
}

/** The names of such tables. */
export function staleParts(build: Build, outputs: readonly Output[]): string[] {
  const current = new Set(outputs.map((output) => output.file));
  const made = ['aml', 'asl'].filter((extension) => outputs.some((output) => output.format === extension));
  const others = namesIn(build.folder).filter((file) => !current.has(file));
  return made.flatMap((extension) => tablesOf(build, extension, others));
}

/** A folder may be written to that cannot be listed: what is in it stays. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function tablesOf(build: Build, extension: string, names: readonly string[]): string[] {
  const { stem } = build;
  const numbered = names.flatMap((file) => {
    const [, number] = file.startsWith(`${stem}-`)
      ? (/^(\d+)\.(?:aml|asl)$/.exec(file.slice(stem.length + 1)) ?? [])
      : [];
    return number !== undefined && file.endsWith(`.${extension}`) ? [{ file, number: Number(number) }] : [];
  });
  const later = numbered.filter(({ file, number }) => number > 1 && isLaterPart(build, file, extension));
  const first = numbered.filter(({ file, number }) => number === 1 && isOurs(build, file, extension));
  const whole = `${stem}.${extension}`;
  return [
    ...(later.length > 0 ? [...first, ...later].map(({ file }) => file) : []),
    ...(names.includes(whole) && isOurs(build, whole, extension) ? [whole] : []),
  ];
}

/** The first processor is in the first part, and in every table that is not split. */
function isLaterPart(build: Build, file: string, extension: string): boolean {
  const path = build.compiled.table.processors[0]?.path ?? '';
  const first = extension === 'asl' ? Buffer.from(`Scope (${path})`) : nameBytes(path);
  return isOurs(build, file, extension) && !readFileSync(join(build.folder, file)).includes(first);
}

function nameBytes(path: string): Buffer {
  const out = new ByteWriter();
  encodeNameString(path, out);
  return Buffer.from(out.result());
}

/** A table that we made, and that has no spec of its own name. */
function isOurs({ folder, from, stem }: Build, file: string, extension: string): boolean {
  const own = file.slice(0, -extension.length - 1);
  if (own !== stem && [folder, from].some((where) => existsSync(join(where, `${own}.toml`)))) return false;
  const path = join(folder, file);
  if (!statOf(path)?.isFile()) return false;
  const content = readFileSync(path);
  if (extension === 'asl') return content.subarray(0, ASL_BANNER.length).toString() === ASL_BANNER;
  const offset = offsetOfField(DESCRIPTION_HEADER, 'creatorId');
  return content.toString('latin1', offset, offset + OUR_TABLE.creatorId.length) === OUR_TABLE.creatorId;
}
