import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable } from '../src/aml/table.js';
import { compile } from '../src/compile.js';
import { CATALOG } from '../src/diagnostics/catalog.js';
import type { Code } from '../src/diagnostics/diagnostic.js';
import { machineFacts } from '../src/firmware/facts.js';
import { firmwareProblems } from '../src/firmware/rules/rules.js';
import { guestsWith, rulesOf } from '../src/guest/judge.js';
import { locate } from '../src/spec/locate.js';
import { cases } from './support/cases.js';
import { bytesOf, cppcAcpi, inScratch } from './support/command-line.js';
import { expectGolden, expectNoGolden, FIXTURES } from './support/fixtures.js';
import { inProcess } from './support/in-process.js';
import { renderAll } from './support/render.js';

const REJECT = join(FIXTURES, 'reject');

interface Fixture {
  /** `room/what-is-wrong`: the code that the fixture is for. */
  readonly name: string;
  /** The code, or the code and `.table` for the second fixture of a code that specs and tables can have. */
  readonly stem: string;
  readonly file: string;
  readonly text: string;
}

/** For each kind of input, how its diagnostics are made; as text without colours. */
const RENDER: Readonly<Record<string, (fixture: Fixture) => Promise<string>>> = {
  '.toml': renderSpec,
  '.hex': renderTable,
  '.args': renderCommandLine,
};

const fixtures = filesOf(REJECT)
  .filter((file) => extname(file) in RENDER && !file.startsWith('scratch'))
  .map((file) => ({
    stem: join(dirname(file), basename(file, extname(file))),
    name: join(dirname(file), basename(file, extname(file))).replace('.table', ''),
    file: join(REJECT, file),
    text: readFileSync(join(REJECT, file), 'utf8'),
  }));

test('reject: every code has a fixture, and every fixture a code', () => {
  const [names, stems] = [fixtures.map(({ name }) => name), fixtures.map(({ stem }) => stem)];
  const codes = Object.keys(CATALOG);
  assert.equal(
    codes.filter((code) => !names.includes(code)),
    [],
    'codes without a fixture',
  );
  assert.equal(
    stems.filter((stem, i) => !codes.includes(names[i] ?? '') || stems.indexOf(stem) !== i),
    [],
    'fixtures without a code of their own',
  );
});

cases('reject: the first line says what is wrong', fixtures, ({ text }) => {
  assert.match(text, /^# [A-Z].{10,}\.\n/);
});

cases('reject', fixtures, async (fixture) => {
  const rendered = await (RENDER[extname(fixture.file)] as (typeof RENDER)[string])(fixture);
  const { severity } = CATALOG[fixture.name as Code];
  // A refusal is an error when `--guest` names the guest.
  const raised = rulesOf(fixture.name).some(({ effect }) => effect === 'refused' || effect === 'harmful')
    ? 'error'
    : severity;
  const isReported = [severity, raised].some((one) => rendered.includes(`${one}[${fixture.name}]: `));
  assert.ok(isReported, `${fixture.name} is not reported:\n${rendered}`);
  expectGolden(withExtension(fixture.file, '.txt'), rendered);
});

test('reject: every golden file belongs to a fixture', () => {
  const made = new Set(fixtures.map(({ file }) => withExtension(file, '.txt')));
  for (const file of filesOf(REJECT).map((one) => join(REJECT, one))) {
    if (extname(file) === '.txt' && !made.has(file)) expectNoGolden(file);
  }
});

const specs = fixtures.filter(({ file }) => extname(file) === '.toml');

cases('reject: every problem of a spec has a line and a column', specs, async ({ file, text }) => {
  const { diagnostics } = await compile({ text, file: basename(file) });
  for (const { diagnostic, at } of await locate(diagnostics, text)) {
    assert.ok(at && at.line >= 1 && at.column >= 1, `${diagnostic.code} has no line`);
  }
});

async function renderSpec({ file, text }: Fixture): Promise<string> {
  const { diagnostics } = await compile({ text, file: basename(file) });
  return renderAll(diagnostics, text);
}

async function renderTable({ name, file }: Fixture): Promise<string> {
  if (name.startsWith('guest/')) return renderGuests(name, file);
  const { value: table, diagnostics } = decodeTable(bytesOf(file), basename(file));
  const read = table ? [{ file: basename(file), table }] : [];
  const found = firmwareProblems(read, machineFacts(read.map((one) => one.table)));
  return renderAll([...diagnostics, ...found], '');
}

/** Standard error of `check --guest` for a table, with the guests that the code is about. */
async function renderGuests(name: string, file: string): Promise<string> {
  const all = rulesOf(name).flatMap(guestsWith);
  const guests = all.includes('linux-6.12') ? ['linux-6.12'] : all;
  const table = `${basename(file, '.hex')}.aml`;
  let stderr = '';
  await inScratch(async (folder) => {
    writeFileSync(join(folder, table), bytesOf(file));
    const run = await inProcess(['check', table, '--guest', guests.join(',')], folder);
    stderr = run.stderr;
  });
  return stderr;
}

/** Standard error of a command line: assignments and arguments of one line, run in a copy of `scratch/`. */
async function renderCommandLine({ file, text, name }: Fixture): Promise<string> {
  const words = (text.split('\n')[1] ?? '').split(' ');
  const env = words.flatMap((word) => (isAssignment(word) ? [word.split('=') as [string, string]] : []));
  const args = words.filter((word) => !isAssignment(word));
  let stderr = '';
  await inScratch(async (folder) => {
    const given = { SCRATCH: folder, ...environment(env, dirname(file)) };
    const run = await (env.length > 0 ? cppcAcpi(args, { cwd: folder, env: given }) : inProcess(args, folder));
    const failed = CATALOG[name as Code].severity === 'error';
    assert.is((run.status ?? 0) > 0, failed, `exit status ${run.status}`);
    assert.not.match(run.stderr, folder);
    stderr = run.stderr;
  });
  return stderr;
}

function isAssignment(word: string): boolean {
  return /^[A-Z]+=/.test(word);
}

/** PATH is relative to the folder of the fixture, which has made-up programs. */
function environment(assignments: readonly (readonly [string, string])[], folder: string): Record<string, string> {
  return Object.fromEntries(assignments.map(([key, value]) => [key, key === 'PATH' ? resolve(folder, value) : value]));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

function withExtension(file: string, extension: string): string {
  return join(dirname(file), basename(file, extname(file)) + extension);
}

test.run();
