// `init --tables`: specs whose processors are those of a guest's tables, compared with these tables.

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readSpec } from '../../src/spec/read.js';
import { filesOfList, writeFiles } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { bytesOf, cppcAcpi } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { inProcess } from '../support/in-process.js';
import { outside, testWith } from '../support/outside.js';

const TABLES = ['board', 'numbered', 'sockets', 'with-cpc', 'xen'] as const;

/** A folder with a host in `sys`, and the tables; removed afterwards. */
async function withTables(work: (cwd: string) => Promise<void>, host: Host = '9950x3d'): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-tables-'));
  try {
    writeFiles(join(cwd, 'sys'), filesOfList(host));
    for (const name of TABLES)
      writeFileSync(join(cwd, `${name}.aml`), bytesOf(join(FIXTURES, 'guest-tables', `${name}.hex`)));
    writeFileSync(join(cwd, 'ssdt.aml'), bytesOf(join(FIXTURES, 'reject/scratch/cpus.hex')));
    writeFileSync(join(cwd, 'unpinned.xml'), "<domain type='kvm'><vcpu>4</vcpu></domain>\n");
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

type Host = '9950x3d' | 'gb10-like';

const PINS = ['--pin', '0:0,1:16,2:8,3:24'];

function init(cwd: string, tables: string, ...more: readonly string[]) {
  return inProcess(['init', '--sysfs', 'sys', '--tables', tables, ...more], cwd);
}

interface Row {
  readonly name: (typeof TABLES)[number];
  readonly guest: Readonly<Record<string, string>>;
  /** The paths of the vCPUs. */
  readonly paths: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: 'board',
    guest: { processor_path: '\\_SB.PLTF.P%03X' },
    paths: ['\\_SB.PLTF.P000', '\\_SB.PLTF.P001', '\\_SB.PLTF.P002', '\\_SB.PLTF.P003'],
  },
  {
    name: 'numbered',
    guest: { processor_path: '\\_PR.CPU%01X' },
    paths: ['\\_PR.CPU0', '\\_PR.CPU1', '\\_PR.CPU2', '\\_PR.CPU3'],
  },
  {
    name: 'sockets',
    guest: {},
    paths: ['\\_SB.SCK1.CP00', '\\_SB.SCK1.CP01', '\\_SB.SCK0.CP00', '\\_SB.SCK0.CP01'],
  },
  { name: 'xen', guest: { machine: 'xen' }, paths: ['\\_SB.PR00', '\\_SB.PR01', '\\_SB.PR02', '\\_SB.PR03'] },
];

/** Writes x.toml, builds it, and puts its table beside the guest's in the folder `all`. */
async function builtWith(cwd: string, name: string, ...more: readonly string[]): Promise<void> {
  const made = await init(cwd, `${name}.aml`, ...more, '-o', 'x.toml');
  assert.is(made.status, 0, made.stderr);
  const built = await inProcess(['build', 'x.toml', '--emit', 'aml,json', '-o', 'out', '--iasl', 'off'], cwd);
  assert.is(built.status, 0, built.stderr);
  mkdirSync(join(cwd, 'all'));
  copyFileSync(join(cwd, `${name}.aml`), join(cwd, 'all/dsdt.aml'));
  copyFileSync(join(cwd, 'out/x.aml'), join(cwd, 'all/ssdt1.aml'));
}

cases('the spec names the processors of the tables', ROWS, async ({ name, guest, paths }) => {
  await withTables(async (cwd) => {
    await builtWith(cwd, name, ...PINS);
    const { value: spec } = await readSpec(readFileSync(join(cwd, 'x.toml'), 'utf8'), 'x.toml');
    const { machine, processor_path } = spec?.guest ?? {};
    assert.equal({ ...(machine && { machine }), ...(processor_path && { processor_path }) }, guest);
    const { processors } = JSON.parse(readFileSync(join(cwd, 'out/x.json'), 'utf8'));
    assert.equal(
      processors.map((one: { path: string }) => one.path),
      paths,
    );
  });
});

