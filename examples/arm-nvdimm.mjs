// Starts an Arm guest whose _CPC has registers in an NVDIMM, and prints what each vCPU writes there.

import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compile, emitFormats } from 'cppc-acpi';

const FIRMWARE = '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd';

const USAGE = `Usage: node examples/arm-nvdimm.mjs --kernel FILE --initrd FILE [options] [-- QEMU-OPTION…]
       node examples/arm-nvdimm.mjs --registers FILE [options]

Start an Arm guest that has the _CPC registers of arm-nvdimm.toml in an NVDIMM, and print each change of a register.
With --registers, print the changes in the file of an NVDIMM of a guest that runs already.

  --kernel FILE     kernel for arm64 with CONFIG_ACPI_CPPC_LIB (Debian: flavour arm64, not cloud-arm64)
  --initrd FILE     its initrd; the guest gets a copy with the table in front
  --append WORDS    kernel command line (default: console=ttyAMA0)
  --registers FILE  file of the NVDIMM, which is only read
  --spec FILE       another spec, with registers in the NVDIMM (default: arm-nvdimm.toml beside this program)
  --seconds N       stop after N seconds (default: when the guest ends, or at Ctrl-C)
  --help            print this text

Standard output has the registers, standard error the console of the guest. Ctrl-C ends the guest and this program.
The program looks 10 times per second, and does not see values that last shorter.

Needs qemu-system-aarch64 7.2 or newer, and EDK2 in ${FIRMWARE}
(Debian: apt-get install qemu-system-arm qemu-efi-aarch64; elsewhere add \`-- -bios FILE\`).
The guest has 1 GiB of RAM and runs under TCG, on any host.
`;

const MIB = 1024 * 1024;
/** QEMU's machine virt has RAM from 1 GiB on, and an NVDIMM from the next GiB behind the RAM on. */
const RAM = { first: 1024 * MIB, bytes: 1024 * MIB };
const NVDIMM = { first: RAM.first + RAM.bytes, bytes: 128 * MIB };

/** GICv2, the default of machine virt, has interfaces for 8 CPUs. */
const MOST_VCPUS_OF_GICV2 = 8;

/** The guest only reads counters. Linux cannot use a counter of 0, and takes desired_perf for the speed if both stand still. */
const COUNTERS = ['reference_counter', 'delivered_counter'];
const COUNTER_VALUE = 1_000_000n;

const SYSTEM_MEMORY = 0;
const LOOK_MS = 100;
/** From SIGTERM to SIGKILL. */
const PATIENCE_MS = 5000;

class UserError extends Error {}

const OPTIONS = {
  kernel: { type: 'string' },
  initrd: { type: 'string' },
  append: { type: 'string', default: 'console=ttyAMA0' },
  registers: { type: 'string' },
  spec: { type: 'string', default: fileURLToPath(new URL('arm-nvdimm.toml', import.meta.url)) },
  seconds: { type: 'string' },
  help: { type: 'boolean' },
};

function optionsOf(args) {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const { values } = parseArgs({ args: args.slice(0, end), options: OPTIONS });
  const { help, registers, kernel, initrd, seconds } = values;
  const guest = kernel !== undefined && initrd !== undefined;
  if (!help && (registers === undefined ? !guest : kernel !== undefined || initrd !== undefined)) {
    throw new UserError('give either --kernel and --initrd, or --registers (--help shows the usage)');
  }
  if (seconds !== undefined && !/^[1-9]\d{0,5}$/.test(seconds)) {
    throw new UserError(`--seconds is ${JSON.stringify(seconds)}, not a number from 1 to 999999`);
  }
  return { ...values, qemuOptions: args.slice(end + 1) };
}

async function compiledSpec(file) {
  const { value, diagnostics } = await compile({ text: fs.readFileSync(file, 'utf8'), file });
  for (const { severity, code, message } of diagnostics.filter((one) => one.severity !== 'note')) {
    process.stderr.write(`${severity}[${code}]: ${message}\n`);
  }
  if (!value) throw new UserError(`${file} does not compile`);
  if (value.table.machine !== 'qemu-virt-aarch64') throw new UserError(`${file}: machine is not "qemu-virt-aarch64"`);
  return value;
}

