import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isNullRegister } from '../../src/cpc/ir.js';
import { registerFindings } from '../../src/cpc/rules/registers.js';
import { genericRegister } from '../../src/resolve/register.js';
import type { SpecRegister } from '../../src/spec/spec.js';
import { cases } from '../support/cases.js';

type Row = { readonly name: string; readonly codes: readonly string[] } & Omit<
  SpecRegister,
  'bit_width' | 'bit_offset'
> & {
    readonly width: number;
    readonly offset: number;
  };

const PAST = 'cpc/register-past-access-size';

// ACPI 6.6 §5.2.3.2 and §6.4.3.7; Linux drivers/acpi/cppc_acpi.c for memory-width and io-access-undefined.
// biome-ignore format: one row a line
const ROWS: readonly Row[] = [
  { name: 'a byte filled to its end', space: 'SystemIO', width: 8, offset: 0, access_size: 'Byte', address: 0x5f0n, codes: [] },
  { name: 'one bit past a byte by its width', space: 'SystemIO', width: 9, offset: 0, access_size: 'Byte', address: 0x5f0n, codes: [PAST] },
  { name: 'one bit past a byte by its offset', space: 'SystemIO', width: 8, offset: 1, access_size: 'Byte', address: 0x5f0n, codes: [PAST] },
  { name: 'the last bit of a word', space: 'SystemIO', width: 1, offset: 15, access_size: 'Word', address: 0n, codes: [] },
  { name: 'the bit behind a word', space: 'SystemIO', width: 1, offset: 16, access_size: 'Word', address: 0n, codes: [PAST] },
  { name: 'a doubleword filled to its end', space: 'SystemIO', width: 16, offset: 16, access_size: 'DWord', address: 0n, codes: [] },
  { name: 'one bit past a doubleword', space: 'SystemIO', width: 17, offset: 16, access_size: 'DWord', address: 0n, codes: [PAST] },
  { name: 'the last bit of a quadword', space: 'FFixedHW', width: 1, offset: 63, access_size: 'QWord', address: 0xe7n, codes: [] },
  { name: 'the bit behind a quadword', space: 'FFixedHW', width: 1, offset: 64, access_size: 'QWord', address: 0xe7n, codes: [PAST] },
  { name: 'the largest numbers there are', space: 'FFixedHW', width: 255, offset: 255, access_size: 'QWord', address: 0xe7n, codes: [PAST] },

  { name: 'the last port, a byte', space: 'SystemIO', width: 8, offset: 0, access_size: 'Byte', address: 0xffffn, codes: [] },
  { name: 'the port behind the last', space: 'SystemIO', width: 8, offset: 0, access_size: 'Byte', address: 0x10000n, codes: ['cpc/io-port-too-high'] },
  { name: 'the last word of ports', space: 'SystemIO', width: 16, offset: 0, access_size: 'Word', address: 0xfffen, codes: [] },
  { name: 'a word that reaches past the last port', space: 'SystemIO', width: 8, offset: 0, access_size: 'Word', address: 0xffffn, codes: ['cpc/io-port-too-high'] },
  { name: 'the last doubleword of ports', space: 'SystemIO', width: 32, offset: 0, access_size: 'DWord', address: 0xfffcn, codes: [] },
  { name: 'a doubleword that reaches past the last port', space: 'SystemIO', width: 32, offset: 0, access_size: 'DWord', address: 0xfffdn, codes: ['cpc/io-port-too-high'] },
  { name: 'a quadword of ports', space: 'SystemIO', width: 64, offset: 0, access_size: 'QWord', address: 0n, codes: ['cpc/io-access-qword'] },
  { name: 'ports of no access size', space: 'SystemIO', width: 8, offset: 0, access_size: 'Undefined', address: 0xffffn, codes: ['cpc/io-access-undefined'] },

  { name: 'memory from address 1 on', space: 'SystemMemory', width: 8, offset: 0, access_size: 'Byte', address: 1n, codes: [] },
  { name: 'memory at address 0', space: 'SystemMemory', width: 8, offset: 0, access_size: 'Byte', address: 0n, codes: ['cpc/memory-address-zero'] },
  { name: 'memory at the last address', space: 'SystemMemory', width: 64, offset: 0, access_size: 'QWord', address: 2n ** 64n - 1n, codes: [] },
  { name: 'memory of 8 bits and no access size', space: 'SystemMemory', width: 8, offset: 0, access_size: 'Undefined', address: 1n, codes: [] },
  { name: 'memory of 16 bits and no access size', space: 'SystemMemory', width: 16, offset: 0, access_size: 'Undefined', address: 1n, codes: [] },
  { name: 'memory of 32 bits and no access size', space: 'SystemMemory', width: 32, offset: 0, access_size: 'Undefined', address: 1n, codes: [] },
  { name: 'memory of 64 bits and no access size', space: 'SystemMemory', width: 64, offset: 0, access_size: 'Undefined', address: 1n, codes: [] },
  { name: 'memory of 7 bits and no access size', space: 'SystemMemory', width: 7, offset: 0, access_size: 'Undefined', address: 1n, codes: ['cpc/memory-width'] },
  { name: 'memory of 9 bits and no access size', space: 'SystemMemory', width: 9, offset: 0, access_size: 'Undefined', address: 1n, codes: ['cpc/memory-width'] },
  { name: 'memory of 63 bits and no access size', space: 'SystemMemory', width: 63, offset: 0, access_size: 'Undefined', address: 1n, codes: ['cpc/memory-width'] },
  { name: 'memory of 9 bits in words', space: 'SystemMemory', width: 9, offset: 0, access_size: 'Word', address: 1n, codes: [] },

  { name: 'an MSR read in 64 bits', space: 'FFixedHW', width: 8, offset: 0, access_size: 'QWord', address: 0n, codes: [] },
  { name: 'an MSR read in 32 bits', space: 'FFixedHW', width: 8, offset: 0, access_size: 'DWord', address: 0x771n, codes: ['cpc/fixed-hw-access'] },
  { name: 'an MSR of no access size', space: 'FFixedHW', width: 64, offset: 0, access_size: 'Undefined', address: 0x771n, codes: ['cpc/fixed-hw-access'] },

  { name: 'PCC, where the access size is the subspace', space: 'PCC', width: 32, offset: 0, subspace: 0n, address: 0n, codes: [] },
  { name: 'PCC in subspace 1, of more than the byte that access size 1 is', space: 'PCC', width: 32, offset: 8, subspace: 1n, address: 0n, codes: [] },
  { name: 'PCC in the last subspace', space: 'PCC', width: 255, offset: 255, subspace: 255n, address: 2n ** 64n - 1n, codes: [] },

  { name: 'no bits on ports', space: 'SystemIO', width: 0, offset: 0, access_size: 'Byte', address: 0x5f0n, codes: ['cpc/register-width-zero'] },
  { name: 'no bits in an MSR', space: 'FFixedHW', width: 0, offset: 0, access_size: 'QWord', address: 0n, codes: ['cpc/register-width-zero'] },
  { name: 'no bits in PCC', space: 'PCC', width: 0, offset: 0, subspace: 0n, address: 0n, codes: ['cpc/register-width-zero'] },
  { name: 'no bits in memory', space: 'SystemMemory', width: 0, offset: 0, access_size: 'Byte', address: 0n, codes: ['cpc/register-width-zero'] },
  { name: 'one bit in memory at 0', space: 'SystemMemory', width: 1, offset: 0, access_size: 'Undefined', address: 0n, codes: ['cpc/memory-address-zero'] },
  { name: 'the NULL register', space: 'SystemMemory', width: 0, offset: 0, access_size: 'Undefined', address: 0n, codes: [] },
];

