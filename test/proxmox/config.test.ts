import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MOST_QM_CHARACTERS } from '../../grammar/proxmox.js';
import { readQmConfig } from '../../src/proxmox/config.js';
import { isQmConfig } from '../../src/proxmox/pinned.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';

const GAMES = readFileSync(join(FIXTURES, 'proxmox', 'games.conf'), 'utf8');
const FILE = '120.conf';

test('a VM as `qm config` prints it', () => {
  const { value: config, diagnostics } = readQmConfig(GAMES, FILE);
  assert.ok(config);
  assert.equal(diagnostics, []);
  const { sockets, cores, vcpus, numa, kvm, acpi, cpuHotplug, affinity, ostype, guest, machine, isQ35, bios } = config;
  assert.equal(
    { sockets, cores, vcpus, numa, kvm, acpi, cpuHotplug, affinity, ostype, guest, machine, isQ35, bios },
    {
      sockets: 1,
      cores: 4,
      vcpus: { current: 4, maximum: 4 },
      numa: false,
      kvm: true,
      acpi: true,
      cpuHotplug: false,
      affinity: [0, 1, 2, 3, 16, 17, 18, 19],
      ostype: 'win11',
      guest: 'windows11',
      machine: 'pc-q35-9.0',
      isQ35: true,
      bios: 'ovmf',
    },
  );
  assert.equal([config.cpu.type, config.cpu.hidden, config.cpu.flags], ['host', true, []]);
  assert.is(config.args.length, 4);
  assert.equal(config.placeOf('affinity'), { file: FILE, line: 1, column: 11 });
  assert.equal(config.placeOf('vcpus'), { file: FILE });
});

const OF: readonly {
  readonly name: string;
  readonly text: string;
  readonly says: (config: NonNullable<ReturnType<typeof readQmConfig>['value']>) => unknown;
  readonly is: unknown;
}[] = [
  {
    name: 'defaults',
    text: 'memory: 512',
    says: (c) => [c.vcpus.maximum, c.cpu.type, c.bios, c.kvm],
    is: [1, 'kvm64', 'seabios', true],
  },
  {
    name: 'sockets times cores',
    text: 'cores: 3\nsockets: 2\nvcpus: 4',
    says: (c) => c.vcpus,
    is: { current: 4, maximum: 6 },
  },
  { name: 'smp of old releases', text: 'smp: 2', says: (c) => c.vcpus.maximum, is: 2 },
  {
    name: 'a description, CRLF, a byte order mark',
    text: '\uFEFF#cores: 9\r\ncores: 2\r\n',
    says: (c) => c.cores,
    is: 2,
  },
  {
    name: 'snapshots do not count',
    text: 'cores: 2\n\n[before]\ncores: 8\n',
    says: (c) => [c.cores, c.snapshots],
    is: [2, ['before']],
  },
  {
    name: 'sections of other kinds do not count',
    text: 'cores: 2\n[special:cloudinit]\ncores: 8',
    says: (c) => [c.cores, c.snapshots],
    is: [2, []],
  },
  {
    name: 'the next start',
    text: 'args: -a\ncores: 2\n[PENDING]\ncores: 3\ndelete: args,!cpu',
    says: (c) => [c.cores, c.args],
    is: [3, []],
  },
  { name: 'the last of two', text: 'cores: 2\ncores: 3', says: (c) => c.cores, is: 3 },
  {
    name: 'flags of the CPU',
    text: 'cpu: x86-64-v2-AES,flags=+aes;-pcid',
    says: (c) => [c.cpu.type, c.cpu.flags],
    is: [
      'x86-64-v2-AES',
      [
        { name: 'aes', on: true },
        { name: 'pcid', on: false },
      ],
    ],
  },
  {
    name: 'a property without the short form',
    text: 'cpu: cputype=host,hidden=0',
    says: (c) => [c.cpu.type, c.cpu.hidden],
    is: ['host', false],
  },
  {
    name: 'a machine with properties',
    text: 'machine: q35,viommu=intel',
    says: (c) => [c.machine, c.isQ35],
    is: ['q35', true],
  },
  { name: 'no KVM, no ACPI', text: 'kvm: 0\nacpi: 0', says: (c) => [c.kvm, c.acpi], is: [false, false] },
  { name: 'hotplug of vCPUs', text: 'hotplug: disk,network,cpu', says: (c) => c.cpuHotplug, is: true },
  { name: 'Linux', text: 'ostype: l26', says: (c) => c.guest, is: 'linux' },
  {
    name: 'a guest that a spec does not know',
    text: 'ostype: win7',
    says: (c) => [c.ostype, c.guest],
    is: ['win7', undefined],
  },
];

cases('readQmConfig', OF, ({ text, says, is }) => {
  const { value, diagnostics } = readQmConfig(text, FILE);
  assert.equal(diagnostics, []);
  assert.equal(value && says(value), is);
});

const WRONG: readonly {
  readonly name: string;
  readonly text: string;
  readonly codes: readonly string[];
  readonly at?: object;
}[] = [
  {
    name: 'no number of cores',
    text: 'cores: many',
    codes: ['proxmox/bad-value'],
    at: { file: FILE, line: 1, column: 8 },
  },
  { name: 'no cores', text: 'cores: 0', codes: ['proxmox/bad-value'] },
  { name: 'too many vCPUs', text: 'cores: 4096\nsockets: 4', codes: ['proxmox/bad-value'] },
  {
    name: 'more vCPUs at the start than there are',
    text: 'cores: 2\nvcpus: 3',
    codes: ['proxmox/bad-value'],
    at: { file: FILE, line: 2, column: 8 },
  },
  { name: 'an affinity that is no cpuset', text: 'affinity: 0-3;5', codes: ['proxmox/bad-value'] },
  { name: 'an affinity of too many', text: 'affinity: 0-99999999', codes: ['proxmox/bad-value'] },
  {
    name: 'args with an open quote',
    text: `cores: 2\nargs:  -a 'b`,
    codes: ['proxmox/bad-value'],
    at: { file: FILE, line: 2, column: 8 },
  },
  {
    name: 'a line that is no option',
    text: 'cores: 2\nhello',
    codes: ['proxmox/line-skipped'],
    at: { file: FILE, line: 2, column: 1 },
  },
  { name: 'a key without a value', text: 'cores: 2\nargs:   ', codes: ['proxmox/line-skipped'] },
  { name: 'no options', text: '[PENDING]', codes: ['proxmox/not-a-config'] },
  { name: 'too long', text: `cores: 2\n#${'x'.repeat(MOST_QM_CHARACTERS)}`, codes: ['proxmox/not-a-config'] },
];

cases('readQmConfig reports', WRONG, ({ text, codes, at }) => {
  const { diagnostics } = readQmConfig(text, FILE);
  assert.equal(
    diagnostics.map(({ code }) => code),
    codes,
  );
  if (at) assert.equal(diagnostics[0]?.place, at);
});

test('a long line of spaces is read in time', () => {
  const started = Date.now();
  readQmConfig(`cores:${' '.repeat(MOST_QM_CHARACTERS - 20)}\u20282`, FILE);
  assert.ok(Date.now() - started < 2000);
});

cases(
  'isQmConfig',
  [
    { name: 'options', text: '#text\n\nagent: 1\n', is: true },
    { name: 'a section', text: '[PENDING]\n', is: true },
    { name: 'XML', text: '<domain/>', is: false },
    { name: 'TOML', text: '[guest]\nx = 1', is: false },
    { name: 'nothing', text: '', is: false },
  ],
  ({ text, is }) => assert.is(isQmConfig(text), is),
);

test.run();
