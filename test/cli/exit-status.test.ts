import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const WITHOUT_IASL = { PATH: '/nonexistent' };
const REJECT = join(FIXTURES, 'reject');
const failingIasl = { PATH: join(REJECT, 'iasl/bin/failed') };
const refusingIasl = { PATH: join(REJECT, 'iasl/bin/refused') };
const warned = join(REJECT, 'resolve/all-equal.toml');
const noted = join(REJECT, 'resolve/machine-refuses-acpitable.toml');

interface Row {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly status: number;
}

const rows: readonly Row[] = [
  { name: 'a good spec', args: ['build', 'good.toml', '--iasl', 'off'], status: 0 },
  { name: 'iasl skipped', args: ['build', 'good.toml'], env: WITHOUT_IASL, status: 0 },
  { name: 'iasl skipped, strictly', args: ['build', 'good.toml', '--strict'], env: WITHOUT_IASL, status: 0 },
  { name: 'a warning', args: ['check', warned], status: 0 },
  { name: 'a note, strictly', args: ['check', noted, '--strict'], status: 0 },
  { name: 'help', args: ['build', '--help'], status: 0 },
  { name: 'help of a command', args: ['help', 'build'], status: 0 },
  { name: 'every code', args: ['explain'], status: 0 },
  { name: 'version', args: ['--version'], status: 0 },

  { name: 'a warning, strictly', args: ['check', warned, '--strict'], status: 1 },
  {
    name: 'a warning left out, strictly',
    args: ['check', warned, '--strict', '--allow', 'resolve/all-equal'],
    status: 0,
  },
  { name: 'an error', args: ['check', join(REJECT, 'cpc/level-order.toml')], status: 1 },
  { name: 'an error in the first of two files', args: ['check', 'missing.toml', 'good.toml'], status: 1 },
  {
    name: 'an error that someone wants left out',
    args: ['check', 'missing.toml', '--allow', 'cli/cannot-read'],
    status: 1,
  },
  { name: 'iasl refuses', args: ['build', 'good.toml'], env: refusingIasl, status: 1 },
  { name: 'a variant that is not there', args: ['preview', 'good.toml', '--variant', 'quiet'], status: 1 },

  { name: 'no arguments', args: [], status: 2 },
  { name: 'no spec', args: ['build'], status: 2 },
  { name: 'two specs', args: ['build', 'good.toml', 'good.toml'], status: 2 },
  { name: 'an unknown command', args: ['biuld', 'good.toml'], status: 2 },
  { name: 'help of an unknown command', args: ['help', 'biuld'], status: 2 },
  { name: 'a code that does not exist', args: ['explain', 'cpc/nothing'], status: 2 },
  { name: 'an unknown option', args: ['build', 'good.toml', '--colour', 'always'], status: 2 },
  { name: 'an unknown choice', args: ['build', 'good.toml', '--iasl', 'maybe'], status: 2 },
  { name: 'an unknown format', args: ['build', 'good.toml', '--emit', 'aml,pdf'], status: 2 },
  { name: 'an unknown code', args: ['check', 'good.toml', '--allow', 'cpc/nothing'], status: 2 },
  { name: 'two formats to standard output', args: ['build', 'good.toml', '-o', '-', '--emit', 'asl,json'], status: 2 },
  { name: 'no format to standard output', args: ['build', 'good.toml', '-o', '-'], status: 2 },
  { name: 'bytes to standard output', args: ['build', 'good.toml', '-o', '-', '--emit', 'aml'], status: 2 },
  { name: 'a format and JSON', args: ['build', 'good.toml', '-o', '-', '--emit', 'asl', '--json'], status: 0 },
  {
    name: 'a QEMU tree and JSON',
    args: ['build', 'good.toml', '-o', '-', '--emit', 'qemu-fixture', '--json'],
    status: 2,
  },

  { name: 'iasl missing', args: ['build', 'good.toml', '--iasl', 'require'], env: WITHOUT_IASL, status: 3 },
  { name: 'iasl missing for verify', args: ['verify', 'good.toml'], env: WITHOUT_IASL, status: 3 },
  { name: 'iasl fails', args: ['build', 'good.toml'], env: failingIasl, status: 3 },
];

cases('exit status', rows, async ({ args, env, status }) => {
  await inScratch(async (folder) => {
    const run = await cppcAcpi(args, { cwd: folder, ...(env && { env }) });
    assert.is(run.status, status, run.stderr);
  });
});

const usage = rows.filter((row) => row.status === 2);

const plain = usage.filter(({ args }) => !args.includes('--json'));

/** With --json the object has every output, so these are right. */
const wrongWithJson = usage.filter(({ args }) => !(args.includes('-o') && !args.includes('--json')));

cases('usage errors say something, on standard error alone', plain, async ({ args }) => {
  await inScratch(async (folder) => {
    const { stdout, stderr } = await cppcAcpi(args, { cwd: folder });
    assert.is(stdout, '');
    assert.match(stderr, /error: |Usage: /);
    assert.match(stderr, '--help');
  });
});

cases('usage errors with --json are one object', wrongWithJson, async ({ args }) => {
  await inScratch(async (folder) => {
    const { status, stdout, stderr } = await cppcAcpi([...args, '--json'], { cwd: folder });
    const { schema, error, diagnostics } = JSON.parse(stdout);
    assert.equal([status, stderr, diagnostics, error.kind], [2, '', [], 'usage']);
    assert.equal(schema, args[0] === 'check' ? 2 : 1);
    assert.not.match(error.message, /^error|^$/);
  });
});

test('a file called --json does not ask for JSON', async () => {
  await inScratch(async (folder) => {
    const { stdout } = await cppcAcpi(['build', '--nope', '--', '--json'], { cwd: folder });
    assert.is(stdout, '');
  });
});

cases('help COMMAND is COMMAND --help', [{ name: 'init' }, { name: 'help' }, { name: '' }], async ({ name }) => {
  await inScratch(async (folder) => {
    const words = name === '' ? [] : [name];
    const [help, same] = await Promise.all([
      cppcAcpi(['help', ...words], { cwd: folder }),
      cppcAcpi([...words, '--help'], { cwd: folder }),
    ]);
    assert.equal([help.status, help.stdout], [0, same.stdout]);
  });
});

test('help of a misspelled command suggests the right one', async () => {
  await inScratch(async (folder) => {
    const { stderr } = await cppcAcpi(['help', 'biuld'], { cwd: folder });
    assert.match(stderr, /^error: unknown command 'biuld'\n\(Did you mean build\?\)\n/);
  });
});

test('an unknown format is an error that lists the formats', async () => {
  await inScratch(async (folder) => {
    const { stderr } = await cppcAcpi(['build', 'good.toml', '--emit', 'aml,pdf'], { cwd: folder });
    assert.match(stderr, /--emit "pdf".*aml, asl/);
  });
});

test.run();
