import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { DEFAULTS, problems } from './specs.js';

/** One core with this number of vCPUs, so that only the device can be wrong. */
function device(registers: string, { vcpus = 1, os = 'windows11', head = '', model = 'host' } = {}): string {
  return `${head}[guest]\nhost_vendor = "intel"\ncpu_model = "${model}"\nos = [${os
    .split(' ')
    .map((one) => `"${one}"`)
    .join(', ')}]
[registers]\n${registers}\n${DEFAULTS}[[core]]\nhighest_perf = 200\nthreads = ${vcpus}\n`;
}

const at = (code: string, key = 'registers.address') => `resolve/device-${code} at ${key}`;
const OVERLAP = at('counters-overlap', 'registers.addrspace');

/** One vCPU has 11 bytes: the last address that fits, and the next one. */
const PHYSICAL_BITS = [
  { model: 'EPYC', address: '0xFFFFFFFFF5', warns: false },
  { model: 'EPYC', address: '0xFFFFFFFFF6', warns: true },
  { model: 'EPYC,phys-bits=44', address: '0xFFFFFFFFFF5', warns: false },
  { model: 'EPYC,phys-bits=44', address: '0xFFFFFFFFFF6', warns: true },
  { model: 'EPYC,phys-bits=39', address: '0x7FFFFFFFF5', warns: false },
  { model: 'EPYC,phys-bits=39', address: '0x7FFFFFFFF6', warns: true },
  { model: 'EPYC,phys-bits=0', address: '0xFFFFFFFFF6', warns: true },
  { model: 'EPYC,phys-bits=48,host-phys-bits=off', address: '0x80000000000', warns: false },
  { model: 'EPYC,phys-bits=48,host-phys-bits=on', address: '0x80000000000', warns: true },
  { model: 'host,host-phys-bits=on', address: '0xFFFFFFFFF5', warns: false },
  { model: 'host,host-phys-bits=on', address: '0xFFFFFFFFF6', warns: true },
];

// The device has windows of 11 bytes and 24 ports per vCPU, and QEMU rejects them where base + length is above 0xFFFF.
const ROWS = [
  { name: 'revision 3', text: device('addrspace = 2', { head: '[table]\ncpc_revision = 3\n' }), says: [] },
  {
    name: 'revision 2',
    text: device('addrspace = 2', { head: '[table]\ncpc_revision = 2\n' }),
    says: ['resolve/device-revision at table.cpc_revision'],
  },
  { name: 'MSRs for Windows', text: device('addrspace = 2'), says: [] },
  {
    name: 'MSRs have no address, shared or not',
    text: device('address = 0x1000\naddr_shared = true'),
    says: [at('ignores'), at('ignores', 'registers.addr_shared')],
  },
  {
    name: 'Windows 10 and 11 together',
    text: device('addrspace = 2', { os: 'windows10 windows11' }),
    says: [at('windows-10-and-11', 'guest.os')],
  },
  { name: 'Windows 10 alone', text: device('addrspace = 2', { os: 'windows10' }), says: [] },

  {
    name: 'objects that the device has otherwise',
    text: device('addrspace = 2', { head: '[table]\nobjects = ["_OSC", "_CPC", "_PSD"]\n' }),
    says: [at('differs', 'table.objects')],
  },
  {
    name: 'a coordination type that the device has otherwise',
    text: device('addrspace = 2', { head: '[table]\ncoord_type = "SW_ALL"\n' }),
    says: [at('differs', 'table.coord_type')],
  },
  {
    name: 'a domain that the device has otherwise',
    text: `${device('addrspace = 2')}domain = 0\n`,
    says: [at('differs', 'core.0.domain')],
  },
  {
    name: 'a coordination type of a core',
    text: `${device('addrspace = 2')}coord_type = "HW_ALL"\n`,
    says: [at('differs', 'core.0.coord_type')],
  },

  { name: 'ports that are free', text: device('addrspace = 1\naddress = 0x540', { vcpus: 8 }), says: [] },
  { name: 'ports up to the last that is free', text: device('addrspace = 1\naddress = 0x5E8'), says: [] },
  { name: 'one port more', text: device('addrspace = 1\naddress = 0x5E9'), says: [at('ports-taken')] },
  { name: 'the default ports of one vCPU', text: device('addrspace = 1'), says: [] },
  { name: 'address 0 on ports', text: device('addrspace = 1\naddress = 0'), says: [at('address-zero')] },
  { name: 'four vCPUs from 0xFF9F on', text: device('addrspace = 1\naddress = 0xFF9F', { vcpus: 4 }), says: [] },
  {
    name: 'four vCPUs from 0xFFA0 on',
    text: device('addrspace = 1\naddress = 0xFFA0', { vcpus: 4 }),
    says: [at('window-too-high')],
  },
  {
    name: 'shared ports are those of one, up to the last',
    text: device('addrspace = 1\naddress = 0xFFE7\naddr_shared = true', { vcpus: 4 }),
    says: [],
  },
  {
    name: 'shared ports, one port more',
    text: device('addrspace = 1\naddress = 0xFFE8\naddr_shared = true', { vcpus: 4 }),
    says: [at('window-too-high')],
  },

  {
    name: 'memory for Windows, in 40 bits',
    text: device('addrspace = 0\naddress = 0xFFFFFFFFF5'),
    says: [OVERLAP],
  },
  {
    name: 'memory for Windows, one byte above',
    text: device('addrspace = 0\naddress = 0xFFFFFFFFF6'),
    says: [OVERLAP, at('physical-bits')],
  },
  ...PHYSICAL_BITS.map(({ model, address, warns }) => ({
    name: `${model} at ${address}`,
    text: device(`addrspace = 0\naddress = ${address}`, { model }),
    says: warns ? [OVERLAP, at('physical-bits')] : [OVERLAP],
  })),
  { name: 'memory for Linux', text: device('addrspace = 0\naddress = 0x1000000000', { os: 'linux' }), says: [OVERLAP] },
  { name: 'the default memory', text: device('addrspace = 0', { os: 'linux' }), says: [OVERLAP, at('physical-bits')] },
  {
    name: 'memory up to its end',
    text: device('addrspace = 0\naddress = 0xFFFFFFFFFFFFFFF5', { os: 'linux' }),
    says: [OVERLAP, at('physical-bits')],
  },
  {
    name: 'memory one byte past its end',
    text: device('addrspace = 0\naddress = 0xFFFFFFFFFFFFFFF6', { os: 'linux' }),
    says: [OVERLAP, at('window-too-high')],
  },
];

cases('traps of the acpi-cppc device', ROWS, async ({ text, says }) => assert.equal(await problems(text), says));

test.run();
