import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, type Run } from '../support/command-line.js';

/** Builds without iasl; `folder` is where the command line runs. */
function build(folder: string, ...args: readonly string[]): Promise<Run> {
  return cppcAcpi(['build', '--iasl', 'off', ...args], { cwd: folder });
}

test('writes outputs beside the spec by default', async () => {
  await inScratch(async (folder) => {
    mkdirSync(join(folder, 'specs'));
    writeFileSync(join(folder, 'specs/x.toml'), read(folder, 'good.toml'));
    assert.is((await build(folder, 'specs/x.toml')).status, 0);
    assert.equal(readdirSync(join(folder, 'specs')).sort(), ['x.aml', 'x.asl', 'x.toml']);
  });
});

test('-o makes the folder and those above it', async () => {
  await inScratch(async (folder) => {
    assert.is((await build(folder, 'good.toml', '-o', 'a/b')).status, 0);
    assert.equal(readdirSync(join(folder, 'a/b')).sort(), ['good.aml', 'good.asl']);
  });
});

test('--emit all writes every format', async () => {
  await inScratch(async (folder) => {
    await build(folder, 'good.toml', '--emit', 'all', '-o', 'out');
    const files = readdirSync(join(folder, 'out'));
    for (const file of ['good.aml', 'good.asl', 'good.h', 'good.acpi.cpio', 'good.json'])
      assert.ok(files.includes(file));
  });
});

test('standard input has the stem ssdt, and the folder that one is in', async () => {
  await inScratch(async (folder) => {
    const run = await cppcAcpi(['build', '-', '--iasl', 'off'], { cwd: folder, input: read(folder, 'good.toml') });
    assert.is(run.status, 0);
    assert.ok(readdirSync(folder).includes('ssdt.aml'));
  });
});

test('the same spec gives the same bytes, in any folder and with any diagnostics', async () => {
  await inScratch(async (folder) => {
    const [here, there] = [join(folder, 'here'), join(folder, 'some where/else')];
    for (const one of [here, there]) {
      mkdirSync(one, { recursive: true });
      writeFileSync(join(one, 'good.toml'), read(folder, 'good.toml'));
    }
    await build(here, 'good.toml', '--emit', 'all');
    const env = { LC_ALL: 'C', TZ: 'Asia/Tokyo', HOME: '/nonexistent', COLUMNS: '40' };
    await cppcAcpi(['build', join(there, 'good.toml'), '--iasl', 'off', '--emit', 'all', '--json'], {
      cwd: folder,
      env,
    });
    const files = readdirSync(here);
    assert.equal(readdirSync(there), files);
    assert.ok(files.length >= 6);
    for (const file of files) assert.is(Buffer.compare(readBytes(here, file), readBytes(there, file)), 0, file);
  });
});

test('no output tells of the folder it was made in', async () => {
  await inScratch(async (folder) => {
    await build(folder, join(folder, 'good.toml'), '--emit', 'all', '-o', join(folder, 'out'));
    for (const file of readdirSync(join(folder, 'out'))) {
      assert.not.ok(readBytes(join(folder, 'out'), file).includes(folder), file);
    }
  });
});

const failures = [
  { name: 'an error in the spec', change: (text: string) => text.replace('131', '999'), status: 1 },
  { name: 'not TOML', change: () => 'highest_perf =', status: 1 },
];

cases('existing outputs stay when a build fails', failures, async ({ change, status }) => {
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 'good.aml'), 'old');
    writeFileSync(join(folder, 'good.toml'), change(read(folder, 'good.toml')));
    const before = readdirSync(folder);
    assert.is((await build(folder, 'good.toml', '--emit', 'all')).status, status);
    assert.is(read(folder, 'good.aml'), 'old');
    assert.equal(readdirSync(folder), before);
  });
});

test('a folder in the place of one output: no other is written, and nothing is left behind', async () => {
  await inScratch(async (folder) => {
    const out = join(folder, 'out');
    mkdirSync(join(out, 'good.asl'), { recursive: true });
    writeFileSync(join(out, 'good.aml'), 'old');
    const { status, stderr } = await build(folder, 'good.toml', '-o', 'out');
    assert.is(status, 1);
    assert.match(stderr, 'error[cli/cannot-write]');
    assert.match(stderr, 'out/good.asl');
    assert.equal(readdirSync(out).sort(), ['good.aml', 'good.asl']);
    assert.is(read(out, 'good.aml'), 'old');
  });
});

const badFolders = [
  { name: 'a file', folder: 'good.toml' },
  { name: 'below a file', folder: 'good.toml/out' },
  { name: 'where no folder can be made', folder: '/proc/cppc-acpi' },
  { name: 'a name that is too long', folder: 'x'.repeat(300) },
];

test('-o - with --json: one object with the bytes of every output, and no file', async () => {
  await inScratch(async (folder) => {
    const emit = ['--emit', 'all', '--iasl', 'off'];
    await build(folder, 'good.toml', ...emit, '-o', 'out');
    const before = readdirSync(folder);
    const { status, stdout, stderr } = await build(folder, 'good.toml', ...emit, '-o', '-', '--json');
    assert.equal([status, stderr], [0, '']);
    const { outputs, processors } = JSON.parse(stdout);
    assert.ok(processors.length > 0);
    assert.equal(outputs.map(({ file }: { file: string }) => file).sort(), readdirSync(join(folder, 'out')).sort());
    for (const { file, content, base64 } of outputs) {
      assert.is(content === undefined, /\.(?:aml|cpio)$/.test(file), file);
      const bytes = content === undefined ? Buffer.from(base64, 'base64') : Buffer.from(content);
      assert.is(Buffer.compare(bytes, readBytes(join(folder, 'out'), file)), 0, file);
    }
    assert.equal(readdirSync(folder), before);
    const one = await build(folder, 'good.toml', '-o', '-', '--json', '--iasl', 'off', '--emit', 'aml');
    assert.is(JSON.parse(one.stdout).outputs.length, 1);
  });
});

