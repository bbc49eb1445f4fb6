// What QEMU's command line, libvirt and Windows are given.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import type { Output, Placement } from '../../src/emit/format.js';
import { emitFormats } from '../../src/emit/formats.js';
import { cases } from '../support/cases.js';

const CORES = `
[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15

[[core]]
highest_perf = 236
host_threads = [4, 20]

[[core]]
highest_perf = 166
host_threads = [5, 21]
`;
const CONSTANT = `[guest]\nthreads_per_core = 2\n[registers]\nlayout = "constant"\n${CORES}`;
const SPLIT = `[table]\nmax_table_bytes = 1100\n${CONSTANT}`;
const DEVICE = `[guest]\nthreads_per_core = 2\nos = ["windows11"]\n${CORES}`;

const PINS = [4, 20, 5, 21].map((thread, vcpu) => `    <vcpupin vcpu='${vcpu}' cpuset='${thread}'/>`);
const TOPOLOGY = ["  <cpu mode='host-passthrough'>", "    <topology sockets='1' cores='2' threads='2'/>", '  </cpu>'];
const HEAD = '<!-- Made by cppc-acpi. Copy these elements into a domain. -->';
const QEMU_DOMAIN = "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>";

cases(
  'arguments for QEMU',
  [
    { name: 'a table', spec: CONSTANT, placement: {}, args: '-acpitable file=x3d.aml\n' },
    { name: 'parts', spec: SPLIT, placement: {}, args: '-acpitable file=x3d-1.aml\n-acpitable file=x3d-2.aml\n' },
    { name: 'a folder', spec: CONSTANT, placement: { tablePath: '/srv/a/' }, args: '-acpitable file=/srv/a/x3d.aml\n' },
    {
      name: 'a comma is doubled, a blank quoted',
      spec: CONSTANT,
      placement: { tablePath: "/srv/a,b c'd" },
      args: "-acpitable 'file=/srv/a,,b c'\\''d/x3d.aml'\n",
    },
  ],
  async ({ spec, placement, args }) => {
    assert.is(text(await emitted(spec, 'qemu', placement)), args);
  },
);

cases(
  'parts of a libvirt domain',
  [
    {
      name: 'the newest libvirt takes raw tables',
      spec: SPLIT,
      placement: {},
      xml: [
        HEAD,
        '<domain>',
        '  <vcpu>4</vcpu>',
        ...['  <cputune>', ...PINS, '  </cputune>'],
        ...['  <os>', '    <acpi>'],
        "      <table type='raw'>/var/lib/libvirt/acpi/x3d-1.aml</table>",
        "      <table type='raw'>/var/lib/libvirt/acpi/x3d-2.aml</table>",
        ...['    </acpi>', '  </os>'],
        ...TOPOLOGY,
        '</domain>',
      ],
    },
    {
      name: 'libvirt 11.1 does not',
      spec: CONSTANT,
      placement: { libvirt: [11, 1] as const, tablePath: "/srv/a&'b\tc" },
      xml: [
        HEAD,
        QEMU_DOMAIN,
        '  <vcpu>4</vcpu>',
        ...['  <cputune>', ...PINS, '  </cputune>'],
        ...TOPOLOGY,
        '  <qemu:commandline>',
        "    <qemu:arg value='-acpitable'/>",
        "    <qemu:arg value='file=/srv/a&amp;&apos;b&#9;c/x3d.aml'/>",
        '  </qemu:commandline>',
        '</domain>',
      ],
    },
    {
      name: 'the device goes by qemu:commandline in every libvirt',
      spec: DEVICE,
      placement: { libvirt: [12, 0] as const },
      xml: [
        HEAD,
        QEMU_DOMAIN,
        '  <vcpu>4</vcpu>',
        ...['  <cputune>', ...PINS, '  </cputune>'],
        ...TOPOLOGY,
        '  <qemu:commandline>',
        "    <qemu:arg value='-device'/>",
        `    <qemu:arg value='{"driver":"acpi-cppc","addrspace":2,"processors":["0:0:236:131:40:15","1:0:236:131:40:15","2:2:166:131:40:15","3:2:166:131:40:15"]}'/>`,
        ...['cppc=on', 'pstate=on'].flatMap((flag) => [
          "    <qemu:arg value='-global'/>",
          `    <qemu:arg value='x86_64-cpu.${flag}'/>`,
        ]),
        '  </qemu:commandline>',
        '</domain>',
      ],
    },
  ],
  async ({ spec, placement, xml }) => {
    assert.equal(text(await emitted(spec, 'libvirt', placement)).split('\n'), [...xml, '']);
  },
);

