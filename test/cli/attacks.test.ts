// Attacks by those who can write to a folder, or choose the name or text of a file. Each row is one attack, made in an
// empty folder with a good spec `s.toml`.

import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, MAIN, type Run } from '../support/command-line.js';

const SPEC = `[guest]
machine = "qemu"
[registers]
layout = "constant"
[defaults]
nominal_perf = 100
lowest_nonlinear_perf = 50
lowest_perf = 10
[[core]]
highest_perf = 200
[[core]]
highest_perf = 150
`;

const BUILD = ['build', 's.toml', '-o', 'out', '--emit', 'aml', '--iasl', 'off'];

interface Attack {
  readonly name: string;
  /** Shell commands that prepare the folder; `out` exists. */
  readonly plant?: string;
  readonly prepare?: (folder: string) => void;
  /** The command line; default: build into `out`. */
  readonly args?: readonly string[];
  /** Runs the command line in a shell that has planted something under its own process id. */
  readonly inShell?: boolean;
  readonly status: number;
  readonly check?: (folder: string, run: Run) => void;
}

const read = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');
const isTable = (folder: string) => assert.match(read(folder, 'out/s.aml'), /^SSDT/);

/** No control character but line ends, and no mark that reorders text. */
function isClean(_: string, { stdout, stderr }: Run): void {
  for (const text of [stdout, stderr]) assert.not.match(text, /[^\P{Cc}\n]|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
}

const OVER_HEADER = 3 * 1024 ** 3;

const WRITING: readonly Attack[] = [
  {
    name: 'a link under a name that the process id gives away',
    plant: 'echo SECRET >victim; ln -s ../victim out/.s.aml.$$.tmp',
    inShell: true,
    status: 0,
    check: (folder) => assert.is(read(folder, 'victim'), 'SECRET\n'),
  },
  {
    name: 'a writable file of another user under that name',
    plant: 'touch out/.s.aml.$$.tmp; chmod 666 out/.s.aml.$$.tmp',
    inShell: true,
    status: 0,
    check: (folder) => assert.is(statSync(join(folder, 'out/s.aml')).mode & 0o022, 0),
  },
  { name: 'a pipe under that name', plant: 'mkfifo out/.s.aml.$$.tmp', inShell: true, status: 0, check: isTable },
  {
    name: 'a link in place of an output',
    plant: 'echo SECRET >victim; ln -s ../victim out/s.aml',
    status: 0,
    check: (folder) => {
      assert.is(read(folder, 'victim'), 'SECRET\n');
      isTable(folder);
    },
  },
  { name: 'a pipe in place of an output', plant: 'mkfifo out/s.aml', status: 0, check: isTable },
  {
    name: 'a link to /dev/full in place of an output',
    plant: 'ln -s /dev/full out/s.aml',
    status: 0,
    check: isTable,
  },
  {
    name: 'nothing is left behind',
    status: 0,
    check: (folder) => assert.equal(readdirSync(join(folder, 'out')), ['s.aml']),
  },
];

const LOOKING: readonly Attack[] = [
  { name: '--check: a pipe', plant: 'mkfifo out/s.aml', args: [...BUILD, '--check'], status: 1 },
  { name: '--check: a device', plant: 'ln -s /dev/zero out/s.aml', args: [...BUILD, '--check'], status: 1 },
  {
    name: '--check: a file of 3 GiB',
    prepare: (folder) => sparse(join(folder, 'out/s.aml'), OVER_HEADER),
    args: [...BUILD, '--check'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/output-stale'),
  },
  {
    name: 'a later part of 3 GiB',
    prepare: (folder) => sparse(join(folder, 'out/s-2.aml'), OVER_HEADER),
    status: 0,
    check: (folder) => {
      isTable(folder);
      assert.is(statSync(join(folder, 'out/s-2.aml')).size, OVER_HEADER);
    },
  },
  {
    name: 'a pipe as a later part',
    plant: 'mkfifo out/s-2.aml',
    status: 0,
    check: isTable,
  },
  {
    name: 'a folder of 150 files of 16 MiB',
    prepare: (folder) => {
      mkdirSync(join(folder, 'big'));
      for (let i = 0; i < 150; i++) sparse(join(folder, 'big', String(i)), 16 * 1024 ** 2);
    },
    args: ['inspect', 'big'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/empty-folder'),
  },
];

const ESCAPES = '\u001b]0;own\u0007\u001b[2J';
const BIDI = 'a\u202Eb\u2066c\u200Fd';

const NAMES: readonly Attack[] = [
  {
    name: 'a command in the name of a spec, in the next command',
    prepare: (folder) =>
      writeFileSync(
        join(folder, 'x$(touch PWNED);id #.toml'),
        SPEC.replace('"qemu"', '"cloud-hypervisor"').replace(/\[\[core\]\]\nhighest_perf = 150\n/, ''),
      ),
    args: ['build', 'x$(touch PWNED);id #.toml', '-o', 'out', '--emit', 'aml,initrd', '--iasl', 'off'],
    status: 0,
    check: (_, { stdout }) => assert.match(stdout, "> 'initrd-x$(touch PWNED);id #.img'"),
  },
  {
    name: 'escapes in the name of a table in a folder',
    plant: '',
    prepare: (folder) => {
      mkdirSync(join(folder, 'tables'));
      writeFileSync(join(folder, 'tables', `a${ESCAPES}.aml`), 'SSDT\0\0\0\0');
    },
    args: ['inspect', 'tables'],
    status: 1,
    check: isClean,
  },
  {
    name: 'escapes in the name of a spec that is built',
    prepare: (folder) => renameSync(join(folder, 's.toml'), join(folder, `s${ESCAPES}.toml`)),
    args: ['build', `s${ESCAPES}.toml`, '-o', 'out', '--emit', 'aml', '--iasl', 'off'],
    status: 0,
    check: isClean,
  },
  {
    name: 'escapes in that name, for QEMU',
    prepare: (folder) => renameSync(join(folder, 's.toml'), join(folder, `s${ESCAPES}.toml`)),
    args: ['build', `s${ESCAPES}.toml`, '-o', 'out', '--emit', 'qemu', '--iasl', 'off'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'emit/unavailable'),
  },
  {
    name: 'a line end and a diagnostic in the name of a missing file',
    args: ['check', 'no\u001b[31m\nerror[x]: fake.toml'],
    status: 1,
    check: (folder, run) => {
      isClean(folder, run);
      assert.not.match(run.stderr, /^error\[x\]/m);
    },
  },
  {
    name: 'marks that reorder text in a key',
    prepare: (folder) => writeFileSync(join(folder, 's.toml'), `"${BIDI}" = 1\n${SPEC}`),
    args: ['check', 's.toml'],
    status: 1,
    check: isClean,
  },
  {
    name: 'C1 controls and such marks in an argument of a domain',
    prepare: (folder) =>
      writeFileSync(
        join(folder, 'dom.xml'),
        `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>d</name><memory>1</memory><vcpu>2</vcpu><os><type machine='q35'>hvm</type></os>
  <qemu:commandline>
    <qemu:arg value='-acpitable'/>
    <qemu:arg value='file=/v/\u009b31m${BIDI}/s.aml'/>
  </qemu:commandline>
</domain>
`,
      ),
    args: ['libvirt', 's.toml', '--domain', 'dom.xml', '-o', 'out.xml', '--table-path', '/var/lib/libvirt/acpi'],
    status: 0,
    check: isClean,
  },
  {
    name: 'an escape in --color always',
    prepare: (folder) => writeFileSync(join(folder, 's.toml'), `"\\u001b[2J" = 1\n${SPEC}`),
    args: ['check', 's.toml', '--color', 'always'],
    status: 1,
    check: (_, { stderr }) => {
      for (const part of stderr.split('\u001b').slice(1)) assert.match(part, /^\[[\d;]+m/);
    },
  },
];

cases('attack', [...WRITING, ...LOOKING, ...NAMES], attack);

async function attack({ plant = '', prepare, args = BUILD, inShell = false, status, check }: Attack): Promise<void> {
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 's.toml'), SPEC);
    mkdirSync(join(folder, 'out'));
    prepare?.(folder);
    if (!inShell && plant !== '') await execa('sh', ['-c', plant], { cwd: folder });
    const run = inShell
      ? await inShellOf(folder, plant, args)
      : await cppcAcpi(args, { cwd: folder, timeoutMs: 15_000 });
    assert.is(run.status, status, run.stderr);
    check?.(folder, run);
  });
}

/** The shell plants what it knows by its process id, and then becomes the program. */
async function inShellOf(cwd: string, plant: string, args: readonly string[]): Promise<Run> {
  const script = `${plant}; exec "$0" "$@"`;
  const { exitCode, stdout, stderr } = await execa('sh', ['-c', script, process.execPath, MAIN, ...args], {
    ...{ cwd, reject: false, timeout: 15_000, killSignal: 'SIGKILL' as const },
  });
  return { status: exitCode, stdout, stderr };
}

function sparse(path: string, size: number): void {
  writeFileSync(path, '');
  truncateSync(path, size);
}

test.run();
