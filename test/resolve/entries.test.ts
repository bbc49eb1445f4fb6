import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CpcKey } from '../../grammar/cpc.js';
import { cases } from '../support/cases.js';
import { CONSTANT, DEFAULTS, problems, processor, resolved } from './specs.js';

const PORT = (port: string) =>
  `{ space = "SystemIO", bit_width = 8, bit_offset = 0, access_size = "Byte", address = ${port} }`;

/** The entry of vCPU 0: an Integer, the address of a register, or nothing. */
async function entryOf(text: string, key: CpcKey): Promise<bigint | string> {
  const { [key]: value } = (await processor(text)).stated;
  if (value.kind === 'integer') return value.value;
  return value.kind === 'register' ? `0x${value.register.address.toString(16)}` : value.kind;
}

/** Four sources for one entry, any of them left out. */
function from({ core = '', single = '', defaults = '', general = '', layout = 'constant' }): string {
  return `[registers]\nlayout = "${layout}"\n${general}\n[defaults]\nnominal_perf = 131\nlowest_nonlinear_perf = 40
lowest_perf = 15\n${defaults}\n[[core]]\nhighest_perf = 236\n${core}\n[core.registers]\n${single}\n`;
}

const ALL = { core: 'reference_perf = 2', defaults: 'reference_perf = 3', general: 'reference_perf = 4' };

cases(
  'reads a number from the nearest of four sources',
  [
    {
      name: '[core.registers] over [defaults] and [registers]',
      text: from({ ...ALL, core: '', single: 'reference_perf = 1' }),
      value: 1n,
    },
    { name: '[[core]] over [defaults] and [registers]', text: from(ALL), value: 2n },
    { name: '[defaults] over [registers]', text: from({ ...ALL, core: '' }), value: 3n },
    { name: '[registers] over the layout', text: from({ general: ALL.general }), value: 4n },
    { name: 'the layout: nominal_perf', text: from({}), value: 131n },
    { name: 'the layout: the nominal_perf of the core', text: from({ core: 'nominal_perf = 99' }), value: 99n },
    {
      name: 'none under [core.registers] over all',
      text: from({ defaults: ALL.defaults, single: 'reference_perf = "none"' }),
      value: 'absent',
    },
    {
      name: 'none under [registers] over the layout',
      text: from({ general: 'reference_perf = "none"' }),
      value: 'absent',
    },
    {
      name: 'a register under [core.registers] over [defaults]',
      text: from({ defaults: ALL.defaults, single: `reference_perf = ${PORT('0x520')}` }),
      value: '0x520',
    },
  ],
  async ({ text, value }) => assert.is(await entryOf(text, 'reference_perf'), value),
);

cases(
  'reads a register from the nearest source',
  [
    {
      name: '[core.registers] over [registers]',
      text: from({ single: `desired_perf = ${PORT('0x521')}`, general: `desired_perf = ${PORT('0x520')}` }),
      value: '0x521',
    },
    { name: '[registers] over the layout', text: from({ general: `desired_perf = ${PORT('0x520')}` }), value: '0x520' },
    { name: 'the layout', text: from({}), value: '0x5f0' },
    { name: 'none under [registers]', text: from({ general: 'desired_perf = "none"' }), value: 'absent' },
    {
      name: 'a NULL register, written out, is none',
      text: from({
        general:
          'desired_perf = { space = "SystemMemory", bit_width = 0, bit_offset = 0, access_size = "Undefined", address = 0 }',
      }),
      value: 'absent',
    },
  ],
  async ({ text, value }) => assert.is(await entryOf(text, 'desired_perf'), value),
);

cases(
  'an Integer takes the place of a register',
  [
    {
      name: 'amd, under [core.registers]',
      text: '[registers]\nlayout = "amd"\n[[core]]\n[core.registers]\nhighest_perf = 200',
      value: 200n,
    },
    { name: 'amd, under [registers]', text: '[registers]\nlayout = "amd"\nhighest_perf = 201\n[[core]]', value: 201n },
    {
      name: 'amd, [[core]] over the Integer of [registers]',
      text: '[registers]\nlayout = "amd"\nhighest_perf = 201\n[[core]]\nhighest_perf = 202',
      value: 202n,
    },
    { name: 'amd, the layout', text: '[registers]\nlayout = "amd"\n[[core]]', value: '0xc00102b0' },
  ],
  async ({ text, value }) => assert.is(await entryOf(text, 'highest_perf'), value),
);

