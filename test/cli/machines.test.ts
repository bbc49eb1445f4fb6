// Several files are the tables of one machine; archives, compressed files, and files that only root may read.

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { newcArchive } from '../../src/emit/newc.js';
import { cpc, device, name, tableWith } from '../firmware/packages.js';
import { cases } from '../support/cases.js';
import { inScratch, MAIN } from '../support/command-line.js';
import { inProcess } from '../support/in-process.js';

/** A DSDT whose processor has its `_CPC` in an SSDT. */
const DSDT = tableWith('DSDT', [device('\\C000')]);
const SSDT = tableWith('SSDT', [name('\\C000._CPC', cpc())]);
const OTHER = tableWith('SSDT', [name('\\C001._CPC', cpc())]);
const FACP = tableWith('FACP', []);
const RSDP = Buffer.concat([Buffer.from('RSD PTR \0CPPC  \x02'), new Uint8Array(20)]);

/** Runs in a folder with these files. */
async function run(files: Readonly<Record<string, Uint8Array>>, args: readonly string[]) {
  let result = { status: 0 as number | undefined, stdout: '', stderr: '' };
  await inScratch(async (folder) => {
    for (const [file, bytes] of Object.entries(files)) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), bytes);
    }
    result = await inProcess(args, folder);
  });
  return result;
}

const DAT = { 'dsdt.dat': DSDT, 'facp.dat': FACP, 'rsdp.dat': RSDP, 'ssdt1.dat': SSDT };

interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly args: readonly string[];
  readonly about: string;
}

cases<Row>(
  'check: what is a machine',
  [
    {
      name: 'the files of acpixtract',
      files: DAT,
      args: Object.keys(DAT),
      about: 'dsdt.dat and 3 more, 1 _CPC package: no problems found',
    },
    {
      name: 'one file with all tables and the RSDP',
      files: { all: Buffer.concat([RSDP, DSDT, FACP, SSDT]) },
      args: ['all'],
      about: 'all, 1 _CPC package: no problems found',
    },
    {
      name: 'an archive',
      files: { 'x.cpio': newcArchive([{ path: 'kernel/firmware/acpi/t0.aml', content: SSDT }]) },
      args: ['x.cpio'],
      about: 'x.cpio:t0.aml, 1 _CPC package: no problems found',
    },
    {
      name: 'a folder with such a file',
      files: { 'tables/all': Buffer.concat([FACP, DSDT, SSDT]) },
      args: ['tables'],
      about: 'tables, 1 _CPC package: no problems found',
    },
  ],
  async ({ files, args, about }) => {
    const { status, stdout, stderr } = await run(files, ['check', ...args]);
    assert.is(stderr, '');
    assert.match(stdout, about);
    assert.is(status, 0);
  },
);

test('check: the dumps of two machines are two machines', async () => {
  const [a, b] = [Buffer.concat([DSDT, SSDT]), Buffer.concat([DSDT, OTHER])];
  const { stdout, stderr } = await run({ a, b }, ['check', 'a', 'b']);
  assert.is(stderr, '');
  assert.match(stdout, /^a, 1 _CPC package: no problems found$/m);
  assert.match(stdout, /^b, 1 _CPC package: no problems found$/m);
});

test('check: a spec beside tables is checked alone', async () => {
  const { stdout } = await run(DAT, ['check', 'dsdt.dat', 'good.toml', 'ssdt1.dat']);
  assert.match(stdout, /^dsdt\.dat and 1 more, 1 _CPC package: no problems found$/m);
  assert.match(stdout, /good\.toml/);
});

test('decompile and inspect: several files are one machine', async () => {
  const spec = await run(DAT, ['decompile', ...Object.keys(DAT)]);
  assert.match(spec.stdout, /^# The _CPC of 1 processor /);
  const shown = await run(DAT, ['inspect', ...Object.keys(DAT)]);
  assert.match(shown.stdout, /ssdt1\.dat: SSDT/);
  assert.is(shown.stderr, '');
});

test('diff: an archive and its table are equal', async () => {
  const archive = newcArchive([{ path: 'kernel/firmware/acpi/t0.aml', content: SSDT }]);
  const { status, stdout } = await run({ 'x.cpio': archive, 'x.aml': SSDT }, ['diff', 'x.cpio', 'x.aml']);
  assert.is(stdout, 'equal: 1 processor\n');
  assert.is(status, 0);
});

test('check: a folder of compressed tables, and an archive without tables', async () => {
  const gzip = await run({ 'tables/DSDT.gz': Uint8Array.of(0x1f, 0x8b, 8) }, ['check', 'tables']);
  assert.match(gzip.stderr, /error\[firmware\/compressed\]: this file is compressed with gzip\n --> tables\/DSDT\.gz/);
  const other = await run({ 'x.cpio': newcArchive([{ path: 'bin/sh', content: SSDT }]) }, ['check', 'x.cpio']);
  assert.match(other.stderr, /error\[firmware\/no-table\]/);
});

test('inspect: numbered tables in the order of their numbers, as shells do not give them', async () => {
  const names = ['dsdt.dat', 'ssdt1.dat', 'ssdt10.dat', 'ssdt2.dat'];
  const files = Object.fromEntries(names.map((file) => [file, file === 'dsdt.dat' ? DSDT : tableWith('SSDT', [])]));
  const { stdout } = await run({ ...files, 'ssdt2.dat': SSDT }, ['inspect', ...names]);
  assert.equal(
    stdout.match(/^ +\w+\.dat(?=:)/gm)?.map((name) => name.trim()),
    ['dsdt.dat', 'ssdt1.dat', 'ssdt2.dat', 'ssdt10.dat'],
  );
});

/** As `acpidump` prints a table. */
function dumped(table: Uint8Array): string {
  const bytes = Buffer.from(table);
  const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => {
    const pairs = bytes
      .subarray(i * 16, i * 16 + 16)
      .toString('hex')
      .replace(/../g, '$& ');
    return `    ${(i * 16).toString(16).padStart(4, '0')}: ${pairs.toUpperCase().padEnd(48)} ................`;
  });
  return `${bytes.toString('latin1', 0, 4)} @ 0x0000000000000000\n${rows.join('\n')}\n\n`;
}

