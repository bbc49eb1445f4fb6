import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const WITHOUT_IASL = { PATH: '/nonexistent' };
const warned = join(FIXTURES, 'reject/resolve/all-equal.toml');
const wrong = join(FIXTURES, 'reject/cpc/level-order.toml');

test('build: the ranking and the next command on standard output, nothing on standard error', async () => {
  await inScratch(async (folder) => {
    const { stdout, stderr } = await cppcAcpi(['build', 'good.toml', '--iasl', 'off'], { cwd: folder });
    assert.is(stderr, '');
    assert.match(stdout, /^rank +core/m);
    assert.match(stdout, /^ +1 +0 +0 +236 /m);
    assert.match(stdout, '-acpitable file=good.aml');
  });
});

test('build: messages on standard error', async () => {
  await inScratch(async (folder) => {
    const { stdout, stderr } = await cppcAcpi(['build', wrong, '-o', folder], { cwd: folder });
    assert.is(stdout, '');
    assert.match(stderr, 'error[cpc/level-order]: nominal_perf (240) is above highest_perf (236)\n');
    assert.match(stderr, /\n1 error\n$/);
  });
});

test('build without iasl says that it skipped the round trip', async () => {
  await inScratch(async (folder) => {
    const { stdout, stderr } = await cppcAcpi(['build', 'good.toml'], { cwd: folder, env: WITHOUT_IASL });
    assert.match(stderr, 'note[iasl/skipped]');
    assert.match(stdout, 'Written:');
  });
});

test('-o - sends the text alone', async () => {
  await inScratch(async (folder) => {
    const { stdout } = await cppcAcpi(['build', 'good.toml', '--iasl', 'off', '-o', '-', '--emit', 'asl'], {
      cwd: folder,
    });
    assert.ok(stdout.startsWith('// Made by cppc-acpi'));
    assert.ok(stdout.endsWith('}\n'));
    await cppcAcpi(['build', 'good.toml', '--iasl', 'off', '--emit', 'asl', '-o', 'out'], { cwd: folder });
    const { stdout: again } = await cppcAcpi(['build', '-', '--iasl', 'off', '-o', '-', '--emit', 'asl'], {
      cwd: folder,
      input: readFileSync(join(folder, 'good.toml'), 'utf8'),
    });
    assert.is(again, stdout);
  });
});

interface JsonRow {
  readonly name: string;
  readonly args: readonly string[];
  readonly keys: readonly string[];
  readonly codes: readonly string[];
}

const jsonRows: readonly JsonRow[] = [
  {
    name: 'build',
    args: ['build', 'good.toml', '--iasl', 'off'],
    keys: ['schema', 'outputs', 'processors', 'diagnostics'],
    codes: [],
  },
  {
    name: 'build of nothing',
    args: ['build', 'none.toml'],
    keys: ['schema', 'outputs', 'diagnostics'],
    codes: ['cli/cannot-read'],
  },
  {
    name: 'build of a wrong spec',
    args: ['build', wrong],
    keys: ['schema', 'outputs', 'diagnostics'],
    codes: ['cpc/level-order'],
  },
  {
    name: 'build into nowhere',
    args: ['build', 'good.toml', '--iasl', 'off', '-o', 'good.toml/out'],
    keys: ['schema', 'outputs', 'processors', 'diagnostics'],
    codes: ['cli/cannot-write'],
  },
  { name: 'check', args: ['check', 'good.toml'], keys: ['schema', 'processors', 'guests', 'diagnostics'], codes: [] },
  {
    name: 'check with a warning',
    args: ['check', warned],
    keys: ['schema', 'processors', 'guests', 'diagnostics'],
    codes: ['resolve/all-equal'],
  },
  {
    name: 'check of a table',
    args: ['check', 'good.aml'],
    keys: ['schema', 'processors', 'guests', 'diagnostics'],
    codes: [],
  },
  {
    name: 'check of many',
    args: ['check', 'none.toml', wrong, warned],
    keys: ['schema', 'processors', 'guests', 'diagnostics'],
    codes: ['cli/cannot-read', 'cpc/level-order', 'resolve/all-equal'],
  },
  { name: 'preview', args: ['preview', 'good.toml'], keys: ['schema', 'processors', 'diagnostics'], codes: [] },
  {
    name: 'preview of a wrong spec',
    args: ['preview', wrong],
    keys: ['schema', 'processors', 'diagnostics'],
    codes: ['cpc/level-order'],
  },
  {
    name: 'verify of nothing',
    args: ['verify', 'none.aml'],
    keys: ['schema', 'ok', 'checks', 'diagnostics'],
    codes: ['cli/cannot-read'],
  },
];

