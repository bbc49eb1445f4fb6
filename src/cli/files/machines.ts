import { LINUX_INITRD_FOLDER } from '../../../grammar/machines.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { isNewcArchive, readNewcArchive } from '../../emit/newc.js';
import { isDump } from '../../firmware/acpidump.js';
import { isCompressed } from '../../firmware/compressed.js';
import { startsTables } from '../../firmware/concatenated.js';
import { type Machine, readMachines, type SourceFile } from '../../firmware/sources.js';
import { isFolder } from './folders.js';
import { type Input, readInput } from './input.js';
import { otherText } from './kinds/other-text.js';
import { cannotRead, isReadable, readFolder } from './tables.js';
import { Taken, tooManyGiven } from './taken.js';

/** What the paths of a command line are. */
export type Given =
  | { readonly kind: 'spec'; readonly input: Input }
  | { readonly kind: 'machine'; readonly machine: Machine }
  | { readonly kind: 'unread'; readonly name: string; readonly diagnostics: readonly Diagnostic[] };

export function nameOf(given: Given): string {
  switch (given.kind) {
    case 'unread':
      return given.name;
    case 'machine':
      return given.machine.name;
    case 'spec':
      return given.input.name;
  }
}

/**
 * Reads specs, tables, acpidump texts, archives and folders. A folder is a machine; the tables among the files are together
 * one machine, in the place of the first.
 */
export async function readGiven(paths: readonly string[], kind: 'table' | 'spec or table'): Promise<Given[]> {
  const name = paths[0] ?? '';
  const tooMany = tooManyGiven(paths.filter((path) => !isFolder(path)));
  if (tooMany) return [{ kind: 'unread', name, diagnostics: [tooMany] }];
  const given: (Given | 'tables')[] = [];
  const taken = new Taken();
  const files: SourceFile[] = [];
  const denied = paths.filter((path) => path !== '-' && !isReadable(path));
  const [first] = denied;
  if (first !== undefined) given.push({ kind: 'unread', name: first, diagnostics: [cannotRead(first, denied)] });
  for (const path of paths.filter((one) => !denied.includes(one))) {
    if (isFolder(path)) {
      given.push({ kind: 'machine', machine: await readFolder(path, given.length, taken) });
      continue;
    }
    const { value: input, diagnostics } = await readInput(path, kind);
    const more = input && taken.add(1, input.bytes.length);
    if (more) return [{ kind: 'unread', name, diagnostics: [more] }];
    const other = input && kind === 'table' && !isFirmware(input) ? otherThanTable(input) : [];
    if (!input || other.length > 0)
      given.push({ kind: 'unread', name: path, diagnostics: input ? other : diagnostics });
    else if (kind === 'spec or table' && !isFirmware(input)) given.push({ kind: 'spec', input });
    else {
      if (files.length === 0) given.push('tables');
      for (const file of filesIn(input)) files.push(file);
    }
  }
  const machines = readMachines(inLoadOrder(files), given.length).map(
    (machine) => ({ kind: 'machine', machine }) as const,
  );
  return given.flatMap((one): readonly Given[] => (one === 'tables' ? machines : [one]));
}

/** Files of a shell's `*.dat` come as ssdt1, ssdt10, ssdt2; acpixtract and the kernel number tables as they are loaded. */
function inLoadOrder(files: readonly SourceFile[]): SourceFile[] {
  const numberOf = ({ name }: SourceFile) => Number(NUMBERED.exec(name)?.[1]);
  const numbered = files.filter((file) => NUMBERED.test(file.name)).toSorted((a, b) => numberOf(a) - numberOf(b));
  let next = 0;
  return files.map((file) => (NUMBERED.test(file.name) ? (numbered[next++] ?? file) : file));
}

const NUMBERED = /(?:^|[\\/])ssdt(\d+)(?:\.\w+)?$/i;

function isFirmware({ bytes }: Input): boolean {
  return startsTables(bytes) || isNewcArchive(bytes) || isCompressed(bytes) || isDump(bytes);
}

/** A text that is no dump; it is read as Latin-1, which every file is. */
function otherThanTable(input: Input): readonly Diagnostic[] {
  return otherText(input, Buffer.from(input.bytes).toString('latin1'), []);
}

/** Of an archive the files that Linux loads as tables; any other input is one file. */
function filesIn({ name, bytes }: Input): SourceFile[] {
  const inside = isNewcArchive(bytes) ? readNewcArchive(bytes) : [];
  const tables = inside.filter(({ path }) => path.startsWith(`${LINUX_INITRD_FOLDER}/`));
  if (tables.length === 0) return [{ name, bytes }];
  return tables.map(({ path, content }) => ({
    name: `${name}:${path.slice(LINUX_INITRD_FOLDER.length + 1)}`,
    bytes: content,
  }));
}
