// Guests of Arm: what starts them, and what their reports say. The files are made up; test/qemu-guest boots them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bootCommand } from '../../src/boot/boot.js';
import { findBusybox } from '../../src/boot/parts/busybox.js';
import { findDriver } from '../../src/boot/parts/driver.js';
import { grubFiles, makeImage } from '../../src/boot/parts/grub-image.js';
import { chooseKernel } from '../../src/boot/parts/kernel.js';
import { compile } from '../../src/compile.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';

const FOLDERS = { host: '/nonexistent', cache: '/nonexistent' };

/** Documentation/arch/arm64/booting.rst: the magic at 56. The banner is also the beginning of a format. */
function image(version: string, magic = 'ARM\x64'): Buffer {
  const head = Buffer.alloc(64);
  head.write('MZ', 0, 'latin1');
  head.write(magic, 56, 'latin1');
  return Buffer.concat([head, Buffer.from(`Linux version %s\0Linux version ${version} (made up)\0`)]);
}

/** drivers/firmware/efi/libstub/zboot-header.S. */
function zboot(payload: Buffer, type: string): Buffer {
  const head = Buffer.alloc(64);
  head.write('MZ\0\0zimg', 0, 'latin1');
  head.writeUInt32LE(64, 8);
  head.writeUInt32LE(payload.length, 12);
  head.write(type, 24, 'latin1');
  return Buffer.concat([head, payload]);
}

cases(
  'a kernel for aarch64',
  [
    { name: 'an image', at: 'boot/vmlinuz-x', content: image('6.12.1-a'), version: '6.12.1-a' },
    { name: 'a compressed image', at: 'boot/vmlinuz-x', content: gzipSync(image('6.12.1-a')), version: '6.12.1-a' },
    { name: 'zboot with gzip', at: 'vmlinuz', content: zboot(gzipSync(image('7.2.1')), 'gzip'), version: '7.2.1' },
    { name: 'zboot with zstd', at: 'boot/vmlinuz-7.2.1-a', content: zboot(image('x'), 'zstd22'), version: '7.2.1-a' },
    { name: 'beside its modules', at: '7.2.3-a/vmlinuz', content: zboot(image('x'), 'zstd22'), version: '7.2.3-a' },
    { name: 'zboot without a name', at: 'vmlinuz', content: zboot(image('x'), 'zstd22'), version: undefined },
    { name: 'a source tree', at: 'arch/arm64/boot/Image', content: image('6.12.1'), version: '6.12.1' },
    { name: 'of RISC-V', at: 'boot/vmlinux-6.12.1', content: image('6.12.1', 'RSC\x05'), version: undefined },
    { name: 'a cloud kernel', at: 'boot/vmlinuz-x', content: image('6.12.1-cloud-arm64'), version: undefined },
    { name: 'damaged', at: 'vmlinuz', content: gzipSync(image('6.12.1')).subarray(0, 40), version: undefined },
  ],
  ({ at, content, version }) =>
    inTemporaryFolder(async (folder) => {
      put(join(folder, at), content);
      const { value, diagnostics } = await chooseKernel(folder, 'aarch64', FOLDERS);
      assert.equal(
        [value?.version, value?.file],
        version === undefined ? [undefined, undefined] : [version, join(folder, at)],
      );
      assert.equal(diagnostics.length, version === undefined ? 1 : 0);
    }),
);

test('a file that is named says why it is no kernel of the architecture', async () => {
  await inTemporaryFolder(async (folder) => {
    put(join(folder, 'riscv'), image('6.12.1', 'RSC\x05'));
    put(join(folder, 'packed'), zboot(image('x'), 'zstd22'));
    const why = async (file: string) =>
      (await chooseKernel(join(folder, file), 'aarch64', FOLDERS)).diagnostics[0]?.message;
    assert.is(await why('riscv'), 'this is not a Linux kernel for aarch64: it has no image header of aarch64');
    assert.match((await why('packed')) ?? '', /does not show its version; name the file vmlinuz-VERSION/);
  });
});

