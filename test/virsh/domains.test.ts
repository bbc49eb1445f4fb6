import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceJson } from '../../src/emit/acpi-cppc.js';
import { isSince } from '../../src/versions/release.js';
import { domains, put, x3d } from '../libvirt/domains.js';
import { testWith } from '../support/outside.js';
import { complaintsOfLibvirt, complaintsOfRawSchema, LIBVIRT, qemuArguments } from './libvirt.js';

const compiled = await x3d();
/** libvirt has tables of type raw since then, and the edit writes them by default. */
const RAW_SINCE = [11, 2] as const;
const PLACEMENT = { stem: 'x3d', libvirt: LIBVIRT } as const;
const FILE = 'file=/var/lib/libvirt/acpi/x3d.aml';

for (const { name, text } of domains) {
  testWith(['virt-xml-validate'], `libvirt takes it: ${name}`, async () => {
    for (const topology of [true, false]) {
      const made = put(text, { compiled, placement: PLACEMENT, topology });
      assert.is(await complaintsOfLibvirt(made.text), '');
    }
  });
  testWith(
    ['virt-xml-validate', 'xmllint'],
    `the schema of raw tables takes it, and no older one: ${name}`,
    async () => {
      const { text: made } = put(text, { compiled, topology: true });
      assert.is(await complaintsOfRawSchema(made), '');
      const complaints = await complaintsOfLibvirt(made);
      if (isSince(LIBVIRT, RAW_SINCE)) assert.is(complaints, '');
      else assert.match(complaints, /fails to validate|Invalid|Did not expect/);
    },
  );
}

testWith(['xmllint'], 'the schema of raw tables wants absolute paths and knows its types', async () => {
  const made = put(domains.find(({ name }) => name === 'virt-manager')?.text ?? '', { compiled }).text;
  assert.is(await complaintsOfRawSchema(made), '');
  assert.not.equal(await complaintsOfRawSchema(made.replace('>/var/lib', '>var/lib')), '');
  assert.not.equal(await complaintsOfRawSchema(made.replace(/type=(["'])raw\1/, "type='ssdt'")), '');
});

/** TCG needs no /dev/kvm, and its CPUs are those of any host. Network interfaces need rights. */
function onTcg(text: string): string {
  return text
    .replace(/<domain (.*?)type=(["'])kvm\2/s, '<domain $1type=$2qemu$2')
    .replace(/<cpu mode=(["'])host-[a-z]+\1[^/>]*>/, '<cpu mode="custom"><model>qemu64</model>')
    .replace(/<cpu mode=[^>]*\/>/, '')
    .replace(/<(loader|nvram) .*?<\/\1>\s*/g, '')
    .replace(/<interface .*?<\/interface>\s*/gs, '');
}

for (const { name, text } of domains) {
  testWith(['virsh', 'qemu-system-x86_64'], `the arguments that were meant: ${name}`, async () => {
    const words = await qemuArguments(onTcg(put(text, { compiled, placement: PLACEMENT, topology: true }).text));
    assert.equal(
      valuesOf(words, '-acpitable').filter((one) => one.includes('x3d')),
      [FILE],
    );
    assert.equal(valuesOf(words, '-cpu').length, 1);
    assert.match(valuesOf(words, '-smp').join(), /cores=(?:1|2),threads=2/);
    assert.equal(
      valuesOf(words, '-device').filter((one) => one.includes('acpi-cppc')),
      [],
    );
  });
}

testWith(['virsh', 'qemu-system-x86_64'], "the arguments that were meant: others' are there, too", async () => {
  const text = domains.find(({ name }) => name === 'others-tables')?.text ?? '';
  const words = await qemuArguments(onTcg(put(text, { compiled, placement: PLACEMENT }).text));
  // A raw table is in <acpi>, so it comes before the arguments of the domain's author.
  assert.equal(valuesOf(words, '-acpitable').toSorted(), [
    'file=/var/lib/libvirt/acpi/battery.aml',
    FILE,
    'sig=SLIC,file=/var/lib/libvirt/acpi/slic.bin',
  ]);
  assert.ok(valuesOf(words, '-device').some((one) => one.includes('ivshmem-plain')));
});

testWith(
  ['virsh', 'qemu-system-x86_64'],
  'the arguments that were meant: the device, its quotes and a comma',
  async () => {
    const device = await x3d(['layout = "constant"', 'layout = "acpi-cppc"']);
    const text = domains.find(({ name }) => name === 'other-prefix')?.text ?? '';
    const words = await qemuArguments(onTcg(put(text, { compiled: device }).text));
    assert.equal(
      valuesOf(words, '-device').filter((one) => one.includes('acpi-cppc')),
      [deviceJson(device.table)],
    );
    const placement = { ...PLACEMENT, stem: "a,b'c", tablePath: '/srv/x y' };
    const quoted = await qemuArguments(onTcg(put(text, { compiled, placement }).text));
    assert.equal(valuesOf(quoted, '-acpitable'), ["file=/srv/x y/a,,b'c.aml"]);
  },
);

testWith(['virsh', 'virt-xml-validate', 'qemu-system-x86_64'], 'libvirt gives QEMU the dies', async () => {
  const dies = await x3d(['threads_per_core = 2', 'threads_per_core = 2\ndies = [1, 1]']);
  const text = domains.find(({ name }) => name === 'virt-manager')?.text ?? '';
  const made = put(text, { compiled: dies, placement: PLACEMENT, topology: true }).text;
  assert.is(await complaintsOfLibvirt(made), '');
  const [smp = ''] = valuesOf(await qemuArguments(onTcg(made)), '-smp');
  assert.match(smp, 'dies=2,');
  assert.match(smp, 'cores=1,threads=2');
});

function valuesOf(words: readonly string[], option: string): readonly string[] {
  return words.flatMap((word, i) => (word === option ? [words[i + 1] ?? ''] : []));
}

test.run();
