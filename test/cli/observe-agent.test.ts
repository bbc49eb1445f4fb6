// `observe --agent` and `--domain`: a made-up guest agent, and a made-up virsh.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, type Run } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { guestAgent, type MadeAgent } from '../support/guest-agent.js';

const REPORTS = join(FIXTURES, 'reject/scratch/reports');
const reportOf = (name: string) => readFileSync(join(REPORTS, name), 'utf8');

interface Row {
  readonly name: string;
  readonly agent: MadeAgent;
  readonly status: number;
  readonly ranked: boolean | null;
  readonly code?: string;
  readonly says?: RegExp;
}

// biome-ignore format: a row a line
const rows: readonly Row[] = [
  { name: 'Linux', agent: { output: reportOf('linux') }, status: 0, ranked: true },
  { name: 'Windows', agent: { osinfo: 'mswindows', output: reportOf('windows') }, status: 0, ranked: true },
  { name: 'no guest-get-osinfo', agent: { blocked: ['guest-get-osinfo'], output: reportOf('linux') }, status: 0, ranked: true },
  { name: 'a guest that does not rank', agent: { output: reportOf('linux-not-ranked') }, status: 0, ranked: false, code: 'observe/not-ranked' },
  { name: 'a guest that refused the table', agent: { output: reportOf('linux-refused') }, status: 1, ranked: false, code: 'observe/refused' },
  { name: 'guest-exec blocked in Windows', agent: { osinfo: 'mswindows', blocked: ['guest-exec'] }, status: 1, ranked: null, code: 'observe/agent-error', says: /does not run programs: Command guest-exec has been disabled/ },
  { name: 'guest-exec and files blocked', agent: { blocked: ['guest-exec', 'guest-file-open'] }, status: 1, ranked: null, code: 'observe/agent-error', says: /does not run programs/ },
  { name: 'no output', agent: { output: '' }, status: 1, ranked: null, code: 'observe/not-a-report' },
];

cases('--agent', rows, async ({ agent, status, ranked, code, says }) => {
  const run = await withAgent(agent, (socket) => ['--agent', socket]);
  const facts = JSON.parse(run.stdout) as { ranked: boolean | null; diagnostics: { code: string; message: string }[] };
  assert.equal([run.status, run.stderr, facts.ranked], [status, '', ranked]);
  const found = facts.diagnostics.find((one) => one.code === code);
  assert.is(found?.code, code);
  if (says) assert.match(found?.message ?? '', says);
});

test('where guest-exec is blocked, the files are read one by one', async () => {
  await inScratch(async (cwd) => {
    const root = join(cwd, 'guest');
    for (const part of reportOf('linux').split('\n==== ').slice(1)) {
      const [path = '', ...lines] = part.split('\n');
      if (!path.startsWith('/')) continue;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `${lines.join('\n')}\n`);
    }
    const run = await withAgent({ blocked: ['guest-exec'], root }, (socket) => ['--agent', socket]);
    const facts = JSON.parse(run.stdout) as Record<string, unknown>;
    assert.equal([run.status, facts['ranked'], facts['release']], [0, true, '6.12.48+deb13-amd64']);
  });
});

test('guest-exec runs the script of Linux', async () => {
  const run = await withAgent({}, (socket) => ['--agent', socket]);
  assert.is((JSON.parse(run.stdout) as { system: string }).system, 'linux');
});

