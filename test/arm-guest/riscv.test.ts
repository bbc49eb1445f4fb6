// Guests of RISC-V, a boot for each form and kernel of the row.

import { test } from 'uvu';
import { CAPACITY, EQUAL, predictSpecs, type SeenSpec } from '../qemu-guest/arm-specs.js';
import { kernelsOf } from '../support/outside.js';

type Form = Omit<SeenSpec, 'kernel'>;

const register = (address: string) =>
  `{ space = "FFixedHW", bit_width = 64, bit_offset = 0, access_size = "QWord", address = ${address} }`;

const FORMS: readonly Form[] = [
  {
    name: 'a nominal level for each core',
    options: ['--busy', '2'],
    verdict: 'accepted',
    seen: { ranked: true, driver: 'cppc_cpufreq', capacity: CAPACITY },
  },
  {
    name: 'with equal nominal levels the driver makes the cores equal',
    equal: EQUAL,
    options: ['--busy', '0'],
    verdict: 'unranked',
    code: 'guest/linux-equal-nominal',
    seen: { ranked: false, driver: 'cppc_cpufreq', capacity: CAPACITY },
  },
  {
    name: 'counters of the time',
    registers: `layout = "custom"\nreference_counter = ${register('0x2000_0000_0000_0C01')}\ndelivered_counter = ${register('0x2000_0000_0000_0C01')}`,
    options: ['--busy', '0'],
    verdict: 'accepted',
    seen: { driver: 'cppc_cpufreq', capacity: CAPACITY },
  },
];

/** Without any the tests say what is missing. */
const [first = '7.2', ...others] = kernelsOf('riscv64');

predictSpecs(
  [first, ...others].flatMap((kernel) => FORMS.map((form) => ({ ...form, architecture: 'riscv64', kernel }))),
);

test.run();
