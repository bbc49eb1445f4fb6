import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { editDomain } from '../../src/libvirt/edit-domain.js';
import { cases } from '../support/cases.js';
import { x3d } from './domains.js';

const compiled = await x3d();
const OS = "<os><type arch='x86_64' machine='q35'>hvm</type></os>";
const REST = "<features><acpi/></features><cpu mode='host-passthrough'>";
const SMT = "<topology sockets='1' cores='2' threads='2'/>";
const FINE = `<vcpu>4</vcpu>${OS}${REST}${SMT}</cpu>`;
const domain = (inside: string, type = 'kvm') => `<domain type='${type}'>${inside}</domain>`;

const codesOf = (
  text: string,
  { topology = false, tablePath = '/var/lib/x', libvirt = [11, 2] as readonly [number, number] } = {},
) =>
  editDomain(text, 'd.xml', { compiled, placement: { stem: 'x3d', tablePath, libvirt }, topology }).diagnostics.map(
    ({ code }) => code,
  );

cases(
  'rules of a domain',
  [
    { name: 'none', text: domain(FINE), codes: [] },
    { name: 'qemu without KVM', text: domain(FINE, 'qemu'), codes: [] },
    { name: 'no type', text: `<domain>${FINE}</domain>`, codes: ['libvirt/not-qemu'] },
    { name: 'an architecture left out', text: domain(FINE.replace(" arch='x86_64'", '')), codes: [] },
    { name: 'fewer vCPUs', text: domain(FINE.replace('>4<', '>3<')), codes: ['libvirt/vcpu-count'] },
    { name: 'the most vCPUs count', text: domain(FINE.replace('<vcpu>', "<vcpu current='1'>")), codes: [] },
    {
      name: 'as many vCPUs as are on',
      text: domain(FINE.replace('<vcpu>4<', "<vcpu current='4'>8<")),
      codes: ['libvirt/vcpus-off'],
    },
    {
      name: 'some of those that are off',
      text: domain(FINE.replace('<vcpu>4<', "<vcpu current='2'>8<")),
      codes: ['libvirt/vcpus-off'],
    },
    {
      name: 'fewer than are on',
      text: domain(FINE.replace('<vcpu>4<', "<vcpu current='5'>8<")),
      codes: ['libvirt/vcpu-count'],
    },
    {
      name: 'vCPUs by their names',
      text: domain(
        FINE.replace(
          '<vcpu>4</vcpu>',
          `<vcpu current='2'>8</vcpu><vcpus>${[0, 1, 2, 3, 4, 5, 6, 7].map((id) => `<vcpu id='${id}' enabled='${id === 0 || id === 6 ? 'yes' : 'no'}'/>`).join('')}</vcpus>`,
        ),
      ),
      codes: ['libvirt/vcpu-count'],
    },
    { name: 'no <vcpu> is one', text: domain(FINE.replace('<vcpu>4</vcpu>', '')), codes: ['libvirt/vcpu-count'] },
    {
      name: 'no <vcpu> is one, however many are pinned',
      text: domain(`${FINE.replace('<vcpu>4</vcpu>', '')}<cputune><vcpupin vcpu='3' cpuset='1'/></cputune>`),
      codes: ['host/pin-past-vcpus', 'libvirt/vcpu-count'],
    },
    {
      name: 'QEMU with the patch of the device, beside a table',
      text: domain(`${FINE}<devices><emulator>/opt/qemu-cppc/qemu-system-x86_64</emulator></devices>`),
      codes: ['libvirt/patched-emulator'],
    },
    {
      name: 'another QEMU',
      text: domain(`${FINE}<devices><emulator>/opt/qemu-10/qemu-system-x86_64</emulator></devices>`),
      codes: [],
    },
    { name: 'a model', text: domain(FINE.replace(" mode='host-passthrough'>", '><model>EPYC</model>')), codes: [] },
    { name: 'no topology', text: domain(FINE.replace(SMT, '')), codes: ['libvirt/topology-differs'] },
    {
      name: 'a pin twice',
      text: domain(`${FINE}<cputune><vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='0' cpuset='2'/></cputune>`),
      codes: ['host/vcpu-pinned-twice', 'libvirt/pin-moved'],
    },
    {
      name: 'a pin of no vCPU',
      text: domain(`${FINE}<cputune><vcpupin vcpu='4' cpuset='1'/></cputune>`),
      codes: ['host/pin-past-vcpus'],
    },
    {
      name: 'no cpuset',
      text: domain(`${FINE}<cputune><vcpupin vcpu='0' cpuset='x'/></cputune>`),
      codes: ['libvirt/bad-domain'],
    },
    { name: 'another document', text: '<domainsnapshot><domain/></domainsnapshot>', codes: ['libvirt/bad-domain'] },
    {
      name: 'an entity',
      text: `<!DOCTYPE d [<!ENTITY a "4">]>${domain(FINE.replace('4', '&a;'))}`,
      codes: ['libvirt/bad-domain'],
    },
    { name: 'deep nesting', text: `${'<domain>'.repeat(60_000)}`, codes: ['libvirt/bad-domain'] },
    { name: 'far too long', text: domain(FINE + ' '.repeat(16 * 1024 * 1024)), codes: ['libvirt/too-many'] },
  ],
  ({ text, codes }) => assert.equal(codesOf(text), codes),
);

