import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { registerWords } from '../../src/inspect/register-words.js';
import { cases } from '../support/cases.js';

cases(
  'register in words',
  [
    {
      name: 'AMD',
      fields: [0x7f, 8, 24, 4, 0xc00102b0n],
      text: 'FFixedHW 0xC00102B0 bits 31:24 (AMD CPPC_CAP1: highest)',
    },
    {
      name: 'Intel bits between fields',
      fields: [0x7f, 2, 1, 4, 0x777n],
      text: 'FFixedHW 0x777 bits 2:1 (Intel IA32_HWP_STATUS: excursion to minimum)',
    },
    {
      name: 'the floor of AMD',
      fields: [0x7f, 8, 0, 4, 0xc00102b5n],
      text: 'FFixedHW 0xC00102B5 bits 7:0 (AMD CPPC_REQ2: floor)',
    },
    {
      name: 'constant counter of Arm',
      fields: [0x7f, 64, 0, 4, 1n],
      text: 'FFixedHW 0x01 bits 63:0 (Arm AMU constant counter: counts at a fixed rate)',
    },
    {
      name: 'core counter of Arm',
      fields: [0x7f, 64, 0, 4, 0n],
      text: 'FFixedHW 0x00 bits 63:0 (Arm AMU core counter: counts at the actual rate)',
    },
    {
      name: 'SBI register',
      fields: [0x7f, 64, 0, 4, 0x1000_0000_0000_000cn],
      text: 'FFixedHW 0x100000000000000C bits 63:0 (RISC-V SBI CPPC register 0xC: delivered counter)',
    },
    {
      name: 'SBI register past the last',
      fields: [0x7f, 64, 0, 4, 0x1000_0000_0000_0015n],
      text: 'FFixedHW 0x1000000000000015 bits 63:0 (RISC-V SBI CPPC register 0x15: not defined)',
    },
    {
      name: 'SBI register that ACPI does not have',
      fields: [0x7f, 64, 0, 4, 0x1000_0000_8000_0000n],
      text: 'FFixedHW 0x1000000080000000 bits 63:0 (RISC-V SBI CPPC register 0x80000000: transition latency)',
    },
    {
      name: 'CSR',
      fields: [0x7f, 64, 0, 4, 0x2000_0000_0000_0c01n],
      text: 'FFixedHW 0x2000000000000C01 bits 63:0 (RISC-V CSR 0xC01: time)',
    },
    {
      name: 'CSR without a name here',
      fields: [0x7f, 64, 0, 4, 0x2000_0000_0000_0c83n],
      text: 'FFixedHW 0x2000000000000C83 bits 63:0 (RISC-V CSR 0xC83)',
    },
    {
      name: 'type that RISC-V does not define',
      fields: [0x7f, 64, 0, 4, 0x3000_0000_0000_0c01n],
      text: 'FFixedHW 0x3000000000000C01 bits 63:0 (RISC-V, type 3 in bits 63:60 is not defined)',
    },
    { name: 'unknown MSR', fields: [0x7f, 4, 32, 4, 0xc8fn], text: 'FFixedHW 0xC8F bits 35:32' },
    { name: 'one bit', fields: [0x7f, 1, 0, 4, 0xc88n], text: 'FFixedHW 0xC88 bit 0' },
    { name: 'port', fields: [1, 8, 0, 1, 0x5f0n], text: 'SystemIO port 0x5F0, 8 bits, Byte' },
    {
      name: 'port without access size',
      fields: [1, 8, 0, 0, 0x5f0n],
      text: 'SystemIO port 0x5F0, 8 bits, access size undefined',
    },
    { name: 'PCC', fields: [10, 32, 0, 2, 0x84n], text: 'PCC subspace 2 offset 0x84, 32 bits' },
    {
      name: 'memory from a bit',
      fields: [0, 16, 16, 3, 0x1000n],
      text: 'SystemMemory 0x1000, 16 bits from bit 16, DWord',
    },
    { name: 'unknown space', fields: [0x55, 8, 0, 9, 0n], text: 'space 0x55 0x00, 8 bits, access size 9' },
  ] as const,
  ({ fields: [spaceId, bitWidth, bitOffset, accessSize, address], text }) =>
    assert.is(registerWords({ spaceId, bitWidth, bitOffset, accessSize, address }), text),
);

test.run();