cases(
  'the module of the driver',
  [
    {
      name: 'in the same system',
      kernel: 'boot/vmlinuz-1',
      module: 'lib/modules/1/kernel/drivers/cpufreq/cppc_cpufreq.ko.xz',
    },
    { name: 'in usr', kernel: 'boot/vmlinuz-1', module: 'usr/lib/modules/1/kernel/drivers/cpufreq/cppc_cpufreq.ko' },
    { name: 'beside modules', kernel: '1/vmlinuz', module: '1/kernel/drivers/cpufreq/cppc_cpufreq.ko.gz' },
    { name: 'beside the kernel', kernel: 'vmlinuz', module: 'cppc_cpufreq.ko' },
    { name: 'in a source tree', kernel: 'arch/arm64/boot/Image', module: 'drivers/cpufreq/cppc_cpufreq.ko' },
  ],
  ({ kernel, module }) =>
    inTemporaryFolder(async (folder) => {
      const file = join(folder, kernel);
      put(file, Buffer.alloc(0));
      assert.is(await findDriver({ file, version: '1', release: [6, 12] }), undefined);
      put(join(folder, module), Buffer.alloc(0));
      assert.is(await findDriver({ file, version: '1', release: [6, 12] }), join(folder, module));
    }),
);

test('a busybox of the architecture: the one that is named, or of the system of the kernel', async () => {
  await inTemporaryFolder(async (folder) => {
    const elf = Buffer.alloc(64);
    elf.write('\x7fELF', 0, 'latin1');
    elf.writeUInt16LE(183, 18);
    put(join(folder, 'bin/busybox'), elf);
    const of = (options: Parameters<typeof findBusybox>[0]) =>
      findBusybox({ architecture: 'aarch64', path: '', ...options });
    assert.is((await of({ root: folder })).file, join(folder, 'bin/busybox'));
    assert.is((await of({ requested: join(folder, 'bin/busybox') })).file, join(folder, 'bin/busybox'));
    const none = join(folder, 'none');
    assert.equal(await of({ requested: none, root: folder }), { refused: [`${none} cannot be read`] });
    assert.equal((await findBusybox({ architecture: 'riscv64', root: folder, path: '' })).refused, [
      `${join(folder, 'bin/busybox')} is not for riscv64`,
    ]);
  });
});

cases(
  'the command for a guest of Arm',
  [
    { name: 'eight vCPUs', vcpus: 8, machine: 'virt', memory: '1024M' },
    { name: 'nine vCPUs need GICv3', vcpus: 9, machine: 'virt,gic-version=3', memory: '1024M' },
    { name: 'many vCPUs', vcpus: 400, machine: 'virt,gic-version=3', memory: '1200M' },
  ],
  ({ vcpus, machine, memory }) =>
    inTemporaryFolder(async (folder) => {
      put(join(folder, 'root/boot/vmlinuz-6.12.1'), image('6.12.1'));
      put(join(folder, 'root/bin/busybox'), Buffer.alloc(0));
      put(join(folder, 'fw.fd'), Buffer.alloc(0));
      const words = await commandOf(folder, vcpus);
      const after = (option: string) => words[words.indexOf(option) + 1];
      assert.is(words[0], 'qemu-system-aarch64');
      assert.equal([after('-machine'), after('-m'), after('-cpu')], [machine, memory, 'cortex-a57']);
      assert.is(after('-bios'), join(folder, 'fw.fd'));
      assert.is(after('-append'), 'console=ttyAMA0 panic=-1 oops=panic quiet a=b');
      assert.is(after('-device'), 'pci-serial,chardev=report');
      assert.not(words.includes('-acpitable'));
    }),
);

