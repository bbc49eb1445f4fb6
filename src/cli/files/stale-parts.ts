// Tables of an earlier build that must not stay beside those of this one. A spec that outgrows one table is split: its
// outputs are then <stem>-1.aml, <stem>-2.aml … instead of <stem>.aml, and a guest given both would load each _CPC twice.
// A name alone proves little: `<stem>-2.aml` may be the table of a spec called `<stem>-2`. So a file is removed only if
//   - its content is ours: the creator of an AML table, the first line of an ASL file;
//   - no spec of its own name lies beside it or beside this spec;
//   - as a later part, it does not have the first processor, which only the first part and unsplit tables have.
// A part 1 goes only together with a later part: alone it may be any table with a 1 in its name.

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DESCRIPTION_HEADER, OUR_TABLE } from '../../../grammar/structures.js';
import { ByteWriter } from '../../aml/bytes.js';
import { encodeNameString } from '../../aml/name-string.js';
import { offsetOfField } from '../../aml/structure.js';
import { ASL_BANNER } from '../../asl/print.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import type { Compiled, Output } from '../../emit/format.js';
import { type Looked, lookAt } from '../../scratch/look.js';
import { namesIn } from './folders.js';

/** A build: its folder, and its spec. */
export interface Build {
  readonly folder: string;
  /** Folder of the spec. */
  readonly from: string;
  readonly stem: string;
  readonly compiled: Compiled;
}

/** Removes the tables of an earlier build of the spec that this build does not have; reports those that stay. */
export function removeStaleParts(build: Build, outputs: readonly Output[]): Diagnostic[] {
  return staleParts(build, outputs).flatMap((name) => {
    const file = join(build.folder, name);
    try {
      rmSync(file);
      return [];
    } catch {
      return [diagnostic('cli/output-left-over', { file }, {})];
    }
  });
}

/** The names of the tables that `removeStaleParts` removes. */
export function staleParts(build: Build, outputs: readonly Output[]): string[] {
  const current = new Set(outputs.map((output) => output.file));
  const made = ['aml', 'asl'].filter((extension) => outputs.some((output) => output.format === extension));
  const others = namesIn(build.folder).filter((file) => !current.has(file));
  return made.flatMap((extension) => tablesOf(build, extension, others));
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
  if (!isOurs(build, file, extension)) return false;
  const looked = lookAtFile(join(build.folder, file), MOST_OWN_BYTES);
  return looked !== undefined && looked.size <= MOST_OWN_BYTES && !Buffer.from(looked.head).includes(first);
}

/** Larger than every table and ASL file that cppc-acpi writes: 4,096 processors of ASL are 8 MB. */
const MOST_OWN_BYTES = 64 * 1024 * 1024;

/** A file that cannot be looked at is not known to be ours, so it stays. */
function lookAtFile(path: string, most: number): Looked | undefined {
  try {
    return lookAt(path, most);
  } catch {
    return undefined;
  }
}

function nameBytes(path: string): Buffer {
  const out = new ByteWriter();
  encodeNameString(path, out);
  return Buffer.from(out.result());
}

/** Whether cppc-acpi made the file, and not for a spec of its own name. */
function isOurs({ folder, from, stem }: Build, file: string, extension: string): boolean {
  const own = file.slice(0, -extension.length - 1);
  if (own !== stem && [folder, from].some((where) => existsSync(join(where, `${own}.toml`)))) return false;
  const head = Buffer.from(lookAtFile(join(folder, file), HEAD_BYTES)?.head ?? []);
  if (extension === 'asl') return head.toString('latin1').startsWith(ASL_BANNER);
  const offset = offsetOfField(DESCRIPTION_HEADER, 'creatorId');
  return head.toString('latin1', offset, offset + OUR_TABLE.creatorId.length) === OUR_TABLE.creatorId;
}

/** A table's header, or the first line of an ASL file. */
const HEAD_BYTES = 256;
