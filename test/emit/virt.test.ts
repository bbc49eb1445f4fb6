import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Placement } from '../../src/emit/format.js';
import { emitFormats } from '../../src/emit/formats.js';
import { compileText } from '../laws/specs.js';
import { cases } from '../support/cases.js';

const specOf = (machine: string, count: number, guest = '') => `
[guest]
machine = "${machine}"
os = ["linux-7.2"]
${guest}
[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15
[[core]]
highest_perf = 236
[[core]]
highest_perf = 166
count = ${count - 1}
`;

async function textOf(text: string, format: string, placement: Partial<Placement> = {}): Promise<string> {
  const { value = [] } = emitFormats(await compileText(text), { stem: 'x3d', ...placement }, [format]);
  return new TextDecoder().decode(value[0]?.content);
}

const ARM = ['-bios /usr/share/qemu-efi-aarch64/QEMU_EFI.fd', '-initrd initrd-x3d.img'];
const RISCV = [
  '-blockdev node-name=code,driver=file,read-only=on,filename=/usr/share/qemu-efi-riscv64/RISCV_VIRT_CODE.fd',
  '-blockdev node-name=vars,driver=file,filename=vars-x3d.fd',
  '-kernel grub-x3d.efi',
];

cases(
  'arguments for machine virt',
  [
    {
      name: '8 vCPUs of Arm have the default GIC',
      text: specOf('qemu-virt-aarch64', 8),
      args: ['-machine virt', '-accel kvm', '-cpu host', '-smp 8,sockets=1,cores=8,threads=1', '-m 2G', ...ARM],
    },
    {
      name: '9 vCPUs of Arm need GICv3',
      text: specOf('qemu-virt-aarch64', 9, 'cpu_model = "cortex-a57"'),
      args: ['-machine virt,gic-version=3', '-cpu cortex-a57', '-smp 9,sockets=1,cores=9,threads=1', '-m 2G', ...ARM],
    },
    {
      name: 'RISC-V starts an image of GRUB',
      text: specOf('qemu-virt-riscv64', 9, 'cpu_model = "rv64"'),
      args: [
        '-machine virt,acpi=on,pflash0=code,pflash1=vars',
        '-cpu rv64',
        '-smp 9,sockets=1,cores=9,threads=1',
        '-m 2G',
        ...RISCV,
      ],
    },
  ],
  async ({ text, args }) => {
    assert.equal((await textOf(text, 'qemu')).trimEnd().split('\n'), args);
  },
);

cases(
  'GRUB loads',
  [
    { name: 'the table beside it', placement: {}, line: 'acpi "$config_directory/x3d.aml"' },
    { name: 'a table elsewhere', placement: { tablePath: '(memdisk)/' }, line: 'acpi "(memdisk)/x3d.aml"' },
    {
      name: 'a file with special characters',
      placement: { stem: 'a"$b c' },
      line: 'acpi "$config_directory/a\\"\\$b c.aml"',
    },
  ],
  async ({ placement, line }) => {
    assert.is(
      (await textOf(specOf('coreboot', 2, 'architecture = "aarch64"'), 'grub', placement)).trimEnd().split('\n').at(-1),
      line,
    );
  },
);

test('GRUB gets all parts in one command', async () => {
  const text = await textOf(`[table]\nmax_table_bytes = 1100\n${specOf('qemu-virt-aarch64', 4)}`, 'grub');
  assert.is(text.match(/^acpi /gm)?.length, 1);
  assert.match(text, /x3d-1\.aml" ".*x3d-2\.aml"/);
});

test.run();
