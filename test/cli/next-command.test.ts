import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Release } from '../../grammar/release.js';
import { nextLines } from '../../src/cli/views/next-command.js';
import { compile } from '../../src/compile.js';
import { emitFormats } from '../../src/emit/formats.js';
import { cases } from '../support/cases.js';

interface Row {
  readonly name: string;
  readonly vcpus: number;
  readonly qemu?: Release;
  readonly layout?: string;
  /** What the command has, or why there is none. */
  readonly says: RegExp;
}

const NO_COMMAND = (release: string, vcpus: number, most: string) =>
  new RegExp(
    `^Next: start a guest with QEMU ${release} or newer\\. The spec has ${vcpus} vCPUs; machine q35 has at most ${most}\\.\\n.*--qemu ${release}`,
  );

const rows: readonly Row[] = [
  { name: 'as many as under TCG', vcpus: 255, says: /-machine q35 -cpu EPYC -smp 255,/ },
  { name: 'more than under TCG', vcpus: 256, says: /-machine q35,kernel-irqchip=split -accel kvm -cpu EPYC -smp 256,/ },
  { name: 'the most of QEMU 7.2', vcpus: 288, says: /-smp 288,/ },
  { name: 'one more, for any QEMU', vcpus: 289, says: NO_COMMAND('8.1', 289, '288 before QEMU 8.1') },
  { name: 'one more, for QEMU 8.0', vcpus: 289, qemu: [8, 0], says: NO_COMMAND('8.1', 289, '288 in 8.0') },
  { name: 'one more, for QEMU 8.1', vcpus: 289, qemu: [8, 1], says: /-smp 289,/ },
  { name: 'the most of QEMU 8.2', vcpus: 1024, qemu: [8, 2], says: /-smp 1024,/ },
  { name: 'more than QEMU 8.2 has', vcpus: 1025, qemu: [8, 2], says: NO_COMMAND('9.0', 1025, '1024 in 8.2') },
  {
    name: 'more than any older QEMU has',
    vcpus: 1025,
    says: NO_COMMAND('9.0', 1025, '288 before QEMU 8.1 and 1024 before 9.0'),
  },
  { name: 'for QEMU 9.0', vcpus: 1025, qemu: [9, 0], says: /-smp 1025,/ },
  { name: 'for the device', vcpus: 289, layout: 'acpi-cppc', says: NO_COMMAND('8.1', 289, '288 before QEMU 8.1') },
];

cases('vCPUs of the next command', rows, async ({ vcpus, qemu, layout = 'constant', says }) => {
  const lines = await linesOf(`[registers]\nlayout = "${layout}"`, vcpus, qemu);
  assert.match(lines.join('\n'), says);
  assert.is(/qemu-system/.test(lines.join('\n')), /-smp/.test(says.source));
});

test('another machine has its own limit', async () => {
  const lines = await linesOf('[guest]\nmachine = "cloud-hypervisor"\n[registers]\nlayout = "constant"', 289);
  assert.equal(lines, ['Next: use `--emit initrd` for an archive that goes in front of the initrd of a Linux guest.']);
});

cases(
  'machine virt',
  [
    {
      name: 'without an archive',
      machine: 'aarch64',
      formats: ['aml'],
      says: /^Next: add `--emit aml,initrd`\. QEMU refuses -acpitable/,
    },
    {
      name: 'Arm',
      machine: 'aarch64',
      formats: ['aml', 'initrd'],
      says: /cat .*x.acpi.cpio initrd.img > initrd-x.img\n {2}qemu-system-aarch64 -machine virt,gic-version=3 .*-bios .* -initrd initrd-x.img -kernel vmlinuz$/,
    },
    { name: 'without GRUB', machine: 'riscv64', formats: ['aml'], says: /^Next: add `--emit aml,grub`/ },
    {
      name: 'RISC-V',
      machine: 'riscv64',
      formats: ['aml', 'grub'],
      says: /x\.grub\.cfg .*docs\/arm\.md.*\n {2}cp .*RISCV_VIRT_VARS.fd vars-x.fd\n {2}qemu-system-riscv64 .*-kernel grub-x.efi$/,
    },
  ],
  async ({ machine, formats, says }) => {
    const lines = await linesOf(`[guest]\nos = ["linux-7.2"]\nmachine = "qemu-virt-${machine}"`, 9, undefined, formats);
    assert.match(lines.join('\n'), says);
  },
);

cases(
  'no command where QEMU would build other cores',
  [
    { name: 'uneven threads', layout: 'constant', cores: 'threads = 2\n[[core]]\nhighest_perf = 150' },
    { name: 'uneven threads, for the device', layout: 'acpi-cppc', cores: 'threads = 2\n[[core]]\nhighest_perf = 150' },
    {
      name: 'threads apart',
      layout: 'constant',
      cores: 'vcpus = [0, 2]\n[[core]]\nhighest_perf = 150\nvcpus = [1, 3]',
    },
  ],
  async ({ layout, cores }) => {
    const lines = (await linesOf(`[registers]\nlayout = "${layout}"`, cores)).join('\n');
    assert.not.match(lines, /-smp|qemu-system/);
    assert.match(lines, /^No QEMU command is shown/);
  },
);

test.run();

async function linesOf(
  head: string,
  cores: number | string,
  qemu?: Release,
  formats: readonly string[] = ['aml'],
): Promise<string[]> {
  const levels = 'nominal_perf = 100\nlowest_nonlinear_perf = 40\nlowest_perf = 10\nhighest_perf = 200';
  const core = typeof cores === 'number' ? `count = ${cores}` : cores;
  const guest = head.startsWith('[guest]') ? head : `[guest]\ncpu_model = "EPYC"\n${head}`;
  const { value } = await compile({ text: `${guest}\n[defaults]\n${levels}\n[[core]]\n${core}`, file: 'x' });
  assert.ok(value);
  const placement = { stem: 'x', ...(qemu && { qemu }) };
  return nextLines(value, placement, '.', emitFormats(value, placement, formats).value ?? []);
}
