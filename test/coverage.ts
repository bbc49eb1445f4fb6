// How much of each room the tests ran, from what Node wrote below COVERAGE_FOLDER while they did.

import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const C8 = join(REPOSITORY, 'node_modules/c8/bin/c8.js');
const REPORT = join(REPOSITORY, 'build/coverage');

/** Where every Node of a run, children too, writes when NODE_V8_COVERAGE names it. */
export const COVERAGE_FOLDER = join(REPORT, 'v8');

/** Lines that must be run, in percent: a little less than was measured. A room that is not named has `others`. */
// biome-ignore format: one row a line
const FLOORS: Readonly<Record<string, number>> = {
  aml: 98,
  asl: 99,
  boot: 98,
  cli: 96,
  compile: 98,
  cpc: 98,
  diagnostics: 98,
  emit: 99,
  grammar: 99,
  guest: 98,
  host: 98,
  hyperv: 98,
  iasl: 98,
  inspect: 98,
  libvirt: 98,
  scratch: 98,
  spec: 98,
  others: 95,
};

interface Count {
  readonly total: number;
  readonly covered: number;
}

interface Room {
  readonly room: string;
  lines: Count;
  branches: Count;
}

/** Forgets earlier runs. */
export function clearCoverage(): void {
  rmSync(REPORT, { recursive: true, force: true });
}

/** Prints a line per room, writes build/coverage/index.html, and tells which rooms are below their floor. */
export async function coverageComplaints(): Promise<string[]> {
  const reporters = ['json-summary', 'html'].flatMap((name) => ['--reporter', name]);
  const folders = ['--temp-directory', COVERAGE_FOLDER, '--reports-dir', REPORT];
  const files = ['--include', 'src/**', '--include', 'grammar/**', '--exclude-after-remap', '--clean', 'false'];
  await execa(process.execPath, [C8, 'report', ...reporters, ...folders, ...files], { cwd: REPOSITORY });
  const rooms = readRooms();
  process.stdout.write(`\nroom          lines  branches\n${rooms.map(rowOf).join('')}\n`);
  return rooms
    .filter((room) => percent(room.lines) < floorOf(room))
    .map(
      (room) =>
        `${room.room}: ${percent(room.lines).toFixed(1)} % of its lines were run, at least ${floorOf(room)} must be`,
    );
}

function rowOf({ room, lines, branches }: Room): string {
  return `${room.padEnd(12)} ${percent(lines).toFixed(1).padStart(6)} ${percent(branches).toFixed(1).padStart(9)}\n`;
}

function floorOf({ room }: Room): number {
  return FLOORS[room] ?? FLOORS['others'] ?? 100;
}

function percent({ total, covered }: Count): number {
  return total === 0 ? 100 : (covered * 100) / total;
}

function readRooms(): Room[] {
  const summary = JSON.parse(readFileSync(join(REPORT, 'coverage-summary.json'), 'utf8')) as Record<
    string,
    { readonly lines: Count; readonly branches: Count }
  >;
  const rooms = new Map<string, Room>();
  for (const [file, { lines, branches }] of Object.entries(summary)) {
    if (file === 'total') continue;
    const name = roomOf(relative(REPOSITORY, file));
    const room = rooms.get(name) ?? { room: name, lines: NOTHING, branches: NOTHING };
    rooms.set(name, { room: name, lines: sum(room.lines, lines), branches: sum(room.branches, branches) });
  }
  return [...rooms.values()].sort((a, b) => a.room.localeCompare(b.room, 'en'));
}

const NOTHING: Count = { total: 0, covered: 0 };

function sum(a: Count, b: Count): Count {
  return { total: a.total + b.total, covered: a.covered + b.covered };
}

/** `src/cpc/rules.ts` is in room cpc, `src/compile.ts` in compile. */
function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}
