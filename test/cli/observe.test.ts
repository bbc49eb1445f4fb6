// `observe`: the reports of guests from files and pipes, its scripts, and what it does not read.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, type Run } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const observe = async (args: readonly string[], input?: string): Promise<Run> => {
  let run: Run | undefined;
  await inScratch(async (cwd) => {
    run = await cppcAcpi(['observe', ...args], { cwd, ...(input !== undefined && { input }) });
  });
  if (!run) throw new Error('it did not run');
  return run;
};

test('a Linux guest that ranks', async () => {
  const { status, stdout, stderr } = await observe(['good.toml', 'reports/linux']);
  assert.equal([status, stderr], [0, '']);
  assert.is(
    stdout,
    `Linux 6.12.48+deb13-amd64 with 2 vCPUs:

vCPU  core  highest  ranking
   0     0      236      236
   1     1      166      166

On every vCPU: nominal 131, lowest_nonlinear 40, lowest 15, nominal_freq 3800,
lowest_freq 400.

driver  amd-pstate
ITMT    on: the scheduler prefers better cores

OK: the guest reads the values of the spec, and its scheduler prefers better cores.
`,
  );
});

test('a Windows guest that took the table', async () => {
  const { status, stdout, stderr } = await observe(['good.toml', 'reports/windows']);
  assert.equal([status, stderr], [0, '']);
  assert.is(
    stdout,
    `Windows 11 Pro 10.0.26100.4652, booted at 2096-10-02 07:06 UTC, with 2 processors:

vCPU  group  maximum     spec   MHz  state type
   0    0:0    180 %  180.2 %  3800  cppc
   1    0:1    127 %  126.7 %  3800  cppc

driver                amdppm
AllowGuestPerfStates  1
hypervisor            present

OK: Windows took the table. Which cores it prefers was not watched.
`,
  );
});

// biome-ignore format: a row a line
const reports = [
  { report: 'linux', status: 0, ok: true, ranked: true, because: [], system: 'linux' },
  { report: 'windows', status: 0, ok: true, ranked: true, because: [], system: 'windows' },
  { report: 'linux-not-ranked', status: 0, ok: true, ranked: false, because: ['observe/not-ranked'], system: 'linux' },
  { report: 'windows-none', status: 1, ok: false, ranked: false, because: ['observe/no-cpc'], system: 'windows' },
  { report: 'linux-other-values', status: 1, ok: false, ranked: null, because: ['observe/value-differs'], system: 'linux' },
  { report: 'no-report', status: 1, ok: false, ranked: null, because: [], system: null },
] as const;

cases(
  '--json',
  reports.map((row) => ({ name: row.report, ...row })),
  async ({ report, status, ok, ranked, because, system }) => {
    const run = await observe(['good.toml', `reports/${report}`, '--json']);
    const facts = JSON.parse(run.stdout) as Record<string, unknown>;
    assert.equal([run.status, run.stderr], [status, '']);
    const { schema } = facts;
    assert.equal(
      [schema, facts['ok'], facts['ranked'], facts['because'], facts['system']],
      [2, ok, ranked, because, system],
    );
  },
);

// biome-ignore format: a row a line
const logged = [
  { name: 'windows-cppc-taken', status: 0, ok: true, ranked: true, codes: [] },
  { name: 'windows-state-type-none', status: 1, ok: false, ranked: false, codes: ['observe/no-cpc'] },
  { name: 'windows-older-boot-mixed-in', status: 1, ok: false, ranked: false, codes: ['observe/no-cpc', 'observe/older-boot'] },
] as const;

cases('events as wevtutil prints them', logged, async ({ name, status, ok, ranked, codes }) => {
  const spec = join(FIXTURES, 'audit/amd-recommended.toml');
  const run = await observe([spec, join(FIXTURES, 'guest-reports', `${name}.xml`), '--json']);
  const facts = JSON.parse(run.stdout) as Record<string, unknown> & { diagnostics: { code: string }[] };
  assert.equal([run.status, facts['ok'], facts['ranked'], facts['system']], [status, ok, ranked, 'windows']);
  assert.is((facts['processors'] as unknown[]).length, 4);
  // The file of the spec is newer than these boots.
  const found = facts.diagnostics.map(({ code }) => code).filter((code) => code !== 'observe/not-restarted');
  assert.equal(found, codes);
});

// biome-ignore format: a row a line
const usage = [
  { name: 'nothing', args: [], says: /give a SPEC and a REPORT, or --script/ },
  { name: 'no report', args: ['good.toml'], says: /give the REPORT of the guest/ },
  { name: 'a script with a spec', args: ['good.toml', '--script', 'linux'], says: /give no SPEC and no guest with it/ },
  { name: 'both from standard input', args: ['-', '-'], says: /only one of SPEC and REPORT/ },
  { name: 'another system', args: ['--script', 'macos'], says: /Allowed choices are linux, windows/ },
] as const;

cases('usage', usage, async ({ args, says }) => {
  const { status, stderr } = await observe(args);
  assert.is(status, 2);
  assert.match(stderr, says);
});

test('the script of Linux runs in sh and busybox, and its output is a report', async () => {
  const { stdout: script } = await observe(['--script', 'linux']);
  for (const shell of [['sh'], ['busybox', 'sh']]) {
    const [program = '', ...args] = shell;
    const { stdout, stderr } = await execa(program, [...args, '-s'], { input: script });
    assert.is(stderr, '');
    const run = await observe(['good.toml', '-', '--json'], `${stdout}\n`);
    const { system, diagnostics } = JSON.parse(run.stdout) as { system: string; diagnostics: { code: string }[] };
    assert.is(system, 'linux');
    assert.not.ok(diagnostics.some(({ code }) => code === 'observe/cut'));
  }
});

test('the script of Windows has what the report needs, and every bracket closes', async () => {
  const { stdout } = await observe(['--script', 'windows']);
  const code = stdout.replace(/^#.*$/gm, '').replace(/'[^']*'/g, "''");
  for (const [open, close] of ['()', '{}', '[]']) {
    const count = (sign: string | undefined) => code.split(sign ?? '').length;
    assert.is(count(open), count(close), `${open}${close}`);
  }
  assert.ok(stdout.split('\n').length < 40);
  assert.not.match(stdout, /[^\n\x20-\x7e]/);
  assert.not.match(code, /Set-|Remove-|New-|Out-File|Invoke-/);
});

test('10 MiB, escape sequences and a name with them', async () => {
  await inScratch(async (cwd) => {
    mkdirSync(join(cwd, 'hostile'));
    writeFileSync(join(cwd, 'hostile/long'), 'a'.repeat(10 * 1024 * 1024));
    const long = await cppcAcpi(['observe', 'good.toml', 'hostile/long'], { cwd });
    assert.is(long.status, 1);
    assert.match(long.stderr, 'cli/too-large');
    const windows = readFileSync(join(cwd, 'reports/windows'), 'utf8');
    writeFileSync(join(cwd, 'hostile/escapes'), windows.replace('Windows 11 Pro', '\u001b[2J\u0007\u202eWindows'));
    const escapes = await cppcAcpi(['observe', 'good.toml', 'hostile/escapes'], { cwd });
    assert.is(escapes.status, 0);
    assert.match(escapes.stdout, '?[2J??Windows');
    assert.ok(!/\p{Cc}/u.test(escapes.stdout.replaceAll('\n', '')) && !escapes.stdout.includes('\u202e'));
  });
});

test.run();