test('rules of a domain: --topology wants as many vCPUs, and mends what differs', () => {
  assert.equal(codesOf(domain(FINE.replace(SMT, '')), { topology: true }), []);
  assert.equal(codesOf(domain(FINE.replace('>4<', '>8<')), { topology: true }), [
    'libvirt/vcpu-count',
    'libvirt/topology-vcpus',
  ]);
});

cases(
  'folders of tables',
  [
    { name: '/srv/acpi', codes: [] },
    { name: '/usr/local/share/acpi', codes: [] },
    { name: '/etcetera', codes: [] },
    { name: '/usr/share/cppc', codes: ['libvirt/apparmor-path'] },
    { name: '/usr/local/lib', codes: ['libvirt/apparmor-path'] },
    { name: '/srv/"a"', codes: ['libvirt/apparmor-path'] },
    { name: 'acpi', codes: ['libvirt/relative-table-path'] },
    { name: './acpi', codes: ['libvirt/relative-table-path'] },
    { name: '/srv/a:b', codes: ['libvirt/table-path-character'] },
    { name: '/srv/a\nb', codes: ['libvirt/table-path-character'] },
  ],
  ({ name, codes }) => assert.equal(codesOf(domain(FINE), { tablePath: name }), codes),
);

test('as many arguments and pins as the limits allow', () => {
  const words = "<a:arg value='-acpitable'/><a:arg value='file=/x3d.aml'/>".repeat(1024);
  const line = `<a:commandline xmlns:a='http://libvirt.org/schemas/domain/qemu/1.0'>${words}</a:commandline>`;
  assert.equal(codesOf(domain(FINE + line)), []);
  const pins = Array.from({ length: 4096 }, () => "<vcpupin vcpu='0' cpuset='1'/>").join('');
  assert.ok(codesOf(domain(`${FINE}<cputune>${pins}</cputune>`)).includes('host/vcpu-pinned-twice'));
});

cases(
  'arguments with those of the spec',
  [
    { name: '2,046', codes: ['libvirt/table-unlabelled'] },
    { name: '2,048', codes: ['libvirt/table-unlabelled', 'libvirt/too-many'] },
  ],
  ({ name, codes }) => {
    const words = "<a:arg value='-s'/>".repeat(Number(name.replace(',', '')));
    const line = `<a:commandline xmlns:a='http://libvirt.org/schemas/domain/qemu/1.0'>${words}</a:commandline>`;
    assert.equal(codesOf(domain(FINE + line), { libvirt: [9, 0] }), codes);
  },
);

test.run();