cases(
  'wraparound_time of the PM timer is four seconds unless given',
  [
    { name: 'not given', text: from({ general: 'counters = "pm-timer"' }), value: 4n },
    {
      name: 'under [defaults]',
      text: from({ general: 'counters = "pm-timer"', defaults: 'wraparound_time = 5' }),
      value: 5n,
    },
    { name: 'of another counter', text: from({}), value: 'absent' },
  ],
  async ({ text, value }) => assert.is(await entryOf(text, 'wraparound_time'), value),
);

test('the last number that fits is exact', async () => {
  const text = from({
    general: 'wraparound_time = 18446744073709551615',
    core: 'reference_perf = 0xFFFF_FFFF_FFFF_FFFF',
  });
  assert.is(await entryOf(text, 'wraparound_time'), 2n ** 64n - 1n);
  assert.is(await entryOf(text, 'reference_perf'), 2n ** 64n - 1n);
});

interface Problem {
  readonly name: string;
  readonly text: string;
  readonly says: readonly string[];
}

const MISSING = Array<string>(4).fill('resolve/level-missing at core.0');

// biome-ignore format: one row a line
const PROBLEMS: readonly Problem[] = [
  { name: 'constant without one level', text: CONSTANT.replace('lowest_perf = 15\n', ''), says: ['resolve/level-missing at core.0', 'resolve/level-missing at core.1'] },
  { name: 'constant without any level', text: '[registers]\nlayout = "constant"\n[[core]]', says: MISSING },
  { name: 'the device without any level', text: '[[core]]', says: MISSING },
  { name: 'the device with four levels', text: `${DEFAULTS}[[core]]\nhighest_perf = 1\nnominal_perf = 1\nlowest_nonlinear_perf = 1\nlowest_perf = 1`, says: [] },
  { name: 'amd without levels', text: '[registers]\nlayout = "amd"\n[[core]]', says: [] },
  { name: 'amd with a level of its own', text: '[registers]\nlayout = "amd"\n[[core]]\nhighest_perf = 1', says: ['resolve/level-and-register at core.0.highest_perf'] },
  { name: 'amd with a level under [defaults], for two cores', text: '[registers]\nlayout = "amd"\n[defaults]\nnominal_perf = 1\n[[core]]\n[[core]]', says: ['resolve/level-and-register at defaults.nominal_perf'] },
  { name: 'intel-hwp with a level of its own', text: '[registers]\nlayout = "intel-hwp"\n[[core]]\nlowest_perf = 1', says: ['resolve/level-and-register at core.0.lowest_perf'] },
  { name: 'the device with a reference level and frequencies', text: `${DEFAULTS}reference_perf = 1\n[[core]]\nhighest_perf = 200\nnominal_freq = 2\nlowest_freq = 1`, says: ['resolve/device-leaves-out at defaults.reference_perf', 'resolve/device-leaves-out at core.0.lowest_freq', 'resolve/device-leaves-out at core.0.nominal_freq'] },

  { name: 'the same entry as a number and under [core.registers]', text: from({ core: 'reference_perf = 1', single: 'reference_perf = 1' }), says: ['resolve/given-twice at core.0.reference_perf'] },
  { name: 'under [defaults] and [core.registers] it is not twice', text: from({ defaults: 'reference_perf = 1', single: 'reference_perf = 1' }), says: [] },

  { name: 'guaranteed_perf as an Integer', text: from({ general: 'guaranteed_perf = 1' }), says: ['cpc/integer-not-register at registers.guaranteed_perf'] },
  { name: 'desired_perf as an Integer', text: from({ single: 'desired_perf = 0' }), says: ['cpc/integer-not-register at core.0.registers.desired_perf'] },
  { name: 'a register that cannot be', text: from({ single: 'delivered_counter = { space = "SystemIO", bit_width = 8, bit_offset = 0, access_size = "QWord", address = 1 }' }), says: ['cpc/io-access-qword at core.0.registers.delivered_counter'] },
  { name: 'autonomous_selection as an Integer', text: from({ general: 'autonomous_selection = 1' }), says: [] },
  { name: 'autonomous_selection 0', text: from({ general: 'autonomous_selection = 0' }), says: [] },
  { name: 'autonomous_selection 2', text: from({ general: 'autonomous_selection = 2' }), says: ['cpc/switch-value at registers.autonomous_selection'] },

  { name: 'a frequency in revision 2', text: `[table]\ncpc_revision = 2\n${from({ core: 'lowest_freq = 1' })}`, says: ['resolve/entry-too-new at core.0.lowest_freq'] },
  { name: 'a frequency in revision 3', text: `[table]\ncpc_revision = 3\n${from({ core: 'lowest_freq = 1' })}`, says: [] },
  { name: 'a reference level in revision 2', text: `[table]\ncpc_revision = 2\n${from({ core: 'reference_perf = 1' })}`, says: [] },
  { name: 'ospm_nominal_perf in revision 3', text: from({ general: `ospm_nominal_perf = ${PORT('0x520')}` }), says: ['resolve/entry-too-new at registers.ospm_nominal_perf'] },
  { name: 'ospm_nominal_perf in revision 4', text: `[table]\ncpc_revision = 4\n${from({ general: `ospm_nominal_perf = ${PORT('0x520')}` })}`, says: [] },

  { name: 'a priority whose registers are Integers', text: `[table]\ncpc_revision = 4\n${from({ general: 'resource_priority = [{ resources = [0], enable_value = 1, enable_register = 1, count = 2, register = 2 }]' })}`, says: ['enable_register', 'register'].map((key) => `cpc/integer-not-register at registers.resource_priority.0.${key}`) },
  { name: 'a priority whose register is malformed', text: `[table]\ncpc_revision = 4\n${from({ general: `resource_priority = [{ resources = [0], enable_value = 1, enable_register = "none", count = 2, register = ${PORT('0x10000')} }]` })}`, says: ['cpc/io-port-too-high at registers.resource_priority.0.register'] },

  { name: 'a value that could not be read is missing nowhere else', text: from({ core: 'reference_perf = "x"' }), says: ['spec/wrong-type at core.0.reference_perf'] },
  { name: 'a level that could not be read is not missing', text: CONSTANT.replace('lowest_perf = 15', 'lowest_perf = 1.5'), says: ['spec/wrong-type at defaults.lowest_perf'] },
  { name: 'an entry that could not be read is not missing', text: from({ layout: 'custom', general: 'highest_perf = true', defaults: 'reference_perf = 1' }).replace('highest_perf = 236', ''), says: ['spec/wrong-type at registers.highest_perf', 'cpc/desired-missing at registers.layout'] },
];