cases('a guest takes the table beside its own', ROWS, async ({ name, paths }) => {
  await withTables(async (cwd) => {
    await builtWith(cwd, name, ...PINS);
    const run = await inProcess(['check', 'all', '--guest', 'linux-6.12', '--json'], cwd);
    const { processors, guests } = JSON.parse(run.stdout);
    assert.is(run.status, 0, run.stdout);
    assert.is(guests['linux-6.12'].verdict, 'accepted');
    for (const path of paths)
      assert.ok(
        processors.some((one: { path: string }) => one.path === path),
        path,
      );
  });
});

for (const { name, paths } of ROWS)
  testWith(['acpiexec'], `ACPICA evaluates each _CPC beside ${name}`, async () => {
    await withTables(async (cwd) => {
      await builtWith(cwd, name, ...PINS);
      for (const [vcpu, path] of paths.entries()) {
        const args = ['-b', `evaluate ${path}._CPC`, 'all/dsdt.aml', 'all/ssdt1.aml'];
        const { stdout } = await execa(outside('acpiexec'), args, { cwd, all: true, reject: false });
        const highest = (vcpu < 2 ? 199 : 236).toString(16).toUpperCase().padStart(16, '0');
        assert.match(stdout, /Contains 23 Elements/, path);
        assert.match(stdout.split('\n').filter((line) => line.includes('[Integer]'))[2] ?? '', highest, path);
      }
    });
  });

test('unpinned vCPUs keep their count with a pattern, and get a core each with paths', async () => {
  await withTables(async (cwd) => {
    const [counted, listed] = [
      await init(cwd, 'board.aml', '--domain', 'unpinned.xml'),
      await init(cwd, 'sockets.aml', '--domain', 'unpinned.xml'),
    ];
    assert.match(counted.stdout, /^count += 4$/m);
    assert.not.match(counted.stdout, /^path /m);
    assert.equal(listed.stdout.match(/^path += .*$/gm)?.length, 4);
    assert.not.match(listed.stdout, /^count /m);
    assert.match(listed.stdout, /^# The paths are those of the tables of --tables\.$/m);
  });
});

test('the host of Arm keeps its machine beside the names of other tables', async () => {
  await withTables(async (cwd) => {
    const { status, stdout, stderr } = await init(cwd, 'board.aml', '--pin', '0:0,1:5');
    assert.is(status, 0, stderr);
    assert.match(stdout, /^machine += "qemu-virt-aarch64"/m);
    assert.match(stdout, /^processor_path += '\\_SB\.PLTF\.P%03X'/m);
  }, 'gb10-like');
});

test('variants have the names, too', async () => {
  await withTables(async (cwd) => {
    const args = ['init', '--variant', 'a=sys', '--variant', 'b=sys', '--tables', 'board.aml', ...PINS];
    const { status, stdout, stderr } = await inProcess(args, cwd);
    assert.is(status, 0, stderr);
    assert.match(stdout, /^processor_path += '\\_SB\.PLTF\.P%03X'/m);
  });
});

test('a folder, several files and standard input are read, too', async () => {
  await withTables(async (cwd) => {
    mkdirSync(join(cwd, 'guest'));
    copyFileSync(join(cwd, 'board.aml'), join(cwd, 'guest/DSDT'));
    const expected = (await init(cwd, 'board.aml', ...PINS)).stdout;
    assert.is((await init(cwd, 'guest', ...PINS)).stdout, expected);
    const input = readFileSync(join(cwd, 'board.aml'));
    const piped = await cppcAcpi(['init', '--sysfs', 'sys', '--tables', '-', ...PINS], { cwd, input });
    assert.is(piped.stdout, expected);
  });
});

interface Refused {
  readonly name: string;
  readonly args: readonly string[];
  readonly status: number;
  readonly says: RegExp;
}

const REFUSED: readonly Refused[] = [
  { name: 'a missing file', args: ['--tables', 'no.aml'], status: 1, says: /cli\/cannot-read.*\n --> no\.aml/ },
  { name: 'a folder without tables', args: ['--tables', 'sys'], status: 1, says: /cli\/empty-folder.*\n --> sys/ },
  {
    name: 'a domain',
    args: ['--tables', 'unpinned.xml'],
    status: 1,
    says: /other-input.*libvirt domain.*\n --> unpin/,
  },
  {
    name: 'tables of two machines',
    args: ['--tables', 'board.aml', '--tables', 'xen.aml'],
    status: 1,
    says: /several-machines\]: board\.aml and xen\.aml/,
  },
  {
    name: 'more vCPUs than processors',
    args: ['--tables', 'board.aml', '--pin', '0:0,1:1,2:2,3:3,4:4'],
    status: 1,
    says: /the tables have 4 processors.*5 vCPUs\n --> board\.aml\n {2}help: start the guest with 5 vCPUs and copy/,
  },
  {
    name: 'more vCPUs than the processors of an SSDT',
    args: ['--tables', 'ssdt.aml', '--pin', '0:0,1:1'],
    status: 1,
    says: /^error\[host\/tables-fewer-processors\]: .* 1 processor and no DSDT.*\n.*\n {2}help: give all tables.*\n\n1 error/,
  },
  {
    name: 'more cores of the host than processors',
    args: ['--tables', 'board.aml'],
    status: 1,
    says: /32 vCPUs\n --> board\.aml\n {2}help: give --pin or --domain for a guest of at most 4 vCPUs/,
  },
  {
    name: 'the device of a patched QEMU',
    args: ['--tables', 'board.aml', '--layout', 'acpi-cppc'],
    status: 2,
    says: /--tables cannot be combined with --layout acpi-cppc/,
  },
  {
    name: 'two inputs on standard input',
    args: ['--tables', '-', '--domain', '-'],
    status: 2,
    says: /--domain and --tables cannot both be standard input/,
  },
];