test('a --table-path that outputs cannot have is to blame itself; all that it allows come without them', async () => {
  await inScratch(async (folder) => {
    const args = ['-o', 'out', '--table-path', 'C:/tables', '--emit'];
    const { status, stderr } = await build(folder, 'good.toml', ...args, 'qemu,libvirt');
    assert.is(status, 1);
    assert.match(stderr, /cannot write output "qemu" with this --table-path: QEMU splits/);
    assert.match(stderr, /cannot write output "libvirt" with this --table-path: libvirt needs an absolute/);
    assert.match(stderr, 'help: give --table-path another folder');
    assert.not.match(stderr, '--emit all');
    assert.not.ok(readdirSync(folder).includes('out'));
    assert.is((await build(folder, 'good.toml', ...args, 'all')).status, 0);
    assert.not.ok(readdirSync(join(folder, 'out')).includes('good.qemu.args'));
  });
});

const IASL_OFF = ['build', 'good.toml', '--iasl', 'off'];

const elsewhere: readonly { name: string; args: readonly string[]; help: string }[] = [
  { name: 'build', args: [...IASL_OFF, '-o', 'good.toml/out'], help: 'folder with -o DIR' },
  { name: 'depfile', args: [...IASL_OFF, '--depfile', 'none/x.d'], help: 'file with --depfile FILE' },
  { name: 'preview', args: ['preview', 'good.toml', '--svg', 'none/x.svg'], help: 'file with --svg FILE' },
  {
    name: 'init',
    args: ['init', '--sysfs', 'sys', '--pin', '0:0,1:2', '-o', 'good.toml/x'],
    help: 'file with -o FILE',
  },
  { name: 'decompile', args: ['decompile', 'good.aml', '-o', 'good.toml/x'], help: 'file with -o FILE' },
  {
    name: 'libvirt',
    args: ['libvirt', 'good.toml', '--domain', 'domains/guest.xml', '-o', 'none/x'],
    help: 'file with -o FILE',
  },
];

cases('names the option that writes an output elsewhere', elsewhere, async ({ args, help }) => {
  await inScratch(async (folder) => {
    const { status, stderr } = await cppcAcpi(args, { cwd: folder });
    assert.is(status, 1);
    assert.match(stderr, `  help: name another ${help}\n`);
  });
});

cases('an output folder that cannot be', badFolders, async ({ folder: output }) => {
  await inScratch(async (folder) => {
    const before = readdirSync(folder);
    const { status, stdout, stderr } = await build(folder, 'good.toml', '-o', output);
    assert.is(status, 1);
    assert.is(stdout, '');
    assert.match(stderr, 'error[cli/cannot-write]');
    assert.not.match(stderr, /\bE[A-Z]{4,}\b/, 'the message has a name of errno');
    assert.equal(readdirSync(folder), before);
  });
});

const SPLIT = '[table]\nmax_table_bytes = 600\n';

test('no next command names a table that QEMU cannot open', async () => {
  await inScratch(async (folder) => {
    const { stdout } = await build(folder, 'good.toml', '-o', 'a:b');
    assert.match(stdout, 'Next: copy the tables to another folder: QEMU splits the path of -acpitable at ":"');
    assert.not.match(stdout, 'qemu-system');
  });
});

test('parts of an earlier build go, others stay', async () => {
  await inScratch(async (folder) => {
    const good = read(folder, 'good.toml');
    writeFileSync(join(folder, 'x.toml'), `${SPLIT}${good}`);
    await build(folder, 'x.toml', '-o', 'out');
    const out = join(folder, 'out');
    assert.equal(readdirSync(out).sort(), ['x-1.aml', 'x-1.asl', 'x-2.aml', 'x-2.asl']);
    const others = ['x-3.aml', 'x-3.asl', 'x-one.aml', 'y-1.aml'];
    for (const file of others) writeFileSync(join(out, file), 'not made by us');
    writeFileSync(join(folder, 'x.toml'), good);
    await build(folder, 'x.toml', '-o', 'out');
    assert.equal(readdirSync(out).sort(), ['x.aml', 'x.asl', ...others].sort());
    for (const file of others) assert.is(read(out, file), 'not made by us');
    rmSync(join(out, 'x.asl'));
    writeFileSync(join(folder, 'x.toml'), `${SPLIT}${good}`);
    await build(folder, 'x.toml', '-o', 'out');
    assert.equal(readdirSync(out).sort(), ['x-1.aml', 'x-1.asl', 'x-2.aml', 'x-2.asl', ...others].sort());
  });
});

test('the outputs of a spec whose name looks like a part stay', async () => {
  await inScratch(async (folder) => {
    for (const file of ['vm.toml', 'vm-2.toml']) writeFileSync(join(folder, file), read(folder, 'good.toml'));
    await build(folder, 'vm-2.toml');
    await build(folder, 'vm.toml');
    assert.ok(readdirSync(folder).includes('vm-2.aml'));
  });
});

test('a part in use of another format is not touched', async () => {
  await inScratch(async (folder) => {
    await build(folder, 'good.toml', '-o', 'out');
    await build(folder, 'good.toml', '--emit', 'json', '-o', 'out');
    assert.equal(readdirSync(join(folder, 'out')).sort(), ['good.aml', 'good.asl', 'good.json']);
  });
});

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function readBytes(folder: string, file: string): Buffer {
  return readFileSync(join(folder, file));
}

test.run();
