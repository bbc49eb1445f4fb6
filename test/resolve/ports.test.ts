import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { devicesIn, freePorts } from '../../src/resolve/ports.js';
import { cases } from '../support/cases.js';
import { CONSTANT, DEFAULTS, problems } from './specs.js';

const sink = (port: string) => CONSTANT.replace('layout = "constant"', `layout = "constant"\nsink_port = ${port}`);
const own = (key: string, access: string, address: string) =>
  CONSTANT.replace(
    'layout = "constant"',
    `layout = "constant"\n${key} = { space = "SystemIO", bit_width = 8, bit_offset = 0, access_size = "${access}", address = ${address} }`,
  );

const SINK = 'resolve/port-taken at registers.sink_port';

cases(
  'ports that the guest would write',
  [
    { name: 'the default sink', text: CONSTANT, says: [] },
    { name: 'the sink on COM1', text: sink('0x3F8'), says: [SINK] },
    { name: 'the sink just below power management', text: sink('0x5FA'), says: [] },
    { name: 'the last sink port in power management', text: sink('0x5FB'), says: [SINK] },
    { name: 'the sink just behind COM1', text: sink('0x400'), says: [] },
    {
      name: 'a register of its own on fw_cfg',
      text: own('desired_perf', 'Byte', '0x510'),
      says: ['resolve/port-taken at registers.desired_perf'],
    },
    {
      name: 'a word whose second byte is fw_cfg',
      text: own('desired_perf', 'Word', '0x50F'),
      says: ['resolve/port-taken at registers.desired_perf'],
    },
    { name: 'a byte in front of fw_cfg', text: own('desired_perf', 'Byte', '0x50F'), says: [] },
    { name: 'a register that is only read', text: own('guaranteed_perf', 'Byte', '0x510'), says: [] },
    {
      name: 'the sink on COM1 and a register of its own on fw_cfg: the sink first, and once',
      text: own('desired_perf', 'Byte', '0x510').replace('[defaults]', 'sink_port = 0x3F8\n[defaults]'),
      says: [SINK, 'resolve/port-taken at registers.desired_perf'],
    },
    { name: 'the sink below fw_cfg', text: sink('0x50A'), says: [] },
    {
      name: 'the sink below fw_cfg, the control of _PCT on it',
      text: `[table]\nobjects = ["_OSC", "_CPC", "_PSD", "_PCT"]\n${sink('0x50A')}`,
      says: [SINK],
    },
    {
      name: 'the sink below fw_cfg, the control of _PCT below it, too',
      text: `[table]\nobjects = ["_OSC", "_CPC", "_PSD", "_PCT"]\n${sink('0x509')}`,
      says: [],
    },
    { name: 'another machine', text: `[guest]\nmachine = "xen"\n${sink('0x3F8')}`, says: [] },
    {
      name: 'the device, which has rules of its own',
      text: `[registers]\naddrspace = 1\naddress = 0x540\n${DEFAULTS}[[core]]\nhighest_perf = 200`,
      says: [],
    },
  ],
  async ({ text, says }) => assert.equal(await problems(text), says),
);

cases(
  'finds the devices at a port',
  [
    { name: 'no device below fw_cfg', first: 0x50f, last: 0x50f, devices: [] },
    { name: 'its first port', first: 0x510, last: 0x510, devices: ['fw_cfg (0x510)'] },
    { name: 'its last port', first: 0x51b, last: 0x51b, devices: ['fw_cfg (0x510)'] },
    { name: 'no device above', first: 0x51c, last: 0x5ff, devices: [] },
    { name: 'a range over it', first: 0x506, last: 0x5ff, devices: ['fw_cfg (0x510)'] },
    { name: 'a range that ends in it', first: 0x506, last: 0x510, devices: ['fw_cfg (0x510)'] },
    { name: 'each once, though VGA has five ranges', first: 0x3b4, last: 0x3da, devices: ['VGA (0x3B4)'] },
    {
      name: 'in their order',
      first: 0x500,
      last: 0x600,
      devices: ['pvpanic (0x505)', 'fw_cfg (0x510)', 'ACPI power management (0x600)'],
    },
  ],
  ({ first, last, devices }) => assert.equal(devicesIn(first, last), devices),
);

test('the ports that are recommended are free', () => {
  const port = freePorts(8);
  assert.equal(devicesIn(port, port + 7), []);
  assert.is(freePorts(0xe0), 0x520);
  assert.is(freePorts(0xe1), 0x740);
  assert.is(freePorts(0x580), 0x740);
  assert.is(freePorts(0x581), 0xd00);
});

test.run();