interface JsonDiagnostic {
  readonly code: string;
  readonly place: Readonly<Record<string, unknown>> | null;
}

cases('--json gives one object', jsonRows, async ({ args, keys, codes }) => {
  await inScratch(async (folder) => {
    const { stdout, stderr } = await cppcAcpi([...args, '--json'], { cwd: folder });
    const object = JSON.parse(stdout) as Record<string, unknown>;
    assert.is(object['schema'], args[0] === 'check' ? 2 : 1);
    assert.equal(Object.keys(object).sort(), [...keys].sort());
    const diagnostics = object['diagnostics'] as readonly JsonDiagnostic[];
    assert.equal(
      diagnostics.map(({ code }) => code),
      codes,
    );
    for (const one of diagnostics) {
      assert.equal(Object.keys(one), ['code', 'severity', 'message', 'place', 'section', 'help']);
      if (one.place) assert.equal(Object.keys(one.place), ['file', 'line', 'column', 'key']);
    }
    assert.is(stderr, '');
  });
});

test('--json places a problem of a spec', async () => {
  const { stdout } = await cppcAcpi(['check', wrong, '--json'], { cwd: FIXTURES });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly JsonDiagnostic[] };
  assert.equal(diagnostics[0]?.place, { file: wrong, line: 13, column: 1, key: 'core.0.nominal_perf' });
});

test('--json places a problem of a table by its bytes', async () => {
  await inScratch(async (folder) => {
    const { stdout } = await cppcAcpi(['check', '-', '--json'], { cwd: folder, input: new Uint8Array(20) });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly JsonDiagnostic[] };
    for (const { place } of diagnostics) assert.is(place?.['file'], '<stdin>');
  });
});

const ESCAPE = '\u001b';

interface ColorRow {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly escapes: boolean;
}

const colorRows: readonly ColorRow[] = [
  { name: 'a pipe', args: [], escapes: false },
  { name: 'a pipe with NO_COLOR', args: [], env: { NO_COLOR: '1' }, escapes: false },
  { name: 'never', args: ['--color', 'never'], escapes: false },
  { name: 'always', args: ['--color', 'always'], escapes: true },
];

cases('colours', colorRows, async ({ args, env, escapes }) => {
  const { stderr, stdout } = await cppcAcpi(['check', wrong, ...args], { cwd: FIXTURES, ...(env && { env }) });
  assert.is((stdout + stderr).includes(ESCAPE), escapes);
  assert.match(stripVTControlCharacters(stderr), 'error[cpc/level-order]: nominal_perf (240)');
});

test('--json never has colours', async () => {
  const { stdout, stderr } = await cppcAcpi(['check', wrong, '--json', '--color', 'always'], { cwd: FIXTURES });
  assert.not.match(stdout + stderr, ESCAPE);
});

const BELL = '\u0007';

/** C0 and C1 controls and DEL, except the end of a line. */
function isControl(character: string): boolean {
  const code = character.charCodeAt(0);
  return character !== '\n' && (code < 0x20 || (code >= 0x7f && code < 0xa0));
}

const unprintable = [
  { name: 'a key', input: '[[core]]\n"\\u001b[2J\\u0007" = 1\n' },
  { name: 'a string', input: '[table]\noem_id = "\\u001b[2J\\u0007"\n' },
  { name: 'a string where a number belongs', input: '[table]\noem_revision = "\\u001b[2J\\u0007"\n' },
  { name: 'a word', input: '[guest]\nvariant = "\\u001b[2J\\u0007"\nmachine = "\\u009b2J\\u0007"\n' },
  {
    name: 'the name of a variant',
    input: '[[core]]\nhighest_perf = { "\\u001b[2J\\u0007" = 1 }\nnominal_perf = { b = 1 }\n',
  },
  { name: 'the text itself', input: `# ${ESCAPE}[2J${BELL}\n` },
];

cases('control characters do not reach the terminal', unprintable, async ({ input }) => {
  const { stdout, stderr } = await cppcAcpi(['check', '-'], { cwd: FIXTURES, input });
  assert.match(stderr, 'error[');
  assert.equal([...stdout, ...stderr].filter(isControl), []);
});

test.run();
