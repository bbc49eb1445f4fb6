// How much of each room the tests ran, from the files that Node wrote into COVERAGE_FOLDER while they ran.

import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { roomOf } from './rooms.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const C8 = join(REPOSITORY, 'node_modules/c8/bin/c8.js');
const REPORT = join(REPOSITORY, 'build/coverage');

/** c8 reads a file of a megabyte or two for each of over two thousand processes: all at once are more than 4 GiB. */
const ONE_BY_ONE = '--merge-async';

/** Where every Node of a run, children too, writes when NODE_V8_COVERAGE names it. */
export const COVERAGE_FOLDER = join(REPORT, 'v8');

/** The least share of lines that the tests must run, in percent: a little below what was measured. */
// biome-ignore format: a row a line
const FLOORS: Readonly<Record<string, number>> = {
  aml: 98,
  asl: 99,
  audit: 97,
  'audit/readers': 97,
  boot: 98,
  'boot/parts': 95,
  cli: 97,
  'cli/commands': 97,
  'cli/commands/init': 97,
  'cli/commands/observe': 90,
  'cli/completion': 99,
  'cli/files': 97,
  'cli/terminal': 98,
  'cli/views': 96,
  'cli/views/next': 96,
  compile: 98,
  cpc: 99,
  decompile: 98,
  diagnostics: 98,
  'diagnostics/catalog': 98,
  'diagnostics/catalog/cpc': 98,
  'diagnostics/catalog/guest': 98,
  'diagnostics/catalog/audit': 97,
  'diagnostics/catalog/host': 98,
  'diagnostics/catalog/observe': 95,
  emit: 99,
  evaluate: 90,
  firmware: 98,
  grammar: 99,
  guest: 99,
  host: 99,
  'host/report': 98,
  hyperv: 98,
  iasl: 98,
  index: 98,
  inspect: 99,
  libvirt: 98,
  lower: 99,
  objects: 90,
  observe: 95,
  'observe/agent': 85,
  proxmox: 98,
  resolve: 98,
  scratch: 96,
  spec: 98,
  versions: 88,
  xml: 98,
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

/** Prints a line for each room and writes build/coverage/index.html; the problems of a run that had every test. */
export async function coverageProblems(isFull: boolean): Promise<string[]> {
  const reporters = ['json-summary', 'html'].flatMap((name) => ['--reporter', name]);
  const folders = ['--temp-directory', COVERAGE_FOLDER, '--reports-dir', REPORT];
  const files = ['--include', 'src/**', '--include', 'grammar/**', '--exclude-after-remap', '--clean', 'false'];
  await execa(process.execPath, [C8, 'report', ONE_BY_ONE, ...reporters, ...folders, ...files], { cwd: REPOSITORY });
  const rooms = readRooms();
  process.stdout.write(`\nroom              lines  branches\n${rooms.map(rowOf).join('')}\n`);
  return isFull ? [...rooms.flatMap(problemOf), ...leftOver(rooms)] : [];
}

function rowOf({ room, lines, branches }: Room): string {
  return `${room.padEnd(16)} ${percent(lines).toFixed(1).padStart(6)} ${percent(branches).toFixed(1).padStart(9)}\n`;
}

function problemOf({ room, lines }: Room): string[] {
  const floor = FLOORS[room];
  if (floor === undefined) return [`room ${room} has no floor of coverage in test/coverage.ts`];
  const share = percent(lines);
  return share < floor
    ? [`the tests ran ${share.toFixed(1)} % of the lines of ${room}, but its floor is ${floor} %`]
    : [];
}

function leftOver(rooms: readonly Room[]): string[] {
  const unused = Object.keys(FLOORS).filter((name) => !rooms.some(({ room }) => room === name));
  return unused.map((name) => `${name} has a floor of coverage in test/coverage.ts, but is not a room`);
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
