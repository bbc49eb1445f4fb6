import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CpcValue } from '../../src/cpc/ir.js';
import { cases } from '../support/cases.js';
import { DEFAULTS, processor } from './specs.js';

/** `FFixedHW 8/24 QWord 0xC00102B0`: space, width/offset, access size, address. Otherwise the Integer, or NULL. */
function text(value: CpcValue): string {
  if (value.kind === 'integer') return String(value.value);
  if (value.kind !== 'register') return 'NULL';
  const { spaceId, bitWidth, bitOffset, accessSize, address } = value.register;
  const space = { 0: 'SystemMemory', 1: 'SystemIO', 10: 'PCC', 127: 'FFixedHW' }[spaceId];
  const access = ['Undefined', 'Byte', 'Word', 'DWord', 'QWord'][accessSize];
  return `${space} ${bitWidth}/${bitOffset} ${access} 0x${address.toString(16).toUpperCase()}`;
}

// In the order of the elements, from 2 on. ACPI 6.6 §8.4.6.1.
const KEYS = [
  'highest_perf',
  'nominal_perf',
  'lowest_nonlinear_perf',
  'lowest_perf',
  'guaranteed_perf',
  'desired_perf',
  'min_perf',
  'max_perf',
  'perf_reduction_tolerance',
  'time_window',
  'wraparound_time',
  'reference_counter',
  'delivered_counter',
  'perf_limited',
  'enable',
  'autonomous_selection',
  'autonomous_activity_window',
  'energy_perf_preference',
  'reference_perf',
  'lowest_freq',
  'nominal_freq',
  'ospm_nominal_perf',
  'resource_priority',
] as const;

interface Row {
  readonly name: string;
  readonly spec: string;
  /** Elements that are not NULL registers. */
  readonly has: Partial<Record<(typeof KEYS)[number], string>>;
}

const LEVELS = { highest_perf: '236', nominal_perf: '131', lowest_nonlinear_perf: '40', lowest_perf: '15' };
const CORE = `${DEFAULTS}[[core]]\nhighest_perf = 236\n`;

const SINK = {
  desired_perf: 'SystemIO 8/0 Byte 0x5F0',
  min_perf: 'SystemIO 8/0 Byte 0x5F1',
  max_perf: 'SystemIO 8/0 Byte 0x5F2',
  enable: 'SystemIO 8/0 Byte 0x5F3',
  energy_perf_preference: 'SystemIO 8/0 Byte 0x5F4',
  autonomous_selection: 'SystemIO 8/0 Byte 0x5F5',
};
const MSRS = { reference_counter: 'FFixedHW 64/0 QWord 0xE7', delivered_counter: 'FFixedHW 64/0 QWord 0xE8' };
const TIMER = {
  reference_counter: 'SystemIO 32/0 DWord 0x608',
  delivered_counter: 'SystemIO 32/0 DWord 0x608',
  wraparound_time: '4',
};