test('the disk of GRUB has kernel, initrd and tables, and its words are quoted for GRUB', async () => {
  await inTemporaryFolder(async (folder) => {
    const contents = ['kernel', 'initrd', 'table'].map((text) => Buffer.from(text));
    const [kernel, initrd, table] = contents as [Buffer, Buffer, Buffer];
    const words = `console=ttyS0 dyndbg="file cppc_acpi.c +p" it's $x`;
    const files = grubFiles({ kernel, initrd, tables: [table, table], words });
    assert.equal(
      Buffer.from(files['grub.cfg'] ?? []).toString(),
      `set root=(memdisk)
acpi (memdisk)/table-1.aml (memdisk)/table-2.aml
linux (memdisk)/vmlinuz 'console=ttyS0' 'dyndbg=file cppc_acpi.c +p' 'it'\\''s' '$x'
initrd (memdisk)/initrd
boot
`,
    );
    put(join(folder, 'grub.tar'), files['grub.tar'] ?? Buffer.alloc(0));
    await execa('tar', ['-xf', 'grub.tar'], { cwd: folder });
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    assert.equal(['vmlinuz', 'initrd', 'table-1.aml', 'table-2.aml'].map(read), ['kernel', 'initrd', 'table', 'table']);
  });
});

cases(
  'the image of GRUB',
  [
    { name: 'is made', script: 'echo made >grub.efi', why: undefined },
    {
      name: 'says why not',
      script: 'echo "grub-mkimage: error: no module" >&2; exit 1',
      why: 'grub-mkimage: error: no module',
    },
    { name: 'needs the program', script: undefined, why: 'grub-mkimage is not in PATH' },
  ],
  ({ script, why }) =>
    inTemporaryFolder(async (folder) => {
      const { PATH } = process.env;
      if (script !== undefined) put(join(folder, 'bin/grub-mkimage'), Buffer.from(`#!/bin/sh\n${script}\n`));
      process.env['PATH'] = join(folder, 'bin');
      try {
        assert.is(await makeImage(folder, folder), why);
      } finally {
        process.env['PATH'] = PATH;
      }
    }),
);

test('the command for a guest of RISC-V starts the image, with a copy of the variables', async () => {
  await inTemporaryFolder(async (folder) => {
    put(join(folder, 'root/boot/vmlinux-6.12.1'), image('6.12.1', 'RSC\x05'));
    for (const file of ['root/usr/bin/busybox', 'root/usr/lib/grub/riscv64-efi/acpi.mod', 'CODE.fd', 'VARS.fd'])
      put(join(folder, file), Buffer.alloc(0));
    const words = await commandOf(folder, 2, 'riscv64', 'CODE.fd');
    const text = words.join(' ');
    assert.is(words[0], 'qemu-system-riscv64');
    assert.match(text, '-machine virt,acpi=on,pflash0=code,pflash1=vars -m 2048M -cpu rv64');
    assert.match(
      text,
      `filename=${join(folder, 'CODE.fd')} -blockdev node-name=vars,driver=file,filename=variables.fd`,
    );
    assert.match(text, '-kernel grub.efi');
    assert.not.match(text, '-append');
  });
});

test.run();

async function commandOf(
  folder: string,
  vcpus: number,
  machine = 'aarch64',
  firmware = 'fw.fd',
): Promise<readonly string[]> {
  const levels = 'highest_perf = 9\nnominal_perf = 9\nlowest_nonlinear_perf = 3\nlowest_perf = 1';
  const frequencies = 'nominal_freq = 900\nlowest_freq = 100';
  const text = `[guest]\nmachine = "qemu-virt-${machine}"\n[[core]]\ncount = ${vcpus}\n${levels}\n${frequencies}\n`;
  const { value } = await compile({ text, file: 'arm.toml' });
  assert.ok(value);
  const request = {
    kernel: join(folder, 'root'),
    firmware: join(folder, firmware),
    accelerator: 'auto',
    append: 'a=b',
  } as const;
  const { value: words, diagnostics } = await bootCommand(value, 'arm.toml', {
    ...request,
    machine: 'q35',
    byInitrd: false,
  });
  if (!words) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return words;
}

function put(file: string, content: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: 0o755 });
}
