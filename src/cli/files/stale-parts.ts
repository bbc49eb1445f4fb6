// Tables of an earlier build that must not stay beside those of this one. A spec that outgrows one table is split: its
// outputs are then <stem>-1.aml, <stem>-2.aml … instead of <stem>.aml, and a guest given both would load each _CPC twice.
// A name alone proves little: `<stem>-2.aml` may be the table of a spec called `<stem>-2`. So a file is removed only if
//   - it is a regular file, and its content is ours: an AML table by our creator or the spec's, the first line of an ASL file;
//   - no spec of its own name lies beside it or beside this spec;
//   - as a part, it has the OEM ids of this spec, and processors of this spec: later ones of its machine, and never the first
//     one, which only the first part and unsplit tables have.
// A part 1 goes only together with a part 2, and only if it begins with the first processor and has none of a later part.
// A spec that changes its machine or OEM ids keeps the parts of its earlier builds: they may be those of another spec.

import { existsSync, lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TABLE_LIMITS } from '../../../grammar/limits.js';
import { MOST_PROCESSORS } from '../../../grammar/machines.js';
import { DESCRIPTION_HEADER, OUR_TABLE } from '../../../grammar/structures.js';
import { offsetOfField } from '../../aml/structure.js';
import { HEADER_BYTES } from '../../aml/table.js';
import { ASL_BANNER, printTable } from '../../asl/print.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import type { Compiled, Output } from '../../emit/format.js';
import { type Looked, lookAt } from '../../scratch/look.js';
import { namesIn } from './folders.js';
import { statOf } from './input.js';
import { scopesOfAml, scopesOfAsl } from './processors-in-table.js';

/** A build: its folder, and its spec. */
export interface Build {
  readonly folder: string;
  /** Folder of the spec. */
  readonly from: string;
  readonly stem: string;
  readonly compiled: Compiled;
}

