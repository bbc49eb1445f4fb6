// Which test files a run has, and in which order they start.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NOT_IN_ROWS, type Row, testsOf } from '../matrix/rows.js';

const BUILT_TESTS = fileURLToPath(new URL('../', import.meta.url));
const SUFFIX = '.test.js';

export interface TestFile {
  /** The path below `test` without its ending: `spec/read` is `test/spec/read.test.ts`. A row's name stands before it. */
  readonly name: string;
  /** The built file. */
  readonly path: string;
  /** The row of the matrix whose programs run it and are tested by it, where these are not the machine's. */
  readonly row?: Row;
}

/** Folders whose tests need programs that only a row of the matrix has. */
const ONLY_IN_ROWS = ['arm-guest', 'fwts'];

/** Folders whose tests mostly need programs from outside this repository. */
const NEED_OUTSIDE_PROGRAMS = ['arm-guest', 'docs', 'fwts', 'iasl', 'qemu', 'qemu-guest', 'standalone', 'virsh'];

/**
 * What waits for programs that have time limits of their own: these files start when all others have ended. A guest is
 * one busy thread (`-accel tcg,thread=single`), so one guest for each core does not slow another guest down.
 */
const AFTER_ALL_OTHERS = ['arm-guest', 'qemu', 'qemu-guest', 'virsh', 'iasl/evaluate'];

/** Seconds that a file takes alone, where it is at least five. The longest start first. */
// biome-ignore format: a row a line
export const SECONDS: Readonly<Record<string, number>> = {
  'qemu-guest/arm-boot': 110,
  'qemu-guest/observe': 60,
  'qemu-guest/observe-libvirt': 50,
  'qemu-guest/arm-predictions': 55,
  'qemu-guest/compiled': 50,
  'standalone/documents': 60,
  'docs/console': 44,
  'package/debian': 40,
  'standalone/empty-root': 20,
  'package/readme': 20,
  'qemu-guest/ranking-predictions': 36,
  'qemu-guest/predictions': 35,
  'qemu-guest/harness': 31,
  'qemu-guest/ranking': 31,
  'qemu-guest/covering': 30,
  'cli/hostile': 24,
  'qemu-guest/osc': 24,
  'cli/input': 20,
  'reject': 17,
  'cli/faults': 16,
  'qemu-guest/machines': 14,
  'cli/qemu-fixtures': 15,
  'virsh/hyperv': 13,
  'cli/init': 12,
  'iasl/evaluate': 12,
  'qemu-guest/vcpus': 12,
  'iasl/accept': 10,
  'fuzz/fuzz': 10,
  'cli/exit-status': 10,
  'qemu-guest/boot': 10,
  'observe/windows-script': 8,
  'cli/outputs': 7,
  'cli/streams': 7,
  'qemu-guest/counters': 7,
  'qemu-guest/intel': 7,
  'cli/boot': 6,
  'package/package': 6,
};

export interface Selection {
  /** Beginnings of a part of the path: `spec` selects `spec/read`, not `inspect/diff`. Without words every file is selected. */
  readonly words: readonly string[];
  /** Whether folders that need outside programs are left out. */
  readonly unitOnly: boolean;
}

/** Every test file, in the order of the names. */
export function allTestFiles(): TestFile[] {
  const paths = readdirSync(BUILT_TESTS, { recursive: true, encoding: 'utf8' });
  const built = paths.filter((path) => path.endsWith(SUFFIX) && !path.startsWith('runner/made-up/') && hasSource(path));
  return built.map(testFile).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

// The compiler leaves the output of a removed file in build/.
function hasSource(path: string): boolean {
  return existsSync(join(BUILT_TESTS, '../../test', path.replace(/\.js$/, '.ts')));
}

/** The file of a path below `build/test`. */
export function testFile(path: string): TestFile {
  return { name: path.slice(0, -SUFFIX.length), path: join(BUILT_TESTS, path) };
}

export function selected(files: readonly TestFile[], { words, unitOnly }: Selection): TestFile[] {
  const parts = words.map(nameOf);
  return files.filter(
    ({ name }) =>
      (parts.length === 0 ? !isBelow(name, ONLY_IN_ROWS) : parts.some((part) => `/${name}`.includes(`/${part}`))) &&
      !(unitOnly && isBelow(name, NEED_OUTSIDE_PROGRAMS)),
  );
}

/** The files of a row. */
export function filesOfRow(files: readonly TestFile[], row: Row): TestFile[] {
  const own = selected(files, { words: testsOf(row), unitOnly: false });
  return own
    .filter(({ name }) => !isBelow(name, NOT_IN_ROWS))
    .map(({ name, path }) => ({ name: `${row.name}/${name}`, path, row }));
}

/** The name without the row's. */
function baseName({ name, row }: TestFile): string {
  return row === undefined ? name : name.slice(row.name.length + 1);
}

/** `test/spec/read.test.ts` and `build/test/spec/read.test.js` are ways to write `spec/read`. */
function nameOf(word: string): string {
  return word.replace(/^(?:\.\/)?(?:build\/)?test\//, '').replace(/\.test\.[jt]s$/, '');
}

/** The files of each part of the run; a part starts when the part before it has ended. */
export function partsOf(files: readonly TestFile[]): TestFile[][] {
  const isLate = (file: TestFile) => isBelow(baseName(file), AFTER_ALL_OTHERS);
  return [files.filter((file) => !isLate(file)), files.filter(isLate)].map(longestFirst);
}

function longestFirst(files: readonly TestFile[]): TestFile[] {
  const seconds = (file: TestFile) => SECONDS[baseName(file)] ?? 0;
  return files.toSorted((a, b) => seconds(b) - seconds(a));
}

function isBelow(name: string, paths: readonly string[]): boolean {
  return paths.some((path) => name === path || name.startsWith(`${path}/`));
}

/** Rows of SECONDS whose file is gone. */
export function staleSeconds(files: readonly TestFile[]): string[] {
  const names = new Set(files.map(({ name }) => name));
  const stale = Object.keys(SECONDS).filter((name) => !names.has(name));
  return stale.map((name) => `${name} has a row in test/runner/select.ts, but no test file`);
}
