import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, type Run } from '../support/command-line.js';

const EMIT = ['--iasl', 'off', '--emit', 'aml,asl,json', '-o', 'out'];

const check = (folder: string, spec = 'good.toml', ...args: readonly string[]): Promise<Run> =>
  cppcAcpi(['build', spec, ...EMIT, '--check', ...args], { cwd: folder });

test('after a build everything is up to date, and --check writes nothing', async () => {
  await inScratch(async (folder) => {
    await cppcAcpi(['build', 'good.toml', ...EMIT], { cwd: folder });
    const before = timesIn(join(folder, 'out'));
    const { status, stdout, stderr } = await check(folder);
    assert.is(status, 0, stderr);
    assert.is(stdout, 'Up to date: 3 outputs in out\n');
    assert.equal(timesIn(join(folder, 'out')), before);
  });
});

function timesIn(folder: string): [string, number][] {
  return readdirSync(folder).map((file) => [file, statSync(join(folder, file)).mtimeMs]);
}

interface Change {
  readonly name: string;
  readonly change: (folder: string) => void;
  /** Each file with a problem, with the code. */
  readonly problems: readonly string[];
}

const changes: readonly Change[] = [
  {
    name: 'a missing output',
    change: (folder) => rmSync(join(folder, 'out/good.asl')),
    problems: ['output-missing out/good.asl'],
  },
  {
    name: 'one byte',
    change: (folder) => {
      const aml = readFileSync(join(folder, 'out/good.aml'));
      aml[40] = (aml[40] ?? 0) ^ 1;
      writeFileSync(join(folder, 'out/good.aml'), aml);
    },
    problems: ['output-stale out/good.aml'],
  },
  {
    name: 'a longer output',
    change: (folder) => writeFileSync(join(folder, 'out/good.asl'), `${read(folder, 'out/good.asl')}\n`),
    problems: ['output-stale out/good.asl'],
  },
  {
    name: 'a number of the spec',
    change: (folder) => writeFileSync(join(folder, 'good.toml'), read(folder, 'good.toml').replace('131', '130')),
    problems: ['output-stale out/good.aml', 'output-stale out/good.asl', 'output-stale out/good.json'],
  },
  {
    name: 'no folder',
    change: (folder) => rmSync(join(folder, 'out'), { recursive: true }),
    problems: ['output-missing out/good.aml', 'output-missing out/good.asl', 'output-missing out/good.json'],
  },
  {
    name: 'a folder in the place of an output',
    change: (folder) => {
      rmSync(join(folder, 'out/good.json'));
      mkdirSync(join(folder, 'out/good.json'));
    },
    problems: ['cannot-read out/good.json'],
  },
  { name: 'nothing', change: () => {}, problems: [] },
];

cases('names outputs that are not up to date', changes, async ({ change, problems }) => {
  await inScratch(async (folder) => {
    await cppcAcpi(['build', 'good.toml', ...EMIT], { cwd: folder });
    change(folder);
    const { status, stdout, stderr } = await check(folder);
    assert.equal(problemsIn(stderr), problems);
    assert.is(status, problems.length > 0 ? 1 : 0);
    assert.is(stdout === '', problems.length > 0);
  });
});

test('parts that a build would remove are named', async () => {
  await inScratch(async (folder) => {
    await cppcAcpi(['build', 'parts.toml', ...EMIT], { cwd: folder });
    writeFileSync(join(folder, 'parts.toml'), read(folder, 'parts.toml').replace('= 600', '= 0'));
    const { status, stderr } = await check(folder, 'parts.toml');
    assert.is(status, 1);
    assert.ok(problemsIn(stderr).includes('output-left-over out/parts-1.aml'), stderr);
    assert.ok(problemsIn(stderr).includes('output-left-over out/parts-2.asl'), stderr);
  });
});

test('with --json one object says so', async () => {
  await inScratch(async (folder) => {
    const { status, stdout } = await check(folder, 'good.toml', '--json');
    const facts = JSON.parse(stdout);
    assert.is(status, 1);
    assert.is(facts.up_to_date, false);
    assert.equal(facts.outputs.length, 3);
    assert.equal(
      facts.diagnostics.map((one: { place: { file: string } }) => one.place.file),
      ['out/good.aml', 'out/good.asl', 'out/good.json'],
    );
  });
});

const usage = [
  { name: 'with standard output', args: ['-o', '-', '--emit', 'asl'] },
  { name: 'with a depfile', args: ['--depfile', 'x.d'] },
];

cases('--check does not go', usage, async ({ args }) => {
  await inScratch(async (folder) => {
    const { status, stderr } = await cppcAcpi(['build', 'good.toml', '--check', ...args], { cwd: folder });
    assert.is(status, 2);
    assert.match(stderr, '--check');
  });
});

function problemsIn(stderr: string): string[] {
  return [...stderr.matchAll(/^error\[cli\/([a-z-]+)\].*\n --> (.*)$/gm)].map(([, code, file]) => `${code} ${file}`);
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

test.run();