const DUMP = new TextEncoder().encode(dumped(DSDT) + dumped(SSDT));
const NOTES = new TextEncoder().encode('made by acpidump on Monday\n');

test('a folder whose only tables are in a text of acpidump', async () => {
  const files = { 'tables/notes': NOTES, 'tables/acpi.txt': DUMP, 'x.aml': SSDT };
  const checked = await run(files, ['check', 'tables']);
  assert.equal([checked.status, checked.stderr], [0, '']);
  assert.match(checked.stdout, /^tables, 1 _CPC package: no problems found$/m);
  const spec = await run(files, ['decompile', 'tables']);
  assert.match(spec.stdout, /^# The _CPC of 1 processor /);
  const compared = await run(files, ['diff', 'tables', 'x.aml']);
  assert.is(compared.stdout, 'equal: 1 processor\n');
});

test('a text of acpidump beside its tables is not read again', async () => {
  const files = { 'tables/acpi.txt': DUMP, 'tables/dsdt.dat': DSDT, 'tables/ssdt.dat': SSDT };
  const { stdout, stderr } = await run(files, ['check', 'tables']);
  assert.is(stderr, '');
  assert.match(stdout, /^tables, 1 _CPC package: no problems found$/m);
});

test('texts of acpidump in one folder may be of several machines', async () => {
  for (const command of ['inspect', 'check', 'decompile']) {
    const { status, stdout, stderr } = await run({ 'tables/a.txt': DUMP, 'tables/b.txt': DUMP }, [command, 'tables']);
    assert.is(status, 1);
    assert.is(stdout, '', 'no guest is judged by tables that were not read');
    assert.match(stderr, /^error\[cli\/several-dumps\]: .*: a\.txt and b\.txt\n --> tables\n/);
  }
});

test('an empty file that should be a table', async () => {
  const empty = new Uint8Array();
  for (const command of ['inspect', 'check', 'decompile']) {
    const { status, stderr } = await run({ 'x.aml': empty }, [command, 'x.aml']);
    assert.equal([status, stderr.split('\n')[0]], [1, 'error[cli/empty-input]: the file is empty']);
  }
  const inFolder = await run({ 'tables/dsdt.dat': DSDT, 'tables/ssdt1.dat': empty, 'tables/notes': empty }, [
    'inspect',
    'tables',
  ]);
  assert.match(inFolder.stderr, /^error\[cli\/empty-input\]: the file is empty\n --> tables\/ssdt1\.dat\n/);
  assert.not.match(inFolder.stderr, /notes/);
});

/** root may read every file by its capabilities. Another user might not reach this checkout. */
const COMMAND = [...(process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all'] : []), process.execPath, MAIN];

cases(
  'one line for all files that only root may read',
  [
    {
      name: 'a folder',
      args: ['tables'],
      says: 'cannot read DSDT, SSDT1 and dynamic/SSDT9: permission denied; run as root',
    },
    {
      name: 'files',
      args: ['tables/DSDT', 'tables/SSDT1'],
      says: 'cannot read tables/DSDT and tables/SSDT1: permission denied; run as root',
    },
    { name: 'a file', args: ['tables/DSDT'], says: 'cannot read the file: permission denied; run as root' },
  ],
  async ({ args, says }) => {
    await inScratch(async (folder) => {
      mkdirSync(join(folder, 'tables/dynamic'), { recursive: true });
      for (const file of ['DSDT', 'SSDT1', 'dynamic/SSDT9'])
        writeFileSync(join(folder, 'tables', file), SSDT, { mode: 0 });
      for (const path of ['.', 'tables', 'tables/dynamic']) chmodSync(join(folder, path), 0o755);
      const [program = '', ...before] = COMMAND;
      const { exitCode, stderr } = await execa(program, [...before, 'inspect', ...args], {
        cwd: folder,
        reject: false,
      });
      assert.is(exitCode, 1);
      assert.is(stderr.split('\n')[0], `error[cli/cannot-read]: ${says}`);
    });
  },
);

test.run();