test('the registry file is as Windows reads it', async () => {
  const lines = text(await emitted(DEVICE, 'reg')).split('\r\n');
  assert.equal(lines, [
    'Windows Registry Editor Version 5.00',
    '',
    '[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Processor]',
    '"AllowGuestPerfStates"=dword:00000001',
    '',
    '',
  ]);
});

cases(
  'what a spec cannot give',
  [
    {
      name: 'the device in another layout',
      spec: CONSTANT,
      format: 'acpi-cppc',
      placement: {},
      why: /`layout` in \[registers\] is "constant"/,
    },
    { name: 'a registry file without Windows 11', spec: CONSTANT, format: 'reg', placement: {}, why: /windows11/ },
    { name: 'a colon in the path', spec: CONSTANT, format: 'qemu', placement: { tablePath: '/a:b' }, why: /at ":"/ },
    {
      name: 'a relative path for libvirt',
      spec: CONSTANT,
      format: 'libvirt',
      placement: { tablePath: 'a' },
      why: /absolute/,
    },
    {
      name: 'a libvirt domain for Arm',
      spec: CONSTANT.replace('[guest]', '[guest]\nos = ["linux-7.2"]\nmachine = "qemu-virt-aarch64"'),
      format: 'libvirt',
      placement: {},
      why: /does not support -acpitable; use `--emit initrd`/,
    },
    {
      name: 'a libvirt domain for RISC-V',
      spec: CONSTANT.replace('[guest]', '[guest]\nos = ["linux-7.2"]\nmachine = "qemu-virt-riscv64"'),
      format: 'libvirt',
      placement: {},
      why: /does not support -acpitable; use `--emit grub`/,
    },
    {
      name: 'an initrd for RISC-V',
      spec: CONSTANT.replace('[guest]', '[guest]\nos = ["linux-7.2"]\nmachine = "qemu-virt-riscv64"'),
      format: 'initrd',
      placement: {},
      why: /takes no table from an initrd/,
    },
    {
      name: 'GRUB for the device',
      spec: CONSTANT.replace('"constant"', '"acpi-cppc"'),
      format: 'grub',
      placement: {},
      why: /has its own table/,
    },
  ],
  async ({ spec, format, placement, why }) => {
    const { value, diagnostics } = emitFormats(await compiled(spec), { stem: 'x3d', ...placement }, [format]);
    assert.is(value, undefined);
    assert.equal(
      diagnostics.map((one) => one.code),
      ['emit/unavailable'],
    );
    assert.match(diagnostics[0]?.message ?? '', why);
  },
);

cases(
  'a name of the spec that an output cannot have: the help says to rename it',
  [
    { name: 'a colon for QEMU', stem: 'a:b', format: 'qemu' },
    { name: 'a colon for libvirt', stem: 'a:b', format: 'libvirt' },
    { name: 'a colon beside a path with one', stem: 'a:b', format: 'qemu', tablePath: '/x:y' },
    { name: 'a control character for an initrd', stem: 'a\u001bb', format: 'initrd' },
    { name: 'a control character for QEMU', stem: 'a\u001bb', format: 'qemu' },
    { name: 'a control character for GRUB', stem: 'a\u001bb', format: 'grub' },
  ],
  async ({ stem, format, tablePath }) => {
    const placement = { stem, ...(tablePath !== undefined && { tablePath }) };
    const { diagnostics } = emitFormats(await compiled(CONSTANT), placement, [format]);
    assert.match(diagnostics[0]?.help ?? '', /^rename the spec/);
  },
);

test.run();

async function compiled(spec: string) {
  const { value, diagnostics } = await compile({ text: spec, file: 'x3d.toml' });
  if (!value) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return value;
}

async function emitted(spec: string, format: string, placement: Omit<Placement, 'stem'> = {}) {
  return emitFormats(await compiled(spec), { stem: 'x3d', ...placement }, [format]).value ?? [];
}

function text(outputs: readonly Output[]): string {
  return outputs.map(({ content }) => new TextDecoder().decode(content)).join('');
}
