// Expected tables of QEMU's bios-tables-test. The test looks for SSDT<variant> in the folder of its machine and compares
// every byte, the header included. A difference of a file that bios-tables-test-allowed-diff.h lists does not fail it.
// QEMU: load_expected_aml, test_acpi_asl and test_acpi_find_diff_allowed in tests/qtest/bios-tables-test.c.

import type { MachineName } from '../../grammar/machines.js';
import { ALLOWED_DIFFERENCES, EXPECTED_TABLES, QEMU_TREES } from '../../grammar/qemu-trees.js';
import { OUR_TABLE } from '../../grammar/structures.js';
import type { CpcTable } from '../cpc/ir.js';
import { machineRow, pathPattern } from '../cpc/machine.js';
import { list, quoted, short } from '../diagnostics/words.js';
import {
  type Compiled,
  type Format,
  type Lack,
  lacksName,
  type NamedContent,
  type Placement,
  partStem,
  type QemuTree,
} from './format.js';

export const QEMU_FIXTURE: Format = {
  name: 'qemu-fixture',
  about: 'expected tables of bios-tables-test; -o is the QEMU tree; not in "all"',
  text: false,
  byName: true,
  lacks: (table, { stem }) => wrongMachine(table) ?? wrongPath(table) ?? lacksName({ stem }),
  emit: (compiled, placement) => {
    const files = fixtureFiles(compiled, placement);
    const tables = files.map(({ file, part }) => ({ file, content: compiled.parts[part]?.aml ?? new Uint8Array() }));
    return [...tables, ...allowedDifferences(files, placement)];
  },
};

type TreeRow = (typeof QEMU_TREES)[number];

function rowOf(machine: MachineName): TreeRow | undefined {
  return QEMU_TREES.find((row) => row.machine === machine);
}

function wrongMachine({ machine }: CpcTable): Lack | undefined {
  if (rowOf(machine)) return undefined;
  const machines = QEMU_TREES.map((one) => `"${one.machine}" for ${list(one.folders, 'and')}`);
  return {
    why: `bios-tables-test has no tests of machine "${machine}"`,
    help: `set \`[guest] machine\`: ${list(machines, 'or')}`,
  };
}

function wrongPath({ machine, processors }: CpcTable): Lack | undefined {
  const pattern = pathPattern(machine);
  const wrong = processors.find(({ path }) => !pattern.test(path));
  if (!wrong) return undefined;
  const path = machineRow(machine).processorPath;
  const [first, second] = ['0', '1'].map((number) =>
    path.replace(/%0(\d)X/, (_, n) => number.padStart(Number(n), '0')),
  );
  return {
    why: `the spec has processor ${short(wrong.path)}; ${list(rowOf(machine)?.folders ?? [], 'and')} have ${first}, ${second} and so on`,
    help: 'remove `processor_path` from [guest] and `path` from each [[core]]',
  };
}

interface FixtureFile {
  /** Path in the QEMU tree. */
  readonly file: string;
  /** Index of the table. */
  readonly part: number;
}

/** Each table for each machine. */
function fixtureFiles(compiled: Compiled, { stem, qemuTree }: Placement): FixtureFile[] {
  return foldersOf(compiled.table.machine, qemuTree).flatMap((folder) =>
    compiled.parts.map((_, part) => ({
      file: `${EXPECTED_TABLES}/${folder}/${OUR_TABLE.signature}.${partStem(stem, compiled, part)}`,
      part,
    })),
  );
}

function foldersOf(machine: MachineName, { folders }: QemuTree = { folders: [] }): readonly string[] {
  const row = rowOf(machine);
  if (!row) return [];
  const isFormer = !folders.includes(row.architecture) && row.formerFolders.some((name) => folders.includes(name));
  return isFormer ? row.formerFolders : row.folders.map((name) => `${row.architecture}/${name}`);
}

/** The list of a QEMU tree with the lines that it lacks; nothing where there is no list. */
function allowedDifferences(files: readonly FixtureFile[], { qemuTree }: Placement): NamedContent[] {
  const allowed = qemuTree?.allowed;
  if (!allowed) return [];
  const text = new TextDecoder().decode(allowed);
  const listed = text.replace(COMMENTS, '');
  const missing = files.map(allowedLine).filter((line) => !listed.includes(line.slice(0, -1)));
  const added = missing.length > 0 ? [...(/[^\n]$/.test(text) ? [''] : []), ...missing, ''].join('\n') : '';
  return [{ file: ALLOWED_DIFFERENCES, content: new Uint8Array([...allowed, ...new TextEncoder().encode(added)]) }];
}

const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/.*/g;

/** A line of bios-tables-test-allowed-diff.h. */
function allowedLine({ file }: FixtureFile): string {
  return `"${file.replace(/[\\"]/g, '\\$&')}",`;
}

/** What to do after a build: the lines that no file got, and the name by which a test finds the tables. */
export function fixtureSteps(compiled: Compiled, placement: Placement): string[] {
  const files = fixtureFiles(compiled, placement);
  const variants = compiled.parts.map((_, part) => quoted(`.${partStem(placement.stem, compiled, part)}`));
  const tests = variants.length === 1 ? 'The test needs' : 'Each table needs a test of its own, with';
  return [
    ...(placement.qemuTree?.allowed
      ? []
      : [`Add to ${ALLOWED_DIFFERENCES}:`, ...files.map((one) => `  ${allowedLine(one)}`)]),
    `${tests} \`.variant = ${list(variants, 'or')}\` in tests/qtest/bios-tables-test.c.`,
  ];
}