// docs/layouts.md describes the layouts; intel-hwp has the MSRs of the Intel SDM, "Hardware-Controlled Performance States".
const ROWS: readonly Row[] = [
  {
    name: 'constant: Integers, sink ports and the counters of x86; the reference level is the nominal one',
    spec: `[registers]\nlayout = "constant"\n${CORE}`,
    has: { ...LEVELS, ...SINK, ...MSRS, reference_perf: '131' },
  },
  {
    name: 'constant without controls: always autonomous',
    spec: `[registers]\nlayout = "constant"\ncontrols = "none"\n${CORE}`,
    has: { ...LEVELS, ...MSRS, autonomous_selection: '1', reference_perf: '131' },
  },
  {
    name: 'constant with the PM timer, which comes round after four seconds',
    spec: `[registers]\nlayout = "constant"\ncounters = "pm-timer"\n${CORE}`,
    has: { ...LEVELS, ...SINK, ...TIMER, reference_perf: '131' },
  },
  {
    name: 'constant without counters',
    spec: `[registers]\nlayout = "constant"\ncounters = "none"\n${CORE}`,
    has: { ...LEVELS, ...SINK, reference_perf: '131' },
  },
  {
    name: 'constant on other ports',
    spec: `[registers]\nlayout = "constant"\ncounters = "pm-timer"\nsink_port = 0xfff8\npm_timer_port = 0xB008\n${CORE}`,
    has: {
      ...LEVELS,
      desired_perf: 'SystemIO 8/0 Byte 0xFFF8',
      min_perf: 'SystemIO 8/0 Byte 0xFFF9',
      max_perf: 'SystemIO 8/0 Byte 0xFFFA',
      enable: 'SystemIO 8/0 Byte 0xFFFB',
      energy_perf_preference: 'SystemIO 8/0 Byte 0xFFFC',
      autonomous_selection: 'SystemIO 8/0 Byte 0xFFFD',
      reference_counter: 'SystemIO 32/0 DWord 0xB008',
      delivered_counter: 'SystemIO 32/0 DWord 0xB008',
      wraparound_time: '4',
      reference_perf: '131',
    },
  },
  {
    name: 'constant with everything that a core may say',
    spec: `[registers]\nlayout = "constant"\n${CORE}reference_perf = 100\nnominal_freq = 4200\nlowest_freq = 400\nwraparound_time = 9`,
    has: {
      ...LEVELS,
      ...SINK,
      ...MSRS,
      wraparound_time: '9',
      reference_perf: '100',
      lowest_freq: '400',
      nominal_freq: '4200',
    },
  },
  {
    name: 'amd',
    spec: '[registers]\nlayout = "amd"\n[[core]]\nreference_perf = 7\nnominal_freq = 4200\nlowest_freq = 400',
    has: {
      highest_perf: 'FFixedHW 8/24 QWord 0xC00102B0',
      nominal_perf: 'FFixedHW 8/16 QWord 0xC00102B0',
      lowest_nonlinear_perf: 'FFixedHW 8/8 QWord 0xC00102B0',
      lowest_perf: 'FFixedHW 8/0 QWord 0xC00102B0',
      desired_perf: 'FFixedHW 8/16 QWord 0xC00102B3',
      min_perf: 'FFixedHW 8/8 QWord 0xC00102B3',
      max_perf: 'FFixedHW 8/0 QWord 0xC00102B3',
      ...MSRS,
      perf_limited: 'FFixedHW 2/0 QWord 0xC00102B4',
      enable: 'FFixedHW 1/0 QWord 0xC00102B1',
      autonomous_selection: '1',
      energy_perf_preference: 'FFixedHW 8/24 QWord 0xC00102B3',
      reference_perf: '7',
      lowest_freq: '400',
      nominal_freq: '4200',
    },
  },
  {
    name: 'amd with its defaults: no frequencies, no reference level',
    spec: '[registers]\nlayout = "amd"\n[[core]]',
    has: {
      highest_perf: 'FFixedHW 8/24 QWord 0xC00102B0',
      nominal_perf: 'FFixedHW 8/16 QWord 0xC00102B0',
      lowest_nonlinear_perf: 'FFixedHW 8/8 QWord 0xC00102B0',
      lowest_perf: 'FFixedHW 8/0 QWord 0xC00102B0',
      desired_perf: 'FFixedHW 8/16 QWord 0xC00102B3',
      min_perf: 'FFixedHW 8/8 QWord 0xC00102B3',
      max_perf: 'FFixedHW 8/0 QWord 0xC00102B3',
      ...MSRS,
      perf_limited: 'FFixedHW 2/0 QWord 0xC00102B4',
      enable: 'FFixedHW 1/0 QWord 0xC00102B1',
      autonomous_selection: '1',
      energy_perf_preference: 'FFixedHW 8/24 QWord 0xC00102B3',
    },
  },
  {
    name: 'intel-hwp',
    spec: '[registers]\nlayout = "intel-hwp"\n[[core]]',
    has: {
      highest_perf: 'FFixedHW 8/0 QWord 0x771',
      nominal_perf: 'FFixedHW 8/8 QWord 0xCE',
      lowest_nonlinear_perf: 'FFixedHW 8/16 QWord 0x771',
      lowest_perf: 'FFixedHW 8/24 QWord 0x771',
      guaranteed_perf: 'FFixedHW 8/8 QWord 0x771',
      desired_perf: 'FFixedHW 8/16 QWord 0x774',
      min_perf: 'FFixedHW 8/0 QWord 0x774',
      max_perf: 'FFixedHW 8/8 QWord 0x774',
      ...MSRS,
      perf_limited: 'FFixedHW 2/1 QWord 0x777',
      enable: 'FFixedHW 1/0 QWord 0x770',
      autonomous_selection: '1',
      autonomous_activity_window: 'FFixedHW 10/32 QWord 0x774',
      energy_perf_preference: 'FFixedHW 8/24 QWord 0x774',
    },
  },
  {
    name: 'acpi-cppc in memory',
    spec: `[registers]\naddrspace = 0\n${CORE}`,
    has: {
      highest_perf: 'SystemMemory 8/0 Byte 0x80000000000',
      nominal_perf: 'SystemMemory 8/0 Byte 0x80000000001',
      lowest_nonlinear_perf: 'SystemMemory 8/0 Byte 0x80000000002',
      lowest_perf: 'SystemMemory 8/0 Byte 0x80000000003',
      desired_perf: 'SystemMemory 8/0 Byte 0x80000000004',
      reference_counter: 'SystemMemory 64/0 QWord 0x80000000005',
      delivered_counter: 'SystemMemory 64/0 QWord 0x80000000006',
      perf_limited: 'SystemMemory 8/0 Byte 0x80000000007',
      enable: 'SystemMemory 8/0 Byte 0x80000000008',
      autonomous_selection: '1',
    },
  },
  {
    name: 'acpi-cppc on ports',
    spec: `[registers]\nlayout = "acpi-cppc"\naddrspace = 1\naddress = 0x1000\n${CORE}`,
    has: {
      highest_perf: 'SystemIO 8/0 Byte 0x1000',
      nominal_perf: 'SystemIO 8/0 Byte 0x1002',
      lowest_nonlinear_perf: 'SystemIO 8/0 Byte 0x1004',
      lowest_perf: 'SystemIO 8/0 Byte 0x1006',
      desired_perf: 'SystemIO 8/0 Byte 0x1008',
      reference_counter: 'SystemIO 32/0 DWord 0x100C',
      delivered_counter: 'SystemIO 32/0 DWord 0x1010',
      perf_limited: 'SystemIO 8/0 Byte 0x1014',
      enable: 'SystemIO 8/0 Byte 0x1015',
      autonomous_selection: '1',
    },
  },
  {
    name: 'acpi-cppc, the default, by MSRs; frequencies and a reference level are not in it',
    spec: `${CORE}reference_perf = 100\nnominal_freq = 4200\nlowest_freq = 400`,
    has: {
      highest_perf: 'FFixedHW 8/24 QWord 0xC00102B0',
      nominal_perf: 'FFixedHW 8/16 QWord 0xC00102B0',
      lowest_nonlinear_perf: 'FFixedHW 8/8 QWord 0xC00102B0',
      lowest_perf: 'FFixedHW 8/0 QWord 0xC00102B0',
      desired_perf: 'FFixedHW 8/16 QWord 0xC00102B3',
      ...MSRS,
      perf_limited: 'FFixedHW 2/0 QWord 0xC00102B4',
      enable: 'FFixedHW 1/0 QWord 0xC00102B1',
      autonomous_selection: '1',
    },
  },
  {
    name: 'custom: what the spec says, and nothing else',
    spec: '[registers]\nlayout = "custom"\nhighest_perf = 8192\nguaranteed_perf = "none"\ndesired_perf = { space = "PCC", bit_width = 32, bit_offset = 0, subspace = 2, address = 0x10 }\n[[core]]',
    has: { highest_perf: '8192', desired_perf: 'PCC 32/0 Word 0x10' },
  },
];

cases('layout, element by element', ROWS, async ({ spec, has }) => {
  const { stated: entries } = await processor(spec);
  assert.equal(Object.keys(entries), [...KEYS]);
  const got = Object.fromEntries(KEYS.map((key) => [key, text(entries[key])]));
  assert.equal(got, Object.fromEntries(KEYS.map((key) => [key, has[key] ?? 'NULL'])));
});

test('every layout states the known levels, also where a register answers them', async () => {
  const { known: levels } = await processor(CORE);
  assert.equal(levels, { highest_perf: 236n, nominal_perf: 131n, lowest_nonlinear_perf: 40n, lowest_perf: 15n });
});

test.run();
