import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { editDomain } from '../../src/libvirt/edit-domain.js';
import { cases } from '../support/cases.js';
import { x3d } from './domains.js';

const compiled = await x3d();

function problemsOf(tablePath: string, libvirt: readonly [number, number]) {
  const edit = { compiled, placement: { stem: 'x3d', tablePath, libvirt }, topology: false };
  const { diagnostics } = editDomain("<domain type='kvm'><vcpu>4</vcpu></domain>", 'd.xml', edit);
  return diagnostics.filter(({ code }) => /apparmor|unlabelled/.test(code));
}

// As the helpers of Debian 12, 13 and sid have it; 11.2 was not seen.
cases(
  'folders of tables under AppArmor',
  [
    { name: '/var/lib/libvirt/acpi', libvirt: [12, 8], refused: false },
    { name: '/usr/share/qemu', libvirt: [12, 8], refused: false },
    { name: '/usr/share/qemu', libvirt: [11, 3], refused: false },
    { name: '/usr/share/qemu/acpi', libvirt: [11, 3], refused: false },
    { name: '/usr/share/qemu', libvirt: [11, 2], refused: true },
    { name: '/usr/share/qemu-cppc', libvirt: [12, 8], refused: true },
    { name: '/usr/share/OVMF', libvirt: [11, 2], refused: false },
    { name: '/usr/share/cppc', libvirt: [12, 8], refused: true },
    { name: '/etc/cppc', libvirt: [12, 8], refused: true },
    { name: '/usr/local/share', libvirt: [11, 2], refused: false },
  ] as const,
  ({ name, libvirt, refused }) => {
    const codes = problemsOf(name, libvirt).map(({ code }) => code);
    assert.equal(codes, refused ? ['libvirt/apparmor-path'] : []);
  },
);

cases(
  'the file for a rule of AppArmor',
  [
    {
      name: 'before 9.6',
      folder: '/srv/acpi',
      libvirt: [9, 5],
      file: '/etc/apparmor.d/local/abstractions/libvirt-qemu',
    },
    {
      name: 'from 9.6 on',
      folder: '/srv/acpi',
      libvirt: [9, 6],
      file: '/etc/apparmor.d/abstractions/libvirt-qemu.d/cppc-acpi',
    },
    { name: 'a folder that QEMU reads', folder: '/usr/share/qemu', libvirt: [9, 0], file: undefined },
  ] as const,
  ({ folder, libvirt, file }) => {
    const [{ help = '' } = {}] = problemsOf(folder, libvirt);
    assert.match(help, /make the file readable for everyone/);
    assert.is(/ to (\S+)$/.exec(help)?.[1], file);
  },
);

test.run();
