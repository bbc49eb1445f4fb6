import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const GOOD = readFileSync(join(FIXTURES, 'reject/scratch/good.toml'), 'utf8');

/** What a Node process prints when it lost its way. */
const TRACE = /^\s+at .*:\d+:\d+|node:internal|this is a bug of ours/m;

interface HostileRow {
  readonly name: string;
  readonly input: string | Uint8Array;
  readonly code: string;
}

/** Bytes that look like nothing, the same in every run. */
function garbage(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state & 0xff;
  });
}

const hostile: readonly HostileRow[] = [
  { name: 'nothing', input: '', code: 'cli/empty-input' },
  { name: 'a byte order mark alone', input: '\uFEFF', code: 'spec/no-core' },
  { name: '10,000 nested arrays', input: `a = ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`, code: 'spec/too-many' },
  { name: '10,000 arrays left open', input: `a = ${'['.repeat(10_000)}`, code: 'spec/too-many' },
  { name: '10,000 dots', input: `a${'.a'.repeat(10_000)} = 1\n`, code: 'spec/' },
  { name: '10,000 nested tables', input: `[core${'.a'.repeat(10_000)}]\n`, code: 'spec/' },
  { name: '__proto__ as a table', input: `[__proto__]\na = 1\n${GOOD}`, code: 'spec/unknown-key' },
  { name: '__proto__ in a core', input: `${GOOD}__proto__ = 1\n`, code: 'spec/unknown-key' },
  {
    name: 'names of every object',
    input: `${GOOD}toString = 1\nconstructor = 2\nhasOwnProperty = 3\n`,
    code: 'spec/unknown-key',
  },
  { name: 'a cpuset of 4 billion', input: `${GOOD}host_threads = "0-4294967295"\n`, code: 'spec/bad-cpuset' },
  { name: 'a count of 2^64-1', input: `${GOOD}count = 18446744073709551615\n`, code: 'spec/out-of-range' },
  { name: 'an integer of 10,000 digits', input: `${GOOD}domain = ${'9'.repeat(10_000)}\n`, code: 'spec/' },
  {
    name: 'a string of 60,000 characters where a number belongs',
    input: `${GOOD}domain = "${'9'.repeat(60_000)}"\n`,
    code: 'spec/wrong-type',
  },
  { name: 'a key of 60,000 letters', input: `${GOOD}${'k'.repeat(60_000)} = 1\n`, code: 'spec/unknown-key' },
  { name: 'a key of 100,000 letters', input: `${GOOD}${'k'.repeat(100_000)} = 1\n`, code: 'spec/too-many' },
  { name: 'zeros', input: new Uint8Array(4096), code: '' },
  { name: 'garbage', input: garbage(4096), code: '' },
  {
    name: 'garbage behind the signature of a table',
    input: Buffer.concat([Buffer.from('SSDT'), garbage(4096)]),
    code: '',
  },
];

const COMMANDS = ['build', 'check', 'preview', 'verify'];

cases('hostile input', hostile, async ({ input, code }) => {
  await inScratch(async (folder) => {
    const before = readdirSync(folder);
    await Promise.all(COMMANDS.map((command) => refuses(command, { folder, input, code })));
    assert.equal(readdirSync(folder), before);
  });
});

interface Hostile extends Pick<HostileRow, 'input' | 'code'> {
  readonly folder: string;
}

async function refuses(command: string, { folder, input, code }: Hostile): Promise<void> {
  const { status, stderr } = await cppcAcpi([command, '-'], { cwd: folder, input });
  assert.is(status, 1, `${command}: ${stderr.slice(0, 2_000)}`);
  assert.match(stderr, `error[${code}`);
  assert.not.match(stderr, TRACE);
  assert.ok(stderr.length < 20_000, `${command}: ${stderr.length} characters of messages`);
}