cases('refused', REFUSED, async ({ args, status, says }) => {
  await withTables(async (cwd) => {
    const run = await cppcAcpi(['init', '--sysfs', 'sys', ...args], { cwd });
    assert.equal([run.status, run.stdout], [status, '']);
    assert.match(run.stderr, says);
  });
});

interface Noted {
  readonly name: string;
  readonly tables: (typeof TABLES)[number];
  readonly says: RegExp;
}

const NOTED: readonly Noted[] = [
  { name: 'a _CPC of the firmware', tables: 'with-cpc', says: /warning\[host\/tables-have-cpc\].*for each processor/ },
  { name: 'an _OSC of the firmware', tables: 'sockets', says: /^note\[host\/tables-have-osc\]/ },
  { name: 'nothing', tables: 'board', says: /^$/ },
  { name: 'Xen without an _OSC, which the spec then has', tables: 'xen', says: /^$/ },
];

cases('reported', NOTED, async ({ tables, says }) => {
  await withTables(async (cwd) => {
    const { status, stderr } = await init(cwd, `${tables}.aml`, '--pin', '0:0,1:8');
    assert.is(status, 0, stderr);
    assert.match(stderr, says);
  });
});

test('the _CPC of an earlier spec is not one of the firmware', async () => {
  await withTables(async (cwd) => {
    await builtWith(cwd, 'board', ...PINS);
    const { status, stdout, stderr } = await init(cwd, 'all', ...PINS);
    assert.equal([status, stderr], [0, '']);
    assert.match(stdout, /^processor_path += '\\_SB\.PLTF\.P%03X'/m);
  });
});

test('the next command brings the table into a guest that is none of QEMU', async () => {
  await withTables(async (cwd) => {
    const { stdout } = await init(cwd, 'board.aml', ...PINS, '-o', 'x.toml');
    assert.match(stdout, /^ {2}cppc-acpi build x\.toml --emit aml,initrd$/m);
    const built = await inProcess(['build', 'x.toml', '--emit', 'aml,initrd', '-o', 'out', '--iasl', 'off'], cwd);
    assert.match(built.stdout, /Next, with the initrd of the guest:\n {2}cat out\/x\.acpi\.cpio/);
    const alone = await inProcess(['build', 'x.toml', '--emit', 'aml', '-o', 'out', '--iasl', 'off'], cwd);
    assert.match(alone.stdout, /No QEMU command is shown: .*\nUse `--emit initrd`/);
  });
});

test.run();