cases('the geometry of a register', ROWS, ({ codes, width, offset, name: _, ...rest }) => {
  const register = genericRegister({ ...rest, bit_width: BigInt(width), bit_offset: BigInt(offset) });
  const findings = isNullRegister(register) ? [] : registerFindings('desired_perf', register);
  assert.equal(
    findings.map(({ code }) => code),
    codes,
  );
  assert.is(register.bitWidth, width);
  assert.is(register.bitOffset, offset);
  assert.is(register.address, rest.address);
});

// Access sizes as ids: Undefined 0, Byte 1, Word 2, DWord 3, QWord 4. Spaces: ACPI 6.6 §5.2.3.2.
cases(
  'names become numbers',
  [
    { name: 'SystemMemory, Undefined', space: 'SystemMemory', access_size: 'Undefined', ids: [0, 0] },
    { name: 'SystemIO, Byte', space: 'SystemIO', access_size: 'Byte', ids: [1, 1] },
    { name: 'SystemIO, Word', space: 'SystemIO', access_size: 'Word', ids: [1, 2] },
    { name: 'SystemIO, DWord', space: 'SystemIO', access_size: 'DWord', ids: [1, 3] },
    { name: 'FFixedHW, QWord', space: 'FFixedHW', access_size: 'QWord', ids: [0x7f, 4] },
  ] as const,
  ({ space, access_size, ids }) => {
    const { spaceId, accessSize } = genericRegister({ space, access_size, bit_width: 8n, bit_offset: 0n, address: 1n });
    assert.equal([spaceId, accessSize], [...ids]);
  },
);

test('PCC has the number 0x0A, and its subspace in the place of the access size', () => {
  const from: SpecRegister = { space: 'PCC', subspace: 200n, bit_width: 32n, bit_offset: 0n, address: 0x10n };
  const register = { spaceId: 0x0a, bitWidth: 32, bitOffset: 0, accessSize: 200, address: 0x10n };
  assert.equal(genericRegister(from), register);
});

test.run();