test('no socket, and one that sends without end', async () => {
  await inScratch(async (cwd) => {
    const none = await cppcAcpi(['observe', 'good.toml', '--agent', 'none'], { cwd });
    assert.is(none.status, 1);
    assert.match(none.stderr, 'cannot connect to the socket of the guest agent: no such file or folder');
    const file = await cppcAcpi(['observe', 'good.toml', '--agent', 'good.toml'], { cwd });
    assert.match(file.stderr, 'cannot connect to the socket of the guest agent: it is not a socket');
    const long = await cppcAcpi(['observe', 'good.toml', '--agent', 'a'.repeat(108)], { cwd });
    assert.match(long.stderr, 'its path has 108 bytes, and at most 107 are possible');
    for (const option of ['--agent', '--domain']) {
      const empty = await cppcAcpi(['observe', 'good.toml', option, ''], { cwd });
      assert.equal([empty.status, empty.stderr.split('\n')[0]?.startsWith(`error: ${option} needs the `)], [2, true]);
    }
  });
  const line = await withAgent({ endless: 'a' }, (socket) => ['--agent', socket]);
  assert.match(line.stdout, /is longer than 12 MiB|this is no answer of a guest agent/);
  for (const endless of ['\n', '{"return":{}}\n', 'no JSON\n']) {
    const lines = await withAgent({ endless }, (socket) => ['--agent', socket]);
    assert.is(lines.status, 1);
    assert.match(lines.stdout, /"observe\/(?:no-agent|agent-error)"/);
  }
});

// biome-ignore format: a row a line
const ofVirsh = [
  { name: 'no such domain', says: 'error: failed to get domain \'-win\'', found: /libvirt has no such domain/ },
  { name: 'no agent', says: 'error: Guest agent is not responding: QEMU guest agent is not connected', found: /does not answer/ },
  { name: 'not running', says: 'error: Requested operation is not valid: domain is not running', found: /does not answer/ },
  { name: 'a blocked command', says: "error: internal error: unable to execute QEMU agent command 'guest-exec': Command guest-exec has been disabled", found: /does not run programs/ },
] as const;

cases('--domain', ofVirsh, async ({ says, found }) => {
  const run = await withVirsh(`echo "${says.replaceAll('"', '\\"')}" >&2; exit 1`);
  assert.is(run.status, 1);
  assert.match(run.stderr, found);
});

test('--domain: a name that begins with a dash is a name, and the report is read', async () => {
  const report = Buffer.from(reportOf('linux')).toString('base64');
  const run = await withVirsh(`
case "$*" in *'--domain=-win'*) ;; *) echo "error: $*" >&2; exit 1 ;; esac
case "$*" in
*guest-get-osinfo*) echo '{"return":{"id":"debian"}}' ;;
*guest-exec-status*) echo '{"return":{"exited":true,"exitcode":0,"out-data":"${report}"}}' ;;
*guest-exec*) echo '{"return":{"pid":7}}' ;;
*' vcpuinfo '*) echo 'error: not supported' >&2; exit 1 ;;
*' vcpupin '*) echo ' VCPU   CPU Affinity'; echo ' 0      8'; echo ' 1      9' ;;
esac`);
  assert.equal([run.status, run.stderr], [0, '']);
  assert.match(run.stdout, 'OK: the guest reads the values of the spec, and its scheduler prefers better cores.');
  assert.match(run.stdout, 'Each vCPU stays on its host threads.');
});

test('without virsh', async () => {
  await inScratch(async (cwd) => {
    const run = await cppcAcpi(['observe', 'good.toml', '--domain', 'x'], { cwd, env: { PATH: cwd } });
    assert.is(run.status, 1);
    assert.match(run.stderr, 'virsh is not in PATH');
  });
});

async function withAgent(agent: MadeAgent, args: (socket: string) => readonly string[]): Promise<Run> {
  let run: Run | undefined;
  await inScratch(async (cwd) => {
    const server = await guestAgent(join(cwd, 'qga.sock'), agent);
    run = await cppcAcpi(['observe', 'good.toml', '--json', ...args('qga.sock')], { cwd });
    server.close();
  });
  if (!run) throw new Error('it did not run');
  return run;
}

async function withVirsh(script: string): Promise<Run> {
  let run: Run | undefined;
  await inScratch(async (cwd) => {
    mkdirSync(join(cwd, 'bin'));
    writeFileSync(join(cwd, 'bin/virsh'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const args = ['observe', 'pinned.toml', '--domain', '-win', '--connect', 'qemu:///system'];
    run = await cppcAcpi(args, { cwd, env: { PATH: `${join(cwd, 'bin')}:/usr/bin:/bin` } });
  });
  if (!run) throw new Error('it did not run');
  return run;
}

test.run();