cases('rejects wrong entries', PROBLEMS, async ({ text, says }) => {
  const lines = (await problems(text)).filter((line) => !line.startsWith('resolve/all-equal'));
  assert.equal(lines, says);
});

test('a level is missed by its name', async () => {
  const { diagnostics } = await resolved(CONSTANT.replace('nominal_perf = 131\n', ''));
  assert.match(diagnostics[0]?.message ?? '', 'the core has no nominal_perf, which layout "constant" needs');
});

test('resource priorities are kept in order, NULL registers where there are none', async () => {
  const general = `resource_priority = [
    { resources = [3, 1], enable_value = 1, enable_register = "none", count = 2, register = ${PORT('0x520')} },
    { resources = [0], enable_value = 18446744073709551615, enable_register = ${PORT('0x521')}, count = 8, register = "none" },
  ]`;
  const { stated: entries } = await processor(`[table]\ncpc_revision = 4\n${from({ general })}`);
  const none = { spaceId: 0, bitWidth: 0, bitOffset: 0, accessSize: 0, address: 0n };
  const port = (address: bigint) => ({ spaceId: 1, bitWidth: 8, bitOffset: 0, accessSize: 1, address });
  assert.equal(entries.resource_priority, {
    kind: 'priorities',
    priorities: [
      { resources: [3n, 1n], enableValue: 1n, enableRegister: none, count: 2n, register: port(0x520n) },
      { resources: [0n], enableValue: 2n ** 64n - 1n, enableRegister: port(0x521n), count: 8n, register: none },
    ],
  });
});

test.run();
