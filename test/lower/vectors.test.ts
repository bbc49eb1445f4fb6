import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Processor } from '../../src/cpc/ir.js';
import { pctName, pssName } from '../../src/lower/p-states.js';
import { bytesOf, cpcBytes, DEFAULTS, processor, psdBytes, tables } from '../resolve/specs.js';
import { hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';
import { DEVICE_0, DEVICE_1, DEVICE_2, IASL_AMD } from './vectors.js';

/** Two cores of two threads: C000 and C001 share the first, C002 and C003 the second. */
function device(addrspace: number, more = ''): string {
  return `[guest]\nthreads_per_core = 2\n[registers]\naddrspace = ${addrspace}\n${more}\n${DEFAULTS}
[[core]]\nhighest_perf = 236\n[[core]]\nhighest_perf = 166\n`;
}

/** Low address bytes, the only ones in which C002 differs from C000. */
const ADDRESS_BYTES = [0x18, 0x2d, 0x42, 0x57, 0x81, 0xff, 0x114, 0x129, 0x13e];

function moved(vector: string, by: number): Uint8Array {
  const bytes = hex(vector);
  for (const at of ADDRESS_BYTES) bytes[at] = (bytes[at] ?? 0) + by;
  return bytes;
}

cases(
  'the acpi-cppc device, _CPC byte for byte',
  [
    { name: 'addrspace 0, C000', addrspace: 0, vcpu: 0, bytes: hex(DEVICE_0) },
    { name: 'addrspace 0, C001 has the block of its sibling', addrspace: 0, vcpu: 1, bytes: hex(DEVICE_0) },
    { name: 'addrspace 0, C002 is 22 bytes on', addrspace: 0, vcpu: 2, bytes: moved(DEVICE_0, 22) },
    { name: 'addrspace 0, C003 like C002', addrspace: 0, vcpu: 3, bytes: moved(DEVICE_0, 22) },
    { name: 'addrspace 1, C000', addrspace: 1, vcpu: 0, bytes: hex(DEVICE_1) },
    { name: 'addrspace 1, C001', addrspace: 1, vcpu: 1, bytes: hex(DEVICE_1) },
    { name: 'addrspace 1, C002 is 48 ports on', addrspace: 1, vcpu: 2, bytes: moved(DEVICE_1, 48) },
    { name: 'addrspace 1, C003', addrspace: 1, vcpu: 3, bytes: moved(DEVICE_1, 48) },
    { name: 'addrspace 2, C000', addrspace: 2, vcpu: 0, bytes: hex(DEVICE_2) },
    { name: 'addrspace 2, C003: MSRs have no block', addrspace: 2, vcpu: 3, bytes: hex(DEVICE_2) },
  ],
  async ({ addrspace, vcpu, bytes }) => sameBytes(await cpcBytes(device(addrspace), vcpu), bytes),
);

cases(
  'the acpi-cppc device, _PSD byte for byte',
  [
    { name: 'C000', vcpu: 0, bytes: '085f505344120d01120a050a0500000afd0a02' },
    { name: 'C001', vcpu: 1, bytes: '085f505344120d01120a050a0500000afd0a02' },
    { name: 'C002', vcpu: 2, bytes: '085f505344120e01120b050a05000a020afd0a02' },
    { name: 'C003', vcpu: 3, bytes: '085f505344120e01120b050a05000a020afd0a02' },
  ],
  async ({ vcpu, bytes }) => {
    for (const addrspace of [0, 1, 2]) sameBytes(await psdBytes(device(addrspace), vcpu), hex(bytes));
  },
);

// The device's own _PPC has an empty body; ours returns 0.
cases(
  'the acpi-cppc device, its P-states byte for byte',
  [
    {
      name: '_PCT of C000 in memory',
      addrspace: 0,
      vcpu: 0,
      object: pctOf,
      bytes: '085f504354122c0211140a11820c00000800010900000000080000790011140a11820c00000800010a000000000800007900',
    },
    {
      name: '_PCT of C000 on ports',
      addrspace: 1,
      vcpu: 0,
      object: pctOf,
      bytes: '085f504354122c0211140a11820c00010800011601000000000000790011140a11820c000108000117010000000000007900',
    },
    {
      name: '_PCT of C000 by MSRs',
      addrspace: 2,
      vcpu: 0,
      object: pctOf,
      bytes: '085f504354122c0211140a11820c007f400000620001c000000000790011140a11820c007f400000630001c0000000007900',
    },
    {
      name: '_PCT of C002 in memory',
      addrspace: 0,
      vcpu: 2,
      object: pctOf,
      bytes: '085f504354122c0211140a11820c00000800011f00000000080000790011140a11820c000008000120000000000800007900',
    },
    {
      name: '_PCT of C003 on ports',
      addrspace: 1,
      vcpu: 3,
      object: pctOf,
      bytes: '085f504354122c0211140a11820c00010800014601000000000000790011140a11820c000108000147010000000000007900',
    },
    {
      name: '_PCT of C002 by MSRs',
      addrspace: 2,
      vcpu: 2,
      object: pctOf,
      bytes: '085f504354122c0211140a11820c007f400000620001c000000000790011140a11820c007f400000630001c0000000007900',
    },
    {
      name: '_PSS of all',
      addrspace: 2,
      vcpu: 3,
      object: pssOf,
      bytes: '085f505353121e02120d060ba00f0b88130a0a000000120d060bb80b0bc4090a0a000101',
    },
  ],
  async ({ addrspace, vcpu, object, bytes }) => {
    sameBytes(bytesOf(object(await processor(device(addrspace), vcpu))), hex(bytes));
  },
);

function pctOf({ pStates }: Processor) {
  return pctName(pStates);
}

function pssOf({ pStates }: Processor) {
  return pssName(pStates);
}

cases(
  'the acpi-cppc device, where its blocks lie',
  [
    { name: 'shared: C002 has the block of C000', addrspace: 1, more: 'addr_shared = true', bytes: hex(DEVICE_1) },
    { name: 'shared in memory', addrspace: 0, more: 'addr_shared = true', bytes: hex(DEVICE_0) },
    { name: 'the default address, given', addrspace: 0, more: 'address = 0x80000000000', bytes: moved(DEVICE_0, 22) },
    { name: 'another address', addrspace: 1, more: 'address = 0x101', bytes: moved(DEVICE_1, 49) },
  ],
  async ({ addrspace, more, bytes }) => sameBytes(await cpcBytes(device(addrspace, more), 2), bytes),
);

const AMD = '[registers]\nlayout = "amd"\n[[core]]\nlowest_freq = 400\nnominal_freq = 2000\n';

const MSR = (address: string, width: number, offset: number) =>
  `{ space = "FFixedHW", bit_width = ${width}, bit_offset = ${offset}, access_size = "QWord", address = ${address} }`;

const CUSTOM = `[registers]
layout = "custom"
highest_perf = ${MSR('0xC00102B0', 8, 24)}
nominal_perf = ${MSR('0xC00102B0', 8, 16)}
lowest_nonlinear_perf = ${MSR('0xC00102B0', 8, 8)}
lowest_perf = ${MSR('0xC00102B0', 8, 0)}
guaranteed_perf = "none"
desired_perf = ${MSR('0xC00102B3', 8, 16)}
min_perf = ${MSR('0xC00102B3', 8, 8)}
max_perf = ${MSR('0xC00102B3', 8, 0)}
reference_counter = ${MSR('0xE7', 64, 0)}
delivered_counter = ${MSR('0xE8', 64, 0)}
perf_limited = ${MSR('0xC00102B4', 2, 0)}
enable = ${MSR('0xC00102B1', 1, 0)}
autonomous_selection = 1
energy_perf_preference = ${MSR('0xC00102B3', 8, 24)}
time_window = { space = "SystemMemory", bit_width = 0, bit_offset = 0, access_size = "Undefined", address = 0 }
lowest_freq = 400
nominal_freq = 0x7D0
[[core]]
`;

cases(
  "iasl's 398 bytes of an AMD _CPC",
  [
    { name: 'by layout amd', text: AMD },
    { name: 'by layout custom', text: CUSTOM },
    {
      name: 'by layout amd with the frequencies under [registers]',
      text: AMD.replace('[[core]]', '').concat('[[core]]'),
    },
  ],
  async ({ text }) => {
    const bytes = await cpcBytes(text);
    assert.is(bytes.length, 398);
    sameBytes(bytes, hex(IASL_AMD));
  },
);

test('a whole table of one processor, from the signature to the last byte', async () => {
  const [table] = await tables(`[table]\nobjects = ["_PSD"]\n[guest]\nthreads_per_core = 1\n${AMD}`);
  // SSDT of iasl: External (\_SB.CPUS.C000, DeviceObj) Scope (\_SB.CPUS.C000) { Name (_PSD, Package (1) { Package (5) { 5, 0, 0, 0xFD, 1 } }) }
  const body = hex(`a0 14 00 15 5c 2f 03 5f53425f 43505553 43303030 06 00
    10 22 5c 2f 03 5f53425f 43505553 43303030 085f505344120c011209050a0500000afd01`);
  const head = hex('53534454 5d000000 02 00 435050430000 435050432d564d00 01000000 43505043 01000000');
  const whole = Uint8Array.of(...head, ...body);
  whole[4] = whole.length;
  whole[9] = -whole.reduce((sum, byte) => sum + byte, 0) & 0xff;
  sameBytes(table ?? new Uint8Array(), whole);
});

test.run();