/** The registers of each vCPU that are in the NVDIMM, with their offsets in its file. */
function registersOf({ table }) {
  const found = table.processors.flatMap(({ vcpu, stated }) =>
    Object.entries(stated)
      .filter(([, { kind, register }]) => kind === 'register' && register.spaceId === SYSTEM_MEMORY)
      .map(([entry, { register }]) => registerAt(vcpu, entry, register)),
  );
  if (found.length === 0) throw new UserError('no entry of the spec is a register in SystemMemory');
  return found;
}

function registerAt(vcpu, entry, { address, bitWidth, bitOffset }) {
  const offset = Number(address) - NVDIMM.first;
  const bytes = Math.ceil((bitOffset + bitWidth) / 8);
  if (offset < 0 || offset + bytes > NVDIMM.bytes) {
    const [first, last] = [NVDIMM.first, NVDIMM.first + NVDIMM.bytes - 1].map((one) => `0x${one.toString(16)}`);
    const place = `0x${address.toString(16)}`;
    throw new UserError(`${entry} of vCPU ${vcpu} is at ${place}; the NVDIMM is from ${first} to ${last}`);
  }
  return { vcpu, entry, offset, bytes, bitWidth, bitOffset };
}

/** Opens the file of the NVDIMM for reading. */
function openRegisters(path, registers) {
  if (!fs.statSync(path).isFile()) throw new UserError(`${path} is not a regular file`);
  const file = fs.openSync(path, 'r');
  const { size } = fs.fstatSync(file);
  const end = Math.max(...registers.map(({ offset, bytes }) => offset + bytes));
  if (size < end) throw new UserError(`${path} has ${size} bytes; the registers end at byte ${end}`);
  return file;
}

/** Reads the bytes of one register, and no others. */
function readRegister(file, { offset, bytes, bitWidth, bitOffset }) {
  const read = Buffer.alloc(bytes);
  if (fs.readSync(file, read, 0, bytes, offset) < bytes) throw new UserError("the registers' file became shorter");
  const whole = read.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return BigInt.asUintN(bitWidth, whole >> BigInt(bitOffset));
}

/** Prints the registers that changed since the last look; the first look compares with 0. */
function watcher(file, registers) {
  const started = performance.now();
  const watched = registers.filter(({ entry }) => !COUNTERS.includes(entry)).map((one) => ({ ...one, last: 0n }));
  return () => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(7);
    for (const one of watched) {
      const value = readRegister(file, one);
      if (value === one.last) continue;
      process.stdout.write(`${seconds} s  vCPU ${one.vcpu}  ${one.entry} ${one.last} -> ${value}\n`);
      one.last = value;
    }
  };
}

function printLevels({ table }) {
  for (const { vcpu, known } of table.processors) {
    const levels = ['lowest_perf', 'nominal_perf', 'highest_perf'].map(
      (key) => `${key} ${known[key] ?? '(in a register)'}`,
    );
    process.stdout.write(`vCPU ${vcpu}: ${levels.join(', ')}\n`);
  }
}

