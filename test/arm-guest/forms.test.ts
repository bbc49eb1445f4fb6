// More specs for guests of Arm than `make test` has time for: forms that decide capacity or driver, and harmful ones, a boot each.

import { test } from 'uvu';
import { CAPACITY, EQUAL, predictSpecs, type SeenSpec } from '../qemu-guest/arm-specs.js';
import { kernelsOfArm } from '../support/outside.js';

const WITHOUT_DRIVER = ['--append', 'module_blacklist=cppc_cpufreq'];
const EQUAL_CAPACITY = [1024, 1024, 1024, 1024];

/** The desired performance in memory. The spec is for other guests where these are harmed: an error boots nothing. */
const desired = (address: string) =>
  `layout = "custom"\ndesired_perf = { space = "SystemMemory", bit_width = 32, bit_offset = 0, access_size = "DWord", address = ${address} }`;

type Form = Omit<SeenSpec, 'kernel'>;

/** The same on every kernel. */
const FORMS: readonly Form[] = [
  {
    name: 'no registers',
    registers: 'controls = "none"',
    options: ['--busy', '2'],
    verdict: 'accepted',
    seen: { ranked: true, driver: 'cppc_cpufreq', capacity: CAPACITY },
  },
  {
    name: 'the sink',
    options: ['--busy', '2'],
    verdict: 'accepted',
    seen: { ranked: true, driver: 'cppc_cpufreq', capacity: CAPACITY },
  },
  {
    name: 'with domains of SW_ALL the driver does not load',
    guest: 'threads_per_core = 2',
    table: 'coord_type = "SW_ALL"',
    options: ['--busy', '0'],
    verdict: 'accepted',
    code: 'guest/linux-sw-all',
    seen: { driver: null, capacity: CAPACITY.flatMap((one) => [one, one]) },
  },
  {
    name: 'with domains of SW_ANY it does',
    guest: 'threads_per_core = 2',
    table: 'coord_type = "SW_ANY"',
    options: ['--busy', '0'],
    verdict: 'accepted',
    seen: { driver: 'cppc_cpufreq', capacity: CAPACITY.flatMap((one) => [one, one]) },
  },
  {
    name: 'a vCPU without a _CPC makes all capacities equal',
    options: ['--smp', '5', '--busy', '0'],
    verdict: 'accepted',
    seen: { ranked: false, driver: null, capacity: [...EQUAL_CAPACITY, 1024] },
  },
  {
    name: 'counters in MSRs are refused',
    registers: 'counters = "msr"',
    options: ['--busy', '0'],
    verdict: 'refused',
    code: 'guest/linux-no-amu',
    seen: { ranked: false, driver: null, capacity: EQUAL_CAPACITY },
  },
  {
    name: 'the real-time clock',
    registers: desired('0x09010004'),
    options: ['--busy', '0'],
    verdict: 'accepted',
    code: 'guest/linux-memory-device',
    seen: { driver: 'cppc_cpufreq', capacity: CAPACITY },
  },
];

predictSpecs(kernelsOfArm().flatMap((kernel) => FORMS.map((form) => ({ ...form, kernel }))));

/** From 6.12 on `check` expects the driver, which every distribution loads. */
const EQUAL_WITHOUT_DRIVER: Form = {
  name: 'without the driver equal nominal levels rank',
  equal: EQUAL,
  options: [...WITHOUT_DRIVER, '--busy', '2'],
  verdict: 'unranked',
  seen: { ranked: true, driver: null, capacity: CAPACITY },
};

predictSpecs(
  kernelsOfArm()
    .filter((kernel) => kernel !== '6.1')
    .map((kernel) => ({ ...EQUAL_WITHOUT_DRIVER, kernel })),
);

const BEFORE_PRESSURE: readonly SeenSpec[] = [
  {
    name: 'before cpufreq pressure equal nominal levels rank with the driver',
    kernel: '6.1',
    equal: EQUAL,
    options: ['--busy', '2'],
    verdict: 'accepted',
    seen: { ranked: true, driver: 'cppc_cpufreq', capacity: CAPACITY },
  },
];

predictSpecs(BEFORE_PRESSURE.filter(({ kernel }) => kernelsOfArm().includes(kernel)));

test.run();
