// How many tests a full run has at least. A lost file, a lost `test.run()` or an empty list of rows makes no test fail,
// so each folder has a floor of its own. Raise a floor when a folder has grown by much.

import { ROWS, type Row } from '../matrix/rows.js';
import { type Outcome, sumOf } from './run-file.js';

/**
 * The least number of tests of each folder of `test`. A file with a row of its own does not count for its folder:
 * files that make a test from each row of a large table would hide the loss of others.
 */
// biome-ignore format: a row a line
export const FLOORS: Readonly<Record<string, number>> = {
  // Rows of the matrix: test/matrix/rows.ts.
  'debian-13': 1500,
  backports: 1500,
  sid: 1540,
  aml: 171,
  architecture: 42,
  asl: 26,
  attacks: 200,
  audit: 30,
  boot: 99,
  cli: 400,
  'cli/explain': 255,
  cpc: 19,
  decompile: 63,
  deploy: 50,
  diagnostics: 13,
  'diagnostics/render': 274,
  docs: 158,
  emit: 41,
  evaluate: 39,
  firmware: 86,
  fuzz: 14,
  golden: 94,
  grammar: 90,
  guest: 113,
  host: 156,
  hyperv: 84,
  'hyperv/closure': 128,
  iasl: 69,
  'iasl/accept': 49,
  'iasl/laws': 142,
  'iasl/table-fixtures': 148,
  inspect: 26,
  laws: 45,
  library: 16,
  libvirt: 204,
  lower: 129,
  matrix: 11,
  package: 40,
  qemu: 71,
  'qemu-guest': 73,
  observe: 60,
  proxmox: 80,
  reject: 652,
  release: 20,
  resolve: 323,
  scratch: 4,
  spec: 284,
  standalone: 36,
  'spec/schema': 431,
  runner: 24,
  versions: 4,
  virsh: 51,
  xml: 9,
};

/** The floors of a run, which has the tests of the machine, or some rows of the matrix, or both. */
export function floorsOf(
  hasMachine: boolean,
  rows: readonly Row[],
  floors: Readonly<Record<string, number>> = FLOORS,
): Readonly<Record<string, number>> {
  const names = ROWS.map(({ name }) => name);
  const isIn = (key: string) => (names.includes(key) ? rows.some(({ name }) => name === key) : hasMachine);
  return Object.fromEntries(Object.entries(floors).filter(([key]) => isIn(key)));
}

/** These tests read files that are not in this repository: they have no floor, and they alone may skip under CI. */
export const MAY_SKIP = 'shared-tables';

export function mayBeAbsent(name: string): boolean {
  return name.startsWith(`${MAY_SKIP}/`);
}

/** What a full run has too few of, and which rows are missing or left over. */
export function floorProblems(
  outcomes: readonly Outcome[],
  floors: Readonly<Record<string, number>> = FLOORS,
): string[] {
  const isMissingRow = (name: string) => ROWS.some((row) => row.name === name);
  const counted = outcomes.filter(({ name }) => !mayBeAbsent(name) && !isMissingRow(name));
  const rows = [...new Set(counted.map(({ name }) => rowOf(name, floors)))];
  const counts = rows.map((row) => ({
    row,
    count: countOf(counted.filter(({ name }) => rowOf(name, floors) === row)),
  }));
  const unused = Object.keys(floors).filter((row) => !rows.includes(row));
  return [
    ...counts.flatMap(({ row, count }) => problemOf(row, count, floors[row])),
    ...unused.map((row) => `${row} has a floor in test/runner/floors.ts, but no test file`),
  ];
}

function rowOf(name: string, floors: Readonly<Record<string, number>>): string {
  return Object.hasOwn(floors, name) ? name : (name.split('/')[0] ?? '');
}

function countOf(outcomes: readonly Outcome[]): number {
  const { passed, failed, skipped } = sumOf(outcomes);
  return passed + failed + skipped;
}

function problemOf(row: string, count: number, floor: number | undefined): string[] {
  if (floor === undefined) return [`${row} has ${count} tests, but no floor in test/runner/floors.ts`];
  return count < floor ? [`${row} has ${count} tests, but its floor is ${floor}`] : [];
}