const paths = [
  { name: 'a folder', path: '.', code: 'cli/cannot-read' },
  { name: 'nothing there', path: 'none.toml', code: 'cli/cannot-read' },
  { name: 'below a file', path: 'good.toml/x.toml', code: 'cli/cannot-read' },
  { name: 'no end', path: '/dev/zero', code: 'cli/too-large' },
  { name: 'a name that is not UTF-8', path: '\uFFFD.toml', code: 'cli/cannot-read' },
  { name: 'an empty device', path: '/dev/null', code: 'spec/no-core' },
];

cases('rejects paths that are not a spec', paths, async ({ path, code }) => {
  await inScratch(async (folder) => {
    const { status, stderr } = await cppcAcpi(['build', path, '-o', 'out'], { cwd: folder });
    assert.is(status, 1);
    assert.match(stderr, `error[${code}]`);
    assert.not.match(stderr, TRACE);
    assert.not.ok(readdirSync(folder).includes('out'));
  });
});

const INIT = ['init', '--sysfs', 'sys', '--domain'];
const LIBVIRT = ['libvirt', 'good.toml', '--domain'];
const SPEC_IS_WANTED = /TOML|a spec(?! or)/;

const kinds: readonly { name: string; args: readonly string[]; says: RegExp; never: RegExp }[] = [
  { name: 'no spec', args: ['build', 'none.toml'], says: /help: name a spec, or/, never: /table|domain/ },
  { name: 'neither', args: ['check', 'none.toml'], says: /help: name a spec or a table,/, never: /domain/ },
  { name: 'no table', args: ['inspect', 'none.aml'], says: /help: name a table, or/, never: /spec|domain/ },
  { name: 'no domain', args: [...INIT, 'none.xml'], says: /help: name .*virsh dumpxml NAME/, never: SPEC_IS_WANTED },
  { name: 'no domain, libvirt', args: [...LIBVIRT, 'none.xml'], says: /virsh dumpxml NAME/, never: SPEC_IS_WANTED },
  {
    name: 'a domain in Latin-1',
    args: [...INIT, 'latin-1.xml'],
    says: /help: save the file as UTF-8$/m,
    never: SPEC_IS_WANTED,
  },
  {
    name: 'a domain in UTF-16',
    args: [...LIBVIRT, 'utf-16.xml'],
    says: /the file is UTF-16 text; a domain must be UTF-8\n.*\n {2}help: save the domain as UTF-8.*`iconv -f UTF-16 /,
    never: SPEC_IS_WANTED,
  },
  {
    name: 'a spec in UTF-16',
    args: ['check', 'utf-16.xml'],
    says: /the file is UTF-16 text; a spec must be UTF-8/,
    never: /domain/,
  },
  { name: 'a table as a domain', args: [...LIBVIRT, 'good.aml'], says: /table, not a domain/, never: SPEC_IS_WANTED },
  { name: 'a domain without end', args: [...LIBVIRT, '/dev/zero'], says: /limit for a domain/, never: SPEC_IS_WANTED },
];

cases('help names the kind of file that is needed', kinds, async ({ args, says, never }) => {
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 'latin-1.xml'), Buffer.from('<domain><name>K\xfche</name></domain>', 'latin1'));
    writeFileSync(join(folder, 'utf-16.xml'), Buffer.from('\uFEFF<domain><name>x</name></domain>', 'utf16le'));
    const { status, stderr } = await cppcAcpi(args, { cwd: folder });
    assert.is(status, 1);
    assert.match(stderr, says);
    assert.not.match(stderr, never);
  });
});

test('a domain or a VM in UTF-16 is read, with and without a byte order mark', async () => {
  await inScratch(async (folder) => {
    const domain = "<domain type='kvm'><vcpu>2</vcpu></domain>";
    for (const [text, swap] of [
      [`\uFEFF${domain}`, false],
      [domain, false],
      [`\uFEFF${domain}`, true],
      [domain, true],
      ['\uFEFFcores: 2\r\nostype: win11\r\n', false],
    ] as const) {
      const bytes = Buffer.from(text, 'utf16le');
      writeFileSync(join(folder, 'vm'), swap ? bytes.swap16() : bytes);
      for (const args of [
        ['audit', 'vm'],
        [...INIT, 'vm'],
      ]) {
        const { status, stdout, stderr } = await cppcAcpi(args, { cwd: folder });
        assert.is(status, 0, stderr);
        assert.match(stdout, args.length === 2 ? /^vCPUs: 2$/m : /^\[\[core\]\]/m);
      }
    }
  });
});

const good = [
  { name: 'as it is', text: GOOD },
  { name: 'with a comment of 4 MB', text: `# ${'x'.repeat(4_000_000)}\n${GOOD}` },
  { name: 'with a byte order mark', text: `\uFEFF${GOOD}` },
  { name: 'with CR LF', text: GOOD.replaceAll('\n', '\r\n') },
  { name: 'without a line end at its end', text: GOOD.trimEnd() },
];

cases('a good spec', good, async ({ text }) => {
  await inScratch(async (folder) => {
    const run = await cppcAcpi(['build', '-', '--iasl', 'off'], { cwd: folder, input: text });
    assert.is(run.status, 0, run.stderr.slice(0, 2_000));
    const made = readFileSync(join(folder, 'ssdt.aml'));
    assert.is(Buffer.compare(made, readFileSync(join(folder, 'good.aml'))), 0);
  });
});

test('a byte order mark moves no column', async () => {
  await inScratch(async (folder) => {
    const { stderr } = await cppcAcpi(['check', '-'], { cwd: folder, input: '\uFEFFtabel = 1\n[[core]]\n' });
    assert.match(stderr, '<stdin>:1:1   tabel');
  });
});

const EIGHT_MISTAKES = `[table]
oem_id       = "PROJECT"
oem_revison  = 2

[guest]
threads_per_core = "2"

[registers]
layout    = "constant"
addrspace = 2

[defaults]
nominal_perf          = 131
lowest_nonlinear_perf = 40
lowest_perf           = 0

[[core]]
highest_perf = 130
nominal_perf = 131
vcpus        = [0]
path         = ['\\_sb.c000']

[[core]]
highest_perf = 236
vcpus        = [0]
domain       = -1
`;

const mistakes = [
  { code: 'spec/bad-text', line: 2, column: 1 },
  { code: 'spec/unknown-key', line: 3, column: 1 },
  { code: 'spec/wrong-type', line: 6, column: 1 },
  { code: 'resolve/key-of-other-layout', line: 10, column: 1 },
  { code: 'cpc/level-zero', line: 15, column: 1 },
  { code: 'cpc/level-order', line: 19, column: 1 },
  { code: 'spec/bad-path', line: 21, column: 17 },
  { code: 'resolve/vcpu-twice', line: 25, column: 1 },
  { code: 'spec/out-of-range', line: 26, column: 1 },
];

test('eight mistakes of shape and of meaning are shown in one run', async () => {
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 'eight.toml'), EIGHT_MISTAKES);
    const run = await cppcAcpi(['build', 'eight.toml', '-o', 'out', '--emit', 'all', '--json'], { cwd: folder });
    assert.is(run.status, 1);
    const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { code: string; place: object }[] };
    const found = diagnostics.map(({ code, place }) => ({ code, place }));
    for (const { code, line, column } of mistakes) {
      const hit = found.find((one) => one.code === code && 'line' in one.place && one.place.line === line);
      assert.ok(hit, `${code} in line ${line} is not among ${JSON.stringify(found)}`);
      assert.is((hit.place as { column?: number }).column, column, code);
    }
    const text = await cppcAcpi(['build', 'eight.toml', '-o', 'out'], { cwd: folder });
    for (const { code, line, column } of mistakes) {
      assert.match(text.stderr, `error[${code}]: `);
      assert.match(text.stderr, ` --> eight.toml:${line}:${column} `);
    }
    assert.not.ok(readdirSync(folder).includes('out'));
  });
});

test.run();
