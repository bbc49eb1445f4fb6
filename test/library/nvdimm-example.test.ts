// examples/arm-nvdimm.*: the spec builds, its registers are in the NVDIMM, and the program prints what is in their file. No
// guest is booted: a made-up QEMU writes one register.

import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile, emitFormats, hasErrors, judgeSpec } from '../../src/index.js';
import { REPOSITORY } from '../support/fixtures.js';

const PROGRAM = join(REPOSITORY, 'examples/arm-nvdimm.mjs');
/** Shorter than the registers. */
const SHORT = join(REPOSITORY, 'biome.json');
const SPEC = join(REPOSITORY, 'examples/arm-nvdimm.toml');
/** Where QEMU 7.2 has an NVDIMM behind 1 GiB of RAM; its size in the example. */
const NVDIMM = { first: 0x8000_0000n, bytes: 128n * 1024n * 1024n };

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-test-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A sparse file of the NVDIMM's size, with numbers of 32 bits at offsets. */
function writeRegisters(file: string, values: Readonly<Record<number, number>>): void {
  writeFileSync(file, '');
  truncateSync(file, Number(NVDIMM.bytes));
  for (const [offset, value] of Object.entries(values)) writeRegister(file, Number(offset), value);
}

/** In place, as QEMU does: the program may be reading. */
function writeRegister(file: string, offset: number, value: number): void {
  const registers = openSync(file, 'r+');
  writeSync(
    registers,
    Uint8Array.from([0, 8, 16, 24], (bit) => value >>> bit),
    0,
    4,
    offset,
  );
  closeSync(registers);
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(process.execPath, [PROGRAM, ...args], { env, reject: false, timeout: 30_000, stdin: 'ignore' });
}

test('the spec builds for QEMU virt on Arm, without a warning, and Linux accepts it', async () => {
  const { value: compiled, diagnostics } = await compile({ text: readFileSync(SPEC, 'utf8'), file: 'arm-nvdimm.toml' });
  assert.ok(compiled);
  assert.is(compiled.table.machine, 'qemu-virt-aarch64');
  assert.equal(
    diagnostics.filter(({ severity }) => severity !== 'note'),
    [],
  );
  const outputs = emitFormats(compiled, { stem: 'x' }, ['initrd']);
  assert.not(hasErrors(outputs.diagnostics));
  assert.is(outputs.value?.length, 1);
  for (const guest of ['linux-6.1', 'linux-6.12', 'linux-7.2'] as const) {
    assert.is(judgeSpec(compiled, guest).verdict, 'accepted', guest);
  }
});

test('all registers of the spec are in the NVDIMM, aligned, and none has a byte of another', async () => {
  const { value: compiled } = await compile({ text: readFileSync(SPEC, 'utf8'), file: 'arm-nvdimm.toml' });
  const used = new Map<bigint, string>();
  for (const { vcpu, stated } of compiled?.table.processors ?? []) {
    for (const [entry, value] of Object.entries(stated)) {
      if (value.kind !== 'register') continue;
      const name = `${entry} of vCPU ${vcpu}`;
      const { address, bitWidth, spaceId } = value.register;
      const bytes = BigInt(bitWidth / 8);
      assert.is(spaceId, 0, name);
      assert.ok(address >= NVDIMM.first && address + bytes <= NVDIMM.first + NVDIMM.bytes, name);
      assert.is(address % bytes, 0n, name);
      for (let byte = address; byte < address + bytes; byte++) {
        assert.is(used.get(byte), undefined, `${name} overlaps`);
        used.set(byte, name);
      }
    }
  }
  assert.is(used.size, 4 * (3 * 4 + 2 * 8));
});