/** What became of the tables of an earlier build. */
interface Removal {
  /** The removed files. */
  readonly removed: readonly string[];
  /** One for each file that stays. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Removes the tables of an earlier build of the spec that this build does not have; reports those that stay. */
export function removeStaleParts(build: Build, outputs: readonly Output[]): Removal {
  const files = staleParts(build, outputs).map((name) => join(build.folder, name));
  const removed = files.filter(isRemoved);
  const left = files.filter((file) => !removed.includes(file));
  return { removed, diagnostics: left.map((file) => diagnostic('cli/output-left-over', { file }, {})) };
}

function isRemoved(file: string): boolean {
  try {
    rmSync(file);
    return true;
  } catch {
    return false;
  }
}

/** The names of the tables that `removeStaleParts` removes. */
export function staleParts(build: Build, outputs: readonly Output[]): string[] {
  const current = new Set(outputs.map((output) => output.file));
  const made = EXTENSIONS.filter((extension) => outputs.some((output) => output.format === extension));
  const others = namesIn(build.folder).filter((file) => !current.has(file));
  return made.flatMap((extension) => tablesOf(build, extension, others));
}

const EXTENSIONS = ['aml', 'asl'] as const;

type Extension = (typeof EXTENSIONS)[number];

function tablesOf(build: Build, extension: Extension, names: readonly string[]): string[] {
  const parts = partsOf(build, extension, names);
  const later = parts.filter(({ number, processors }) => number > 1 && areLater(build, processors));
  const known = new Set(later.flatMap(({ processors }) => processors));
  const first = parts.filter(({ number, processors }) => number === 1 && areFirst(build, processors, known));
  const whole = `${build.stem}.${extension}`;
  return [
    ...(later.length > 0 ? [...first, ...later].map(({ file }) => file) : []),
    ...(names.includes(whole) && isOurs(build, whole, extension) ? [whole] : []),
  ];
}

interface Part {
  readonly file: string;
  readonly number: number;
  readonly processors: readonly string[];
}

/** The files with the names of parts that have the header of this spec's tables. */
function partsOf(build: Build, extension: Extension, names: readonly string[]): Part[] {
  let left: number = MOST_BYTES[extension];
  return names.flatMap((file) => {
    const number = partNumber(build.stem, file, extension);
    if (number === undefined || !isOurs(build, file, extension)) return [];
    const path = join(build.folder, file);
    if ((statOf(path)?.size ?? 0) > left) return [];
    const looked = lookAtFile(path, left);
    if (!looked) return [];
    left -= looked.head.length;
    const processors = processorsOf(build, Buffer.from(looked.head), extension);
    return processors ? [{ file, number, processors }] : [];
  });
}

/** A part has at least one processor. So no folder has more than `MOST_PROCESSORS` files to look at. */
function partNumber(stem: string, file: string, extension: Extension): number | undefined {
  if (!file.startsWith(`${stem}-`) || !file.endsWith(`.${extension}`)) return undefined;
  const digits = file.slice(stem.length + 1, -extension.length - 1);
  return /^[1-9]\d{0,3}$/.test(digits) && Number(digits) <= MOST_PROCESSORS ? Number(digits) : undefined;
}

/** Of all parts together, so that a folder of large files costs little. The ASL of 4,096 processors has 16 MB. */
const MOST_BYTES = { aml: TABLE_LIMITS.bytes, asl: 4 * TABLE_LIMITS.bytes } as const;

/** Undefined for a table with other OEM ids than this spec has. */
function processorsOf({ compiled }: Build, bytes: Buffer, extension: Extension): readonly string[] | undefined {
  const [part] = compiled.parts;
  if (!part) return undefined;
  if (extension === 'asl') {
    const text = bytes.toString('latin1');
    const head = printTable({ header: part.tree.header, terms: [] }).split('\n')[1] ?? '';
    return text.split('\n', 2)[1]?.startsWith(withoutRevision(head)) ? processorsAmong(scopesOfAsl(text)) : undefined;
  }
  const [from, to] = ['oemId', 'oemRevision'].map((field) => offsetOfField(DESCRIPTION_HEADER, field));
  const isSame = bytes.subarray(from, to).equals(part.aml.subarray(from, to));
  return isSame ? processorsAmong(scopesOfAml(bytes) ?? []) : undefined;
}

function withoutRevision(definitionBlock: string): string {
  return definitionBlock.slice(0, definitionBlock.lastIndexOf(',') + 1);
}

/** The first part has a Scope for what all processors share. */
function processorsAmong(scopes: readonly string[]): readonly string[] {
  return scopes.filter((path) => path !== '\\_SB');
}

/** An earlier build may have had more processors than this one. */
function areLater({ compiled }: Build, paths: readonly string[]): boolean {
  const [first = '', ...rest] = compiled.table.processors.map(({ path }) => path);
  const own = new Set(rest);
  return paths.length > 0 && paths.every((path) => own.has(path) || isLater(path, first));
}

function areFirst(build: Build, [path, ...rest]: readonly string[], later: ReadonlySet<string>): boolean {
  if (path !== build.compiled.table.processors[0]?.path) return false;
  return rest.length === 0 || (areLater(build, rest) && !rest.some((one) => later.has(one)));
}

/** The paths of a machine differ only in digits, as many in each: \_SB.CPUS.C000, \_SB.CPUS.C001 … */
function isLater(path: string, first: string): boolean {
  const fixed = first.lastIndexOf('.') + 2;
  return path.length === first.length && path.slice(0, fixed) === first.slice(0, fixed) && path > first;
}

/** A file that cannot be looked at is not known to be ours, so it stays; so does a link. */
function lookAtFile(path: string, most: number): Looked | undefined {
  try {
    return lstatSync(path).isFile() ? lookAt(path, most) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether cppc-acpi made the file, and not for a spec of its own name. */
function isOurs({ folder, from, stem, compiled }: Build, file: string, extension: Extension): boolean {
  const own = file.slice(0, -extension.length - 1);
  if (own !== stem && [folder, from].some((where) => existsSync(join(where, `${own}.toml`)))) return false;
  const head = Buffer.from(lookAtFile(join(folder, file), HEAD_BYTES)?.head ?? []);
  if (extension === 'asl') return head.toString('latin1').startsWith(ASL_BANNER);
  const offset = offsetOfField(DESCRIPTION_HEADER, 'creatorId');
  const creator = head.subarray(offset, HEADER_BYTES);
  if (creator.toString('latin1').startsWith(OUR_TABLE.creatorId)) return true;
  return compiled.parts.some(({ aml }) => creator.equals(aml.subarray(offset, HEADER_BYTES)));
}

/** A table's header, or the first line of an ASL file. */
const HEAD_BYTES = 256;