/** The folder with the files of the guest; removed however this program ends, except by SIGKILL. */
function scratchFolder() {
  const folder = fs.mkdtempSync(join(tmpdir(), 'cppc-acpi-nvdimm-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file of zeros, except for the counters. */
function writeRegisters(path, registers) {
  const file = fs.openSync(path, 'wx', 0o600);
  fs.ftruncateSync(file, NVDIMM.bytes);
  for (const { offset, bytes } of registers.filter(({ entry }) => COUNTERS.includes(entry))) {
    const value = Buffer.alloc(8);
    value.writeBigUInt64LE(COUNTER_VALUE);
    fs.writeSync(file, value, 0, Math.min(bytes, 8), offset);
  }
  fs.closeSync(file);
}

/** Linux takes tables from an archive that is in front of the guest's own. */
function writeInitrd(path, compiled, initrd) {
  const { value: [archive] = [] } = emitFormats(compiled, { stem: 'registers' }, ['initrd']);
  if (!archive) throw new UserError('the spec has no table for an initrd');
  fs.writeFileSync(path, archive.content);
  fs.appendFileSync(path, fs.readFileSync(initrd));
}

function qemuArguments({ table }, options, files) {
  const vcpus = table.processors.length;
  const threads = 1 + Math.max(...table.processors.map(({ thread }) => thread));
  const gic = vcpus > MOST_VCPUS_OF_GICV2 ? ',gic-version=3' : '';
  const file = files.registers.replaceAll(',', ',,'); // for QEMU a single comma ends a value
  return [
    ...`-machine virt,nvdimm=on${gic} -cpu cortex-a57 -accel tcg,thread=multi`.split(' '),
    ...`-smp ${vcpus},sockets=1,cores=${vcpus / threads},threads=${threads}`.split(' '),
    ...`-m ${RAM.bytes / MIB}M,slots=2,maxmem=4G -device nvdimm,memdev=registers`.split(' '),
    ...['-object', `memory-backend-file,id=registers,size=${NVDIMM.bytes},share=on,mem-path=${file}`],
    ...['-bios', FIRMWARE, '-kernel', options.kernel, '-initrd', files.initrd, '-append', options.append],
    ...'-nodefaults -display none -serial stdio -no-reboot'.split(' '),
    ...options.qemuOptions,
  ];
}

/** Starts QEMU. Its console is this program's standard input and standard error. */
function startGuest(compiled, registers, options) {
  const folder = scratchFolder();
  const files = { registers: join(folder, 'registers.img'), initrd: join(folder, 'initrd.img') };
  writeRegisters(files.registers, registers);
  writeInitrd(files.initrd, compiled, options.initrd);
  const qemu = spawn('qemu-system-aarch64', qemuArguments(compiled, options, files), { stdio: ['inherit', 2, 2] });
  process.on('exit', () => qemu.kill('SIGKILL'));
  const ended = new Promise((resolve) => {
    qemu.on('error', ({ message }) => resolve(`QEMU does not start: ${message} (--help shows what to install)`));
    qemu.on('exit', (status, signal) => resolve(status === 0 ? undefined : `QEMU ended with ${signal ?? status}`));
  });
  return { file: files.registers, qemu, ended };
}

/** Resolves when the user or the time asks to stop. */
function stopRequest(seconds) {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve());
    process.stdout.on('error', () => resolve()); // the reader of the output closed it
    if (seconds !== undefined) setTimeout(resolve, Number(seconds) * 1000).unref();
  });
}

async function stopGuest({ qemu, ended }) {
  qemu.kill('SIGTERM');
  const timer = setTimeout(() => qemu.kill('SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}

/** Prints until the guest ends or the user stops it; returns what went wrong. */
async function printRequests(compiled, registers, options) {
  const stop = stopRequest(options.seconds);
  const guest = options.registers === undefined ? startGuest(compiled, registers, options) : undefined;
  try {
    const look = watcher(openRegisters(guest?.file ?? options.registers, registers), registers);
    printLevels(compiled);
    const end = guest ? Promise.race([stop, guest.ended]) : stop;
    let running = true;
    void end.then(() => (running = false));
    for (; running; await sleep(LOOK_MS)) look();
    look();
    return await end;
  } finally {
    if (guest) await stopGuest(guest);
  }
}

async function main() {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) return process.stdout.write(USAGE);
  const compiled = await compiledSpec(options.spec);
  const problem = await printRequests(compiled, registersOf(compiled), options);
  if (problem !== undefined) throw new UserError(problem);
}

try {
  await main();
} catch (problem) {
  if (!(problem instanceof UserError) && problem.code === undefined) throw problem;
  process.stderr.write(`arm-nvdimm: ${problem.message}\n`);
  process.exitCode = 1;
}