test('prints what the file of the registers has for each vCPU, and changes nothing', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'a file, of registers.img');
    writeRegisters(file, { 256: 236, 264: 0xffff_fffe, 772: 40, 528: 7 });
    const { exitCode, stdout, stderr } = await run(['--registers', file, '--seconds', '1']);
    assert.equal([exitCode, stderr], [0, '']);
    const [head, ...lines] = stdout.split('\n').filter((line) => !/^vCPU [1-3]: /.test(line));
    assert.is(head, 'vCPU 0: lowest_perf 15, nominal_perf 166, highest_perf 166');
    assert.equal(
      lines.map((line) => line.replace(/^ +\d+\.\d s {2}/, '')),
      ['vCPU 1  desired_perf 0 -> 236', 'vCPU 1  max_perf 0 -> 4294967294', 'vCPU 3  min_perf 0 -> 40'],
    );
    assert.equal(readdirSync(folder), ['a file, of registers.img']);
  });
});

test('prints a change, and Ctrl-C ends it with status 0', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'nv.img');
    writeRegisters(file, { 0: 15 });
    const program = run(['--registers', file]);
    program.stdout?.on('data', (text: Buffer) => {
      if (String(text).includes('0 -> 15')) writeRegister(file, 0, 166);
      if (String(text).includes('-> 166')) program.kill('SIGINT');
    });
    const { exitCode, stdout } = await program;
    assert.is(exitCode, 0);
    assert.match(stdout, /vCPU 0 {2}desired_perf .*-> 166$/);
  });
});

for (const { name, args, says } of [
  { name: 'a folder', args: ['--registers', '/'], says: /^arm-nvdimm: \/ is not a regular file$/ },
  { name: 'a short file', args: ['--registers', SHORT], says: /has \d+ bytes; the registers end at byte 800$/ },
  { name: 'no file', args: [], says: /^arm-nvdimm: give either --kernel and --initrd, or --registers/ },
  { name: 'a wrong time', args: ['--registers', SPEC, '--seconds', '0'], says: /--seconds is "0", not a number/ },
]) {
  test(`refuses ${name}`, async () => {
    const { exitCode, stdout, stderr } = await run(args);
    assert.equal([exitCode, stdout], [1, '']);
    assert.match(stderr, says);
  });
}

test('starts QEMU with the registers and the table, prints what it writes, and leaves no file', async () => {
  await inFolder(async (folder) => {
    const [bin, scratch] = [join(folder, 'bin'), join(folder, 'scratch, with a comma')];
    for (const one of [bin, scratch]) mkdirSync(one);
    writeFileSync(join(bin, 'qemu-system-aarch64'), MADE_UP_QEMU, { mode: 0o755 });
    writeFileSync(join(folder, 'guest initrd'), 'of the guest');
    const args = ['--kernel', 'a kernel', '--initrd', join(folder, 'guest initrd'), '--', '-nic', 'none'];
    const { exitCode, stdout, stderr } = await run(args, { PATH: `${bin}:${process.env['PATH']}`, TMPDIR: scratch });
    assert.is(exitCode, 0);
    assert.match(stdout, /vCPU 2 {2}desired_perf 0 -> 176$/);
    assert.match(stderr, /virt,nvdimm=on .* -m 1024M,.* -kernel a kernel .* -nic none\n070701.*of the guest 1000000$/);
    assert.match(stderr, /mem-path=\S*\/scratch,, with a comma\//);
    assert.equal(readdirSync(scratch), []);
    assert.ok(existsSync(join(folder, 'guest initrd')));
  });
});

/** Prints its arguments, the start and the end of the initrd, and a counter; writes desired_perf of vCPU 2. */
const MADE_UP_QEMU = `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
const file = args.find((one) => one.startsWith('memory-backend-file')).replace(/.*mem-path=/, '').replaceAll(',,', ',');
const initrd = fs.readFileSync(args[args.indexOf('-initrd') + 1], 'latin1');
const registers = fs.openSync(file, 'r+');
const counter = Buffer.alloc(8);
fs.readSync(registers, counter, 0, 8, 0x110);
console.log(args.join(' '));
console.log(initrd.slice(0, 6) + initrd.slice(-12) + ' ' + counter.readBigUInt64LE());
setTimeout(() => fs.writeSync(registers, Buffer.from([176, 0, 0, 0]), 0, 4, 0x200), 300);
setTimeout(() => {}, 1000);
`;

test.run();
