import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeRegisters, encodeRegisters } from '../../src/aml/resource-template.js';
import { hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

const DESIRED = { spaceId: 0x7f, bitWidth: 8, bitOffset: 16, accessSize: 4, address: 0xc00102b3n };
const NULL = { spaceId: 0, bitWidth: 0, bitOffset: 0, accessSize: 0, address: 0n };

// ACPI 6.6 §6.4.3.7: tag 0x82, length 0x000C; §6.4.2.9: end tag 0x79, checksum 0. iasl 20200925.
cases(
  'a ResourceTemplate of',
  [
    {
      name: 'Register (FFixedHW, 8, 16, 0xC00102B3, 4)',
      registers: [DESIRED],
      bytes: '820c00 7f081004b30201c000000000 7900',
    },
    { name: 'Register (SystemMemory, 0, 0, 0, 0)', registers: [NULL], bytes: '820c00 000000000000000000000000 7900' },
    {
      name: 'two registers',
      registers: [DESIRED, NULL],
      bytes: '820c00 7f081004b30201c000000000 820c00 000000000000000000000000 7900',
    },
    { name: 'nothing', registers: [], bytes: '7900' },
  ],
  ({ registers, bytes }) => {
    sameBytes(encodeRegisters(registers), hex(bytes));
    assert.equal(decodeRegisters(hex(bytes)), registers);
  },
);

const GOOD = '820c00 7f081004b30201c000000000 7900';

cases(
  'bytes that would be written in another way',
  [
    { name: 'the length 0x12, where 12 was meant', bytes: GOOD.replace('820c00', '821200') },
    { name: 'a length whose high byte is set', bytes: GOOD.replace('820c00', '820c01') },
    { name: 'another descriptor', bytes: GOOD.replace('820c00', '830c00') },
    { name: 'an end tag with a checksum', bytes: GOOD.replace('7900', '79ff') },
    { name: 'another tag at the end', bytes: GOOD.replace('7900', '7800') },
    { name: 'no end tag', bytes: GOOD.replace('7900', '') },
    { name: 'half an end tag', bytes: GOOD.replace('7900', '79') },
    { name: 'a byte behind the end tag', bytes: `${GOOD}00` },
    { name: 'a register that is cut off', bytes: '820c00 7f081004b30201c00000 7900' },
    { name: 'nothing', bytes: '' },
  ],
  ({ bytes }) => assert.is(decodeRegisters(hex(bytes)), undefined),
);

test.run();
